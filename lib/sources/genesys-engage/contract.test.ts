import { sourceContract } from "@/lib/testing/source-contract";
import { CANARIES } from "./simulator";
import { DAY_MS, NOW_MS, simulated } from "./test-kit";

sourceContract("Genesys Engage", () => {
  const { simulator, source } = simulated({ calls: 320, awkward: false });
  const window = { fromMs: NOW_MS - 400 * DAY_MS, toMs: NOW_MS + DAY_MS };
  const vendorIds = simulator.recordings().map(({ id }) => id);
  const spoken = vendorIds.filter((id) => id.includes("0SP"));
  const [playableId = "", deletableId = ""] = spoken;
  return {
    source,
    window,
    vendorIds,
    unknownId: "011AP643CSAPR4FKQGQE31TAES0NONE1",
    playableId,
    deletableId,
    secrets: Object.values(CANARIES),
    breakDown: () => {
      simulator.switches.badGateway = true;
    },
    requests: () => simulator.calls().length,
  };
});
