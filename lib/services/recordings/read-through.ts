import type { Logger } from "pino";
import type { Catalog } from "@/lib/catalog/client";
import { upsertRecordings } from "@/lib/catalog/recordings";
import type { RecordingId } from "@/lib/domain/ids";
import { splitRecordingId } from "@/lib/domain/ids";
import { SourceError, type SourceRegistry } from "@/lib/sources/source";
import { SYSTEM_SCOPE } from "../system-scope";

/** How long one answer of the vendor serves everybody. */
const SHARED_MS = 30_000;
/** The longest that opening a recording waits for the vendor. */
const WAIT_MS = 1_000;
/** A late answer still reaches the catalog. */
const GIVE_UP_MS = 10_000;
const REMEMBERED = 5_000;

/** `fresh` = the catalog now holds what the vendor says; `stale` = the vendor could not be asked; `gone` = it has no such recording. */
export type Freshness = "fresh" | "stale" | "gone";

export type ReadThrough = Readonly<{
  /** Brings the catalog's copy up to date, waiting at most a second. Never throws. */
  refresh(id: RecordingId): Promise<Freshness>;
  /** The next refresh asks the vendor again: for after a change of ours. */
  forget(id: RecordingId): void;
}>;

type Entry = { atMs: number; result: Promise<Freshness> };

export function createReadThrough(
  parts: Readonly<{ catalog: Catalog; sources: SourceRegistry; log: Logger; now: () => number }>,
): ReadThrough {
  const entries = new Map<RecordingId, Entry>();

  async function ask(id: RecordingId): Promise<Freshness> {
    const source = parts.sources.of(id);
    if (!source) return "stale";
    // A vendor without such a call is synced on its own clock; its copy is as fresh as it can be.
    if (!source.readById.supported) return "fresh";
    const { vendorId } = splitRecordingId(id);
    try {
      const signal = AbortSignal.timeout(GIVE_UP_MS);
      const found = await source.readById.read(vendorId, signal);
      if (!found) return "gone";
      await upsertRecordings(SYSTEM_SCOPE, parts.catalog.db, source, [found], parts.now());
      return "fresh";
    } catch (error) {
      if (!(error instanceof SourceError))
        parts.log.error({ err: error, recording: id }, "read-through failed");
      return "stale";
    }
  }

  function shared(id: RecordingId): Promise<Freshness> {
    const known = entries.get(id);
    if (known && parts.now() - known.atMs < SHARED_MS) return known.result;
    const entry: Entry = { atMs: parts.now(), result: ask(id) };
    entries.delete(id);
    entries.set(id, entry);
    const oldest = entries.keys().next().value;
    if (entries.size > REMEMBERED && oldest !== undefined) entries.delete(oldest);
    void entry.result.then((result) => {
      // Trouble is not worth remembering: the next reader may find the vendor back.
      if (result === "stale" && entries.get(id) === entry) entries.delete(id);
    });
    return entry.result;
  }

  return {
    refresh(id) {
      const late = new Promise<Freshness>((resolve) => setTimeout(resolve, WAIT_MS, "stale").unref());
      return Promise.race([shared(id), late]);
    },
    forget(id) {
      entries.delete(id);
    },
  };
}
