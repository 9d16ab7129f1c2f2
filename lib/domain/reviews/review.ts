import { z } from "zod";
import { MediaKeySchema, RecordingIdSchema } from "../ids";
import type { EpochMs } from "../recording";
import { TimeSchema } from "../time-schema";

/**
 * `assigned` → `started` (first answer) → `submitted`; a submitted one may be `disputed`, and then upheld (`submitted`
 * again) or `reopened` for its evaluator. `withdrawn` = taken back: it exists for nobody but in the audit log.
 */
export const REVIEW_STATES = [
  "assigned",
  "started",
  "submitted",
  "disputed",
  "reopened",
  "withdrawn",
] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
/** States in which the evaluator has something to do. */
export const OPEN_STATES = ["assigned", "started", "reopened"] as const satisfies ReviewState[];

export const REVIEW_ACTS = ["submit", "undoSubmit", "dispute", "uphold", "reopen", "withdraw"] as const;
export type ReviewAct = (typeof REVIEW_ACTS)[number];
/** Acts that must be explained. */
export const EXPLAINED_ACTS = ["dispute", "uphold", "reopen"] as const satisfies ReviewAct[];
export const SHORTEST_REASON = 10;
/** How long an evaluator can take a submission back by themselves. */
export const UNDO_MS = 60_000;

/** Where a segment was taken from: a span somebody chose, a whole media file, or one agent's time on the call. */
export const SEGMENT_UNITS = ["span", "mediaFile", "agentTime"] as const;
export type SegmentUnit = (typeof SEGMENT_UNITS)[number];

/** A part of one media file, in that file's own time; `endMs` null = to its end. `n` counts from 1. */
export type ReviewSegment = Readonly<{
  n: number;
  mediaKey: string;
  startMs: number;
  endMs: number | null;
  unit: SegmentUnit;
}>;

export const ReviewIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
export const SHORTEST_SEGMENT_MS = 500;

/** An id of ours in a request: of what kind it is, and whether there is such a one, is looked up. */
export const KnownIdSchema = z
  .string()
  .max(64)
  .regex(/^[\w.-]+$/, "must be an id");
const positionMs = z.number().int().min(0).max(1_000_000_000);

export const SampleSchema = z.strictObject({
  /** A stored search: which calls are drawn from. */
  search: KnownIdSchema.optional(),
  fromTime: TimeSchema,
  toTime: TimeSchema,
  perAgent: z.number().int().min(1).max(50),
  /** Given again, it draws the same calls from the same ones. Made up and recorded when left out. */
  seed: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
});
export type Sample = z.output<typeof SampleSchema>;

/** Body of `POST /reviews`: what is assigned (one of `segments`, `ids`, `search`, `sample`), to whom, by which scorecard. */
export const AssignmentSchema = z
  .strictObject({
    scorecard: KnownIdSchema,
    /** Several evaluators share the calls among themselves; with `calibration` each of them scores every call. */
    evaluators: z.array(KnownIdSchema).min(1).max(20),
    calibration: z.boolean().default(false),
    dueTime: TimeSchema.optional(),
    note: z
      .string()
      .trim()
      .max(500)
      .refine((text) => !text.includes("\u0000"), "must not hold NUL")
      .default(""),
    segments: z
      .array(
        z
          .strictObject({
            recording: RecordingIdSchema,
            mediaKey: MediaKeySchema,
            startMs: positionMs,
            endMs: positionMs.nullable().default(null),
            unit: z.enum(SEGMENT_UNITS).default("span"),
          })
          .refine(
            ({ startMs, endMs }) => endMs === null || endMs - startMs >= SHORTEST_SEGMENT_MS,
            "must last half a second at least",
          ),
      )
      .min(1)
      .max(200)
      .optional(),
    ids: z.array(RecordingIdSchema).min(1).max(500).optional(),
    search: KnownIdSchema.optional(),
    sample: SampleSchema.optional(),
    /** Of each call of `ids`, `search` and `sample`: its media files, or the time of the agent on it. */
    unit: z.enum(["mediaFile", "agentTime"]).default("mediaFile"),
    /** Tells what would be assigned, and assigns nothing. */
    dryRun: z.boolean().default(false),
  })
  .refine(
    (body) =>
      [body.segments, body.ids, body.search, body.sample].filter((one) => one !== undefined).length === 1,
    "must name one of segments, ids, search and sample",
  )
  .refine(
    (body) => new Set(body.evaluators).size === body.evaluators.length,
    "must name each evaluator once",
  );
export type Assignment = z.output<typeof AssignmentSchema>;

/** A review as it is kept. */
export type Review = Readonly<{
  id: string;
  recordingId: string;
  /** One act of assigning has one id; reviews of a calibration share it besides their recording. */
  assignmentId: string;
  isCalibration: boolean;
  evaluatorId: string;
  evaluatorName: string;
  assignedById: string | null;
  assignedByName: string;
  assignedMs: EpochMs;
  dueMs: EpochMs | null;
  note: string;
  scorecardId: string;
  scorecardVersion: number;
  state: ReviewState;
  segments: readonly ReviewSegment[];
  /** Whose work is judged: the vendor's key and name of the agent, and the first of the file's access groups. */
  agent: Readonly<{ key: string; name: string }> | null;
  team: string | null;
  callMs: EpochMs | null;
  /** Counts the writes of answers, so that two open pages do not undo each other. */
  revision: number;
  answered: number;
  questions: number;
  startedMs: EpochMs | null;
  submittedMs: EpochMs | null;
  /** 0 to 100; null = not submitted, or nothing of it counts. */
  scorePercent: number | null;
  isPassed: boolean | null;
  isAutoFailed: boolean;
}>;
