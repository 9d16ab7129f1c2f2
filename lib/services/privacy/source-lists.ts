import type { PrivacyLists } from "@/lib/privacy/policy";
import type { SourceRegistry } from "@/lib/sources/source";

/** How long a vendor's lists may be believed (fact sheet genesys-engage §11.3: cache ≤ 60 s). */
const FRESH_MS = 60_000;
/** A request waits this long for lists that are not known yet; then the source is masked whole. */
const WAIT_MS = 1_500;
const RETRY_MS = 5_000;

export type SourcePrivacy = PrivacyLists | "unreadable" | "none";

/** The vendors' own privacy lists, kept fresh in the background. */
export type SourceLists = Readonly<{
  /** The lists of one source now: `unreadable` means mask everything of it (fail closed). */
  of(sourceId: string): Promise<SourcePrivacy>;
  /** Reads all lists again. Never throws. */
  refresh(): Promise<void>;
}>;

/** `patient` = what a request gets that waits for the reading: the answer, or `unreadable` when its time is over. */
type Reading = Readonly<{ answer: Promise<SourcePrivacy>; patient: Promise<SourcePrivacy> }>;
type Entry = { value: SourcePrivacy; readAtMs: number; reading: Reading | null };

export function createSourceLists(sources: SourceRegistry, now: () => number): SourceLists {
  const entries = new Map<string, Entry>();

  async function readNow(sourceId: string): Promise<SourcePrivacy> {
    const source = sources.byId(sourceId);
    if (!source) return "unreadable";
    if (!source.privacyLists.supported) return "none";
    try {
      return await source.privacyLists.read(AbortSignal.timeout(10_000));
    } catch {
      // Why it failed is sync's to report; here only the closed answer counts.
      return "unreadable";
    }
  }

  function startReading(sourceId: string, entry: Entry): Reading {
    if (entry.reading) return entry.reading;
    const answer = readNow(sourceId).then((value) => {
      entry.value = value;
      entry.readAtMs = now();
      entry.reading = null;
      return value;
    });
    const late = new Promise<"unreadable">((resolve) => setTimeout(resolve, WAIT_MS, "unreadable").unref());
    // One wait for all: who comes while a vendor is silent must not wait anew each time.
    entry.reading = { answer, patient: Promise.race([answer, late]) };
    return entry.reading;
  }

  function entryOf(sourceId: string): Entry {
    const known = entries.get(sourceId);
    if (known) return known;
    const made: Entry = { value: "unreadable", readAtMs: Number.NEGATIVE_INFINITY, reading: null };
    entries.set(sourceId, made);
    return made;
  }

  async function of(sourceId: string): Promise<SourcePrivacy> {
    const entry = entryOf(sourceId);
    const ageMs = now() - entry.readAtMs;
    if (entry.value === "unreadable" ? ageMs < RETRY_MS : ageMs < FRESH_MS) return entry.value;
    return startReading(sourceId, entry).patient;
  }

  return {
    of,
    async refresh() {
      await Promise.all(sources.all.map((source) => startReading(source.id, entryOf(source.id)).answer));
    },
  };
}
