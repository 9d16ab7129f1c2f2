import { sourceContract } from "@/lib/testing/source-contract";
import { CANARIES } from "./simulator";
import { DAY_MS, NOW_MS, simulated } from "./test-kit";

const LATEST_MS = NOW_MS - 60 * 60_000;

sourceContract("RingCX", () => {
  const { simulator, source } = simulated({ calls: 240, awkward: false });
  // Up to an hour ago every row is settled (fact sheet §9).
  const window = { fromMs: NOW_MS - 29 * DAY_MS, toMs: LATEST_MS };
  const recorded = simulator
    .dialogsEnded(window.fromMs - 10 * 60_000, window.toMs)
    .filter(({ channelClass, segments }) => {
      return channelClass === "VOICE" && segments.some((segment) => segment.spans.length > 0);
    });
  const vendorIds = recorded.map(({ dialogId }) => dialogId);
  const [playableId = ""] = vendorIds;
  return {
    source,
    window,
    // Which of a dialog's times the vendor goes by is not known: a window may bring calls from beside it.
    axisMs: () => null,
    vendorIds,
    unknownId: "s-v-00000000000000000000000000000000-1700000000000",
    playableId,
    deletableId: playableId,
    secrets: Object.values(CANARIES),
    breakDown: () => {
      simulator.switches.badGateway = true;
    },
    requests: () => simulator.calls().length,
    liveId: simulator.addLiveCall({ queue: "Billing" }),
  };
});
