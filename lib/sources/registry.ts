import { splitRecordingId } from "@/lib/domain/ids";
import type { VendorName } from "@/lib/domain/vendors";
import { createCloudSource } from "./genesys-cloud/adapter";
import { createEngageSource } from "./genesys-engage/adapter";
import { createKazooSource } from "./kazoo/adapter";
import { createRingcxSource } from "./ringcx/adapter";
import type { SourceSettings } from "./settings";
import type { RecordingSource, SourceRegistry, SourceTransport } from "./source";

type Factories = {
  [V in VendorName]: (
    settings: Extract<SourceSettings, { vendor: V }>,
    transport: SourceTransport,
  ) => RecordingSource;
};

/** One line per vendor. */
export const SOURCE_FACTORIES: Factories = {
  "genesys-engage": createEngageSource,
  "genesys-cloud": createCloudSource,
  ringcx: createRingcxSource,
  kazoo: createKazooSource,
};

/** A source for each of the settings; nothing is sent yet. */
export function createRegistry(
  settings: readonly SourceSettings[],
  transport: SourceTransport,
): SourceRegistry {
  const all = settings.map((one) => open(one.vendor, one, transport));
  const byId = new Map<string, RecordingSource>(all.map((source) => [source.id, source]));
  return {
    all,
    of: (id) => byId.get(splitRecordingId(id).sourceId) ?? null,
    byId: (id) => byId.get(id) ?? null,
  };
}

// The settings are those of the vendor that they name: TypeScript can't tie the two together without a switch over all.
function open<V extends VendorName>(
  vendor: V,
  settings: SourceSettings,
  transport: SourceTransport,
): RecordingSource {
  return SOURCE_FACTORIES[vendor](settings as Extract<SourceSettings, { vendor: V }>, transport);
}
