import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { MediaKeySchema, RecordingIdSchema } from "@/lib/domain/ids";
import { type RecordingFilter, RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { boolParam, intParam } from "./query";

const MAX_TIME_MS = 8_640_000_000_000_000;
const MAX_DURATION_MS = 1_000_000_000;
const MEASURED =
  "Masked spans and holds are neither talk nor silence. Only recordings match whose sound has been measured (when their waveform was made), " +
  "and, of several files, all measured ones of which are open to the caller; the answer then says `measuredOnly`.";
const text = z.string().min(1).max(512);

/** The filter of a search as query parameters: the same names as `RecordingFilter`, read from text. */
export const recordingQueryShape = {
  callerPhoneNumber: text.optional(),
  dialedPhoneNumber: text.optional(),
  phoneNumber: text.optional(),
  startTime: intParam({ min: 0, max: MAX_TIME_MS, outside: "invalid_input" }).optional(),
  endTime: intParam({ min: 0, max: MAX_TIME_MS, outside: "invalid_input" }).optional(),
  startBefore: intParam({ min: 0, max: MAX_TIME_MS, outside: "invalid_input" }).optional(),
  userName: text.optional(),
  userData: text.optional(),
  includeLabels: z.string().max(2_000).optional(),
  excludeLabels: z.string().max(2_000).optional(),
  source: RecordingFilterSchema.shape.source,
  callType: text.optional(),
  region: text.optional(),
  minDuration: intParam({ min: 0, max: MAX_DURATION_MS }).optional(),
  maxDuration: intParam({ min: 0, max: MAX_DURATION_MS }).optional(),
  screenRecording: boolParam().optional(),
  nonDelete: boolParam().optional(),
  minSilence: intParam({ min: 0, max: MAX_DURATION_MS })
    .describe(`The longest time in which nobody speaks is at least this long, ms. ${MEASURED}`)
    .optional(),
  minCrosstalk: intParam({ min: 0, max: MAX_DURATION_MS })
    .describe(
      `Both parties speak at once for at least this long, ms: all such moments of 200 ms or more added up. ${MEASURED}`,
    )
    .optional(),
  minHold: intParam({ min: 0, max: MAX_DURATION_MS })
    .describe(`The longest time on hold, as the call's events tell, is at least this long, ms. ${MEASURED}`)
    .optional(),
  agentTalkShare: RecordingFilterSchema.shape.agentTalkShare
    .unwrap()
    .describe(
      "The agent's part of the call's length without its masked spans and holds, as a range of 0 to 1: `0.2..0.6`, `0.2..` or " +
        `\`..0.6\`. ${MEASURED}`,
    )
    .optional(),
} as const;

/** The filter without the parameters that were not given. */
export function toFilter(values: RecordingFilter): RecordingFilter {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return RecordingFilterSchema.parse(Object.fromEntries(given));
}

/** True when `subresources` asks for labels: `*` or a list that names them. */
export function wantsLabels(subresources: string | undefined): boolean {
  return (subresources ?? "").split(",").some((name) => name.trim() === "*" || name.trim() === "labels");
}

/** A recording id out of a path. One that no recording could have is not found, not malformed. */
export const recordingIdParam = z.string().transform((value) => {
  const parsed = RecordingIdSchema.safeParse(value);
  if (!parsed.success) throw new AppError("not_found", "There is no such recording.");
  return parsed.data;
});

/** A media key out of a path, with or without its file extension. */
export const mediaKeyParam = z.string().transform((value) => {
  const parsed = MediaKeySchema.safeParse(value.replace(/\.[a-z0-9]{1,5}$/, ""));
  if (!parsed.success) throw new AppError("not_found", "There is no such media file.");
  return parsed.data;
});
