import type { Logger } from "pino";
import type { Catalog } from "@/lib/catalog/client";
import { saveLiveCalls } from "@/lib/catalog/live-calls";
import { type RecordingSource, SourceError, type SourceRegistry } from "@/lib/sources/source";
import { SYSTEM_SCOPE } from "../system-scope";

/** One answer of a vendor serves everybody who looks within this time. */
const SHARED_MS = 3_000;
/** The longest that a look waits for a vendor; its answer still counts for the next one. */
const WAIT_MS = 2_500;
const GIVE_UP_MS = 10_000;

/** Which calls are live, asked of the vendors only while somebody looks. */
export type LiveCalls = Readonly<{
  /**
   * Brings what the catalog knows of a source's live calls up to date. Anything but `ok` says why what is known is older, or
   * nothing. Never throws.
   */
  refresh(source: RecordingSource): Promise<LiveState>;
  /** The next refresh asks the vendor again: for after a change of ours. */
  forget(sourceId: string): void;
}>;

/** `unreachable`: it can't be asked, or has not answered in time. `unsupported`: it does not tell its live calls. */
export type LiveState =
  | Readonly<{ state: "ok" | "unreachable" }>
  | Readonly<{ state: "unsupported"; words: string }>;

type Look = Readonly<{ atMs: number; done: Promise<LiveState> }>;

const OK: LiveState = { state: "ok" };
const UNREACHABLE: LiveState = { state: "unreachable" };

export function createLiveCalls(
  parts: Readonly<{ catalog: Catalog; sources: SourceRegistry; log: Logger; now: () => number }>,
): LiveCalls {
  const looks = new Map<string, Look>();

  async function ask(source: RecordingSource): Promise<LiveState> {
    if (!source.live.supported) return { state: "unsupported", words: source.live.reason };
    try {
      const calls = await source.live.list(AbortSignal.timeout(GIVE_UP_MS));
      await saveLiveCalls(SYSTEM_SCOPE, parts.catalog.db, source, calls, parts.now());
      return OK;
    } catch (error) {
      if (error instanceof SourceError && error.kind === "unsupported")
        return { state: "unsupported", words: error.message };
      if (error instanceof SourceError)
        parts.log.warn({ source: source.id, kind: error.kind }, "no live calls");
      else parts.log.error({ source: source.id, err: error }, "live calls could not be read");
      return UNREACHABLE;
    }
  }

  function look(source: RecordingSource): Promise<LiveState> {
    const known = looks.get(source.id);
    if (known && parts.now() - known.atMs < SHARED_MS) return known.done;
    const fresh = { atMs: parts.now(), done: ask(source) };
    looks.set(source.id, fresh);
    return fresh.done;
  }

  return {
    refresh(source) {
      const late = new Promise<LiveState>((resolve) => setTimeout(resolve, WAIT_MS, UNREACHABLE).unref());
      return Promise.race([look(source), late]);
    },
    forget(sourceId) {
      looks.delete(sourceId);
    },
  };
}
