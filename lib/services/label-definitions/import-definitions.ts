import { importLabelDefinitions } from "@/lib/catalog/label-definitions";
import type { Runtime } from "../context";

/** Brings the vendors' label definitions in; ours stay as they are. A vendor that can't be asked is left for next time. */
export async function importDefinitions(runtime: Runtime): Promise<void> {
  for (const source of runtime.sources.all) {
    if (!source.labels.supported) continue;
    try {
      const definitions = await source.labels.definitions(AbortSignal.timeout(10_000));
      await importLabelDefinitions(runtime.catalog.db, definitions);
    } catch (error) {
      runtime.log.debug({ err: error, source: source.id }, "label definitions could not be read");
    }
  }
}
