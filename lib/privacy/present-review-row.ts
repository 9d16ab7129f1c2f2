import { type RecordingId, RecordingIdSchema, splitRecordingId } from "@/lib/domain/ids";
import { type StoredRecording, withNothingKept } from "@/lib/domain/recording";
import { type CalibrationProgress, isBlind } from "@/lib/domain/reviews/acts";
import type { Cut } from "@/lib/domain/reviews/cut-recording";
import type { Review } from "@/lib/domain/reviews/review";
import { formatDialectTime } from "@/lib/domain/time";
import { cleanLine, cut, LONGEST_VALUE } from "./clean";
import { defined, timeOf } from "./defined";
import { createMasking, type Masking } from "./masking";
import type { OutgoingReviewRow, OutgoingScore } from "./outgoing-review";
import { type MaskSet, masksNumbers, tellsNumber } from "./policy";
import { MASKED } from "./scrub";
import type { Viewer } from "./viewer";

/** What is decided about a review for one viewer before it is presented. */
export type ReviewFacts = Readonly<{
  scorecardName: string;
  progress: CalibrationProgress;
  can: OutgoingReviewRow["can"];
  /** Whether answers, score and comments may be seen. */
  seesAnswers: boolean;
}>;

/** What a review has come to. */
export type Scored = Readonly<{ percent: number | null; isPassed: boolean | null; isAutoFailed: boolean }>;

/**
 * The call of a review: whole, as far as it lies within the viewer's scope, and cut to its parts, which are known by the keys
 * of `cuts`. Null = gone.
 */
export type ReviewedCall = Readonly<{
  recording: StoredRecording | null;
  part: StoredRecording | null;
  cuts: readonly Cut[];
}>;

/** One row of a queue or a list, masked for the viewer. Who may not open the call sees nothing of it beyond their parts. */
export function presentReviewRow(
  review: Review,
  call: ReviewedCall,
  viewer: Viewer,
  facts: ReviewFacts,
): OutgoingReviewRow {
  const masking = maskingOf(review, call, viewer);
  const { recording, part } = call;
  const shown = opensCalls(viewer) ? recording : part;
  const lengths = part?.mediaFiles.map(({ durationMs }) => durationMs) ?? [];
  const blind = isBlind(review, facts.progress);
  return defined({
    id: review.id,
    recording: defined({
      id: review.recordingId,
      source: splitRecordingId(idOf(review)).sourceId,
      vendor: shown?.vendor,
      startTime: timeOf(shown?.startMs ?? null),
      callType: shown?.callType ? masking.line(shown.callType) : undefined,
      callerPhoneNumber: masking.number("callerPhoneNumber", shown?.callerPhoneNumber ?? null),
      dialedPhoneNumber: masking.number("dialedPhoneNumber", shown?.dialedPhoneNumber ?? null),
      gone: shown ? undefined : (true as const),
    }),
    agent: review.agent
      ? { id: review.agent.key, name: masking.name("userName", review.agent.name) ?? "" }
      : undefined,
    evaluator: { id: review.evaluatorId, name: masking.line(review.evaluatorName) },
    assignedBy: masking.line(review.assignedByName),
    assignedTime: formatDialectTime(review.assignedMs),
    dueTime: timeOf(review.dueMs),
    note: review.note === "" ? undefined : masking.text(review.note),
    scorecard: { id: review.scorecardId, name: facts.scorecardName, version: review.scorecardVersion },
    state: review.state,
    segmentCount: review.segments.length,
    lengthMs:
      lengths.length > 0 && lengths.every((ms) => ms !== null)
        ? lengths.reduce((sum: number, ms) => sum + (ms ?? 0), 0)
        : undefined,
    progress: { done: review.answered, total: review.questions },
    calibration: review.isCalibration ? { id: review.assignmentId, ...facts.progress, blind } : undefined,
    score: facts.seesAnswers && review.submittedMs !== null ? scoreOf(scored(review)) : undefined,
    submittedTime: timeOf(review.submittedMs),
    can: facts.can,
  });
}

export function scored(review: Review): Scored {
  return { percent: review.scorePercent, isPassed: review.isPassed, isAutoFailed: review.isAutoFailed };
}

export function scoreOf({ percent, isPassed, isAutoFailed }: Scored): OutgoingScore {
  return defined({ percent: percent ?? undefined, passed: isPassed ?? undefined, autoFailed: isAutoFailed });
}

/** How the viewer sees the strings of a review: as those of its call. */
export function maskingOf(review: Review, { recording }: ReviewedCall, viewer: Viewer): Masking {
  return createMasking(recording ?? goneCall(idOf(review)), viewer, false);
}

/** Nothing is left of a deleted call but its source, which says what is masked. */
function goneCall(id: RecordingId): StoredRecording {
  const { sourceId, vendorId } = splitRecordingId(id);
  return withNothingKept({
    id,
    sourceId,
    vendor: "genesys-engage",
    vendorId,
    callerPhoneNumber: null,
    dialedPhoneNumber: null,
    startMs: null,
    stopMs: null,
    callType: null,
    region: null,
    screenRecording: false,
    nonDelete: false,
    events: [],
    mediaFiles: [],
  });
}

function idOf(review: Review): RecordingId {
  return RecordingIdSchema.parse(review.recordingId);
}

/** True for who may open whole calls: others are told of their parts alone. */
export function opensCalls({ role }: Viewer): boolean {
  return role === "administrator" || role === "supervisor";
}

/** The name of one of ours on a call, as the viewer may see it. */
export function nameOfAgent(recording: StoredRecording, name: string, viewer: Viewer): string {
  return createMasking(recording, viewer, false).name("userName", name) ?? "";
}

/**
 * The name of one of ours where no call stands beside it (results of many calls): `*******` where any name is masked, and
 * for a name that may be a number where numbers are.
 */
export function presentAgentName(name: string, set: MaskSet): string {
  if (set.all || set.has("userName") || (tellsNumber(name) && masksNumbers(set))) return MASKED;
  return cut(cleanLine(name), LONGEST_VALUE);
}
