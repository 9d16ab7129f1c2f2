import { splitRecordingId } from "@/lib/domain/ids";
import { VENDOR_TITLES, type VendorName } from "@/lib/domain/vendors";
import { createEngageSource } from "./genesys-engage/adapter";
import { type SourceSettings, SourceSettingsError } from "./settings";
import type { RecordingSource, SourceRegistry, SourceTransport } from "./source";

type Factories = { [V in VendorName]: Factory<Extract<SourceSettings, { vendor: V }>> | null };
type Factory<S extends SourceSettings> = (settings: S, transport: SourceTransport) => RecordingSource;

/** One line per vendor. Null = this version can't talk to it. */
export const SOURCE_FACTORIES = {
  "genesys-engage": createEngageSource,
  "genesys-cloud": null,
  ringcx: null,
  kazoo: null,
} as const satisfies Factories;

/** A source for each of the settings; nothing is sent yet. Throws SourceSettingsError with a line for each that can't be. */
export function createRegistry(
  settings: readonly SourceSettings[],
  transport: SourceTransport,
): SourceRegistry {
  const problems: string[] = [];
  const all = settings.flatMap((one, index) => {
    const source = open(one, transport);
    if (source === null) {
      const words = `this version of Earmark can't talk to ${VENDOR_TITLES[one.vendor]} yet`;
      problems.push(`sources[${index}].vendor: ${words}. Take the source ${one.id} out of the file.`);
      return [];
    }
    return [source];
  });
  if (problems.length > 0) throw new SourceSettingsError(problems);
  const byId = new Map<string, RecordingSource>(all.map((source) => [source.id, source]));
  return {
    all,
    of: (id) => byId.get(splitRecordingId(id).sourceId) ?? null,
    byId: (id) => byId.get(id) ?? null,
  };
}

function open(settings: SourceSettings, transport: SourceTransport): RecordingSource | null {
  switch (settings.vendor) {
    case "genesys-engage":
      return SOURCE_FACTORIES[settings.vendor](settings, transport);
    case "genesys-cloud":
    case "ringcx":
    case "kazoo":
      return SOURCE_FACTORIES[settings.vendor];
  }
}
