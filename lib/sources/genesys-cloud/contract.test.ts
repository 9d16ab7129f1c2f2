import { sourceContract } from "@/lib/testing/source-contract";
import { CANARIES, spokenId } from "./simulator";
import { awkwardId, EVERYTHING, recordedIds, simulated } from "./test-kit";

sourceContract("Genesys Cloud", async () => {
  const { simulator, source } = simulated({ calls: 320 });
  const vendorIds = await recordedIds(simulator, EVERYTHING);
  return {
    source,
    window: EVERYTHING,
    vendorIds,
    unknownId: "0f7d1c52-9f3e-4d57-8b5c-000000000000",
    playableId: spokenId("billing-dispute"),
    deletableId: spokenId("transfer"),
    // Attributes are the customer's own data, and only jobs tell them: the others are the vendor's alone.
    secrets: [CANARIES.keyPairId, CANARIES.storagePath, CANARIES.unknownField],
    breakDown: () => {
      simulator.switches.badGateway = true;
    },
    requests: () => simulator.calls().length,
    liveId: awkwardId(13),
  };
});
