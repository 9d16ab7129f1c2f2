import { type RecordingSource, SourceError, type SourcePage } from "../source";
import type { RawPage, RawSegment } from "./api-types";
import { CLOCK_STEP_MS, CLOCK_TRUST_MS, INTERVALS_SECONDS, LAG_MS, MOST_CLOCK_STEPS } from "./config";
import type { MappedSegments } from "./mapper";
import { type Complaint, complaintOf, type MetadataCalls } from "./metadata-calls";
import { type Ask, type Manner, newestPart } from "./windows";

type Walk = RecordingSource["walk"];

export type WalkParts = Readonly<{
  calls: MetadataCalls;
  timeZone: string;
  direction: Manner["direction"];
  now: () => number;
  /** The dialogs of one answer. */
  recordingsOf(segments: readonly RawSegment[], signal: AbortSignal): Promise<MappedSegments>;
}>;

const NOTHING: SourcePage = { recordings: [], cursor: null, overflow: false, rejected: 0 };

/**
 * Walks windows of segment ends, the newest part first. A cursor is the moment down to which the window has been asked
 * for, and which of that part's calls comes next. What a deployment wants otherwise is learnt from its refusals and kept.
 */
export function createWalk(parts: WalkParts): Walk {
  let intervalSeconds: number = INTERVALS_SECONDS[0];
  let direction = parts.direction;
  let stepped = { steps: 0, atMs: parts.now() };
  // Sync starts a stretch of history anew when the budget ran out within it; the pages it has stored need not come again.
  let resumed: Readonly<{ window: string; cursor: string }> | null = null;

  // Its clock may be put right: what was learnt of it is doubted again, a step at a time.
  const clockSteps = () =>
    Math.max(0, stepped.steps - Math.floor((parts.now() - stepped.atMs) / CLOCK_TRUST_MS));
  const newestMs = () => parts.now() - LAG_MS - clockSteps() * CLOCK_STEP_MS;
  const isRecent = (ask: Ask) => ask.toMs > newestMs() - CLOCK_STEP_MS;

  /** Changes our manner by what the vendor complains of; false = there is nothing left to change. */
  function learnFrom(complaint: Complaint, ask: Ask): boolean {
    // Without a named field only the limit that cells had before is a reason to ask for less.
    const isTooLong =
      complaint === "interval" || (complaint === "unknown" && ask.intervalSeconds > INTERVALS_SECONDS[1]);
    const shorter = INTERVALS_SECONDS.find((seconds) => seconds < ask.intervalSeconds);
    if (isTooLong && shorter !== undefined) {
      intervalSeconds = shorter;
      return true;
    }
    if (complaint === "zone" || !isRecent(ask) || clockSteps() >= MOST_CLOCK_STEPS) return false;
    stepped = { steps: clockSteps() + 1, atMs: parts.now() };
    return true;
  }

  return async (window, cursor, signal, purpose = "fresh") => {
    signal.throwIfAborted();
    const name = `${window.fromMs}-${window.toMs}`;
    const known = purpose === "history" && resumed?.window === name ? resumed.cursor : null;
    const from = cursor ?? known;
    let hasTurned = false;
    let place: Place = from === null ? { toMs: window.toMs, nth: 0 } : readPlace(from);
    for (;;) {
      const toMs = Math.min(place.toMs, Math.floor(newestMs() / 1_000) * 1_000);
      if (toMs <= window.fromMs) return NOTHING;
      const part = newestPart({ ...window, toMs }, { timeZone: parts.timeZone, intervalSeconds, direction });
      const ask = part.asks[place.nth] ?? part.asks[0];
      try {
        const query = {
          start: ask.start,
          intervalSeconds: ask.intervalSeconds,
          timeZone: parts.timeZone,
        };
        const page = await parts.calls.ask(query, purpose, signal);
        const where = ask.isDoubtful ? "unknown" : whereabouts(page, ask);
        if (where === (direction === "forward" ? "before" : "after") && !hasTurned) {
          direction = direction === "forward" ? "backward" : "forward";
          hasTurned = true;
          continue;
        }
        if (where !== "asked" && where !== "unknown") throw otherTimes();
        if (purpose === "history") resumed = null;
        const mapped = await parts.recordingsOf(page.segments, signal);
        return {
          recordings: mapped.recordings,
          cursor: cursorAfter(window.fromMs, part, { toMs, nth: place.nth }),
          overflow: false,
          rejected: page.rejected + mapped.rejected,
        };
      } catch (error) {
        const complaint = complaintOf(error);
        // Taken for another moment, one that is too recent: the part's other call is the right one.
        if (ask.isDoubtful && (complaint === "time" || complaint === "unknown")) {
          return { ...NOTHING, cursor: cursorAfter(window.fromMs, part, { toMs, nth: place.nth }) };
        }
        if (complaint !== null && learnFrom(complaint, ask)) {
          place = { toMs: place.toMs, nth: 0 };
          continue;
        }
        if (complaint !== null) throw notUnderstood(complaint);
        if (purpose === "history" && from !== null) resumed = { window: name, cursor: from };
        throw error;
      }
    }
  };
}

type Place = Readonly<{ toMs: number; nth: number }>;

function cursorAfter(windowFromMs: number, part: ReturnType<typeof newestPart>, place: Place): string | null {
  if (place.nth + 1 < part.asks.length) return `${place.toMs}_${place.nth + 1}`;
  return part.fromMs <= windowFromMs ? null : `${part.fromMs}_0`;
}

function readPlace(cursor: string): Place {
  const match = /^(\d{1,15})_(\d)$/.exec(cursor);
  if (match === null) throw new SourceError("invalid", "This cursor is none of RingCX's.");
  return { toMs: Number(match[1]), nth: Number(match[2]) };
}

/**
 * Where an answer's calls lie in relation to what was asked (fact sheet §11 case 5). Any of a row's times may be the one
 * that the vendor goes by, so one row that touches the asked stretch settles it; a few rows with nonsense settle nothing.
 */
export function whereabouts(
  page: RawPage,
  ask: Pick<Ask, "fromMs" | "toMs">,
): "asked" | "before" | "after" | "elsewhere" | "unknown" {
  const lengthMs = ask.toMs - ask.fromMs;
  const spans = page.segments.flatMap(spanOf);
  if (spans.some((span) => span.fromMs < ask.toMs && span.toMs >= ask.fromMs)) return "asked";
  if (new Set(spans.map((span) => span.dialogId)).size < TELLING_DIALOGS) return "unknown";
  if (spans.every((span) => span.toMs < ask.fromMs && span.toMs >= ask.fromMs - lengthMs)) return "before";
  return spans.every((span) => span.fromMs >= ask.toMs && span.fromMs <= ask.toMs + lengthMs)
    ? "after"
    : "elsewhere";
}

const TELLING_DIALOGS = 3;

function spanOf(segment: RawSegment): { dialogId: string; fromMs: number; toMs: number }[] {
  const times = [segment.dialogStartMs, segment.startMs, segment.endMs].filter((ms) => ms !== null);
  if (times.length === 0) return [];
  return [{ dialogId: segment.dialogId, fromMs: Math.min(...times), toMs: Math.max(...times) }];
}

function otherTimes(): SourceError {
  return new SourceError(
    "refused",
    "RingCX lists calls of other times than those asked for. Is this source's timeZone right?",
  );
}

function notUnderstood(complaint: Complaint): SourceError {
  const words =
    complaint === "zone"
      ? "RingCX does not know the time zone of this source. Set timeZone to a name that it knows, such as US/Eastern."
      : "RingCX does not understand how Earmark asks for calls. Is this source's timeZone one that it knows, such as US/Eastern?";
  return new SourceError("refused", words);
}
