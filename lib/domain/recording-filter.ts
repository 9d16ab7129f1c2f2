import { z } from "zod";
import { SourceIdSchema } from "./ids";
import { parseShareRange } from "./talk-share";

const text = z.string().min(1).max(512);
const epochMs = z.number().int().min(0).max(8_640_000_000_000_000);
const durationMs = z.number().int().min(0).max(1_000_000_000);

/**
 * One search, in the vendor's own parameter names and ours (contract §4.1). The same object is a stored
 * search's body, a query string once read, and what the browser edits.
 */
export const RecordingFilterSchema = z.strictObject({
  callerPhoneNumber: text.optional(),
  dialedPhoneNumber: text.optional(),
  /** Either end. */
  phoneNumber: text.optional(),
  /** Started at or after, epoch ms. */
  startTime: epochMs.optional(),
  /** Stopped at or before, epoch ms: the vendor's rule, on the other field. */
  endTime: epochMs.optional(),
  /** Started before, epoch ms, exclusive. */
  startBefore: epochMs.optional(),
  userName: text.optional(),
  userData: text.optional(),
  /** Comma-separated; the recording has all of them. */
  includeLabels: z.string().max(2_000).optional(),
  /** Comma-separated; the recording has none of them. */
  excludeLabels: z.string().max(2_000).optional(),
  source: SourceIdSchema.optional(),
  callType: text.optional(),
  region: text.optional(),
  minDuration: durationMs.optional(),
  maxDuration: durationMs.optional(),
  screenRecording: z.boolean().optional(),
  nonDelete: z.boolean().optional(),
  /** Nobody speaks for so long, ms. This and the next three find only calls whose sound has been measured. */
  minSilence: durationMs.optional(),
  /** Two or more speak at once, so long in all, ms. */
  minCrosstalk: durationMs.optional(),
  /** On hold for so long at one time, ms. */
  minHold: durationMs.optional(),
  /** The agent's part of the call, `0.2..0.6`; one end may be left out. */
  agentTalkShare: z
    .string()
    .max(20)
    .refine((text) => parseShareRange(text) !== null, "must be a range of shares such as 0.2..0.6")
    .optional(),
});
export type RecordingFilter = z.infer<typeof RecordingFilterSchema>;

/** The parameters that only calls can match whose sound has been measured. */
export const MEASURED_PARAMETERS = ["minSilence", "minCrosstalk", "minHold", "agentTalkShare"] as const;

/** The parameters that masking can forbid (contract §3). */
export const MASKABLE_PARAMETERS = [
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "phoneNumber",
  "userName",
  "userData",
] as const;
export type MaskableParameter = (typeof MASKABLE_PARAMETERS)[number];

export const DEFAULT_PAGE_SIZE = 100;
export const MAX_PAGE_SIZE = 500;
export const MAX_OFFSET = 10_000;
/** `totalCount` is exact up to here. */
export const COUNT_BOUND = 10_000;
