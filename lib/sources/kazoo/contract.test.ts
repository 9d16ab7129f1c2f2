import { sourceContract } from "@/lib/testing/source-contract";
import { CANARIES } from "./simulator";
import { EVERYTHING, simulated, vendorIdIn } from "./test-kit";

sourceContract("Kazoo", () => {
  const { simulator, source } = simulated({ calls: 320, awkward: false });
  const vendorIds = [...new Set(simulator.recordingIds().map((id) => vendorIdIn(simulator, id)))];
  const [playableId = "", deletableId = ""] = vendorIds;
  return {
    source,
    window: EVERYTHING,
    // Kazoo never tells when it stored a recording; a row has its stop, which is shortly before.
    axisMs: ({ recording }) => recording.stopMs,
    vendorIds,
    unknownId: "i-63950000000-00000000",
    playableId,
    deletableId,
    secrets: [...Object.values(CANARIES), simulator.credentials.apiKey],
    breakDown: () => {
      simulator.switches.badGateway = true;
    },
    requests: () => simulator.calls().length,
    labelContent: false,
    liveId: simulator.addLiveCall(),
  };
});
