import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { repeatFrames } from "./mp3-frames";

const FOLDER = dirname(fileURLToPath(import.meta.url));
const AUDIO_FILE = /^[a-z0-9-]+\.mp3$/;

const MsSchema = z.int().nonnegative();

const MaskSchema = z
  .strictObject({ startMs: MsSchema, endMs: MsSchema, pausedMs: MsSchema, fill: z.enum(["silence", "cut"]) })
  .refine(({ startMs, endMs, pausedMs, fill }) => endMs - startMs === (fill === "cut" ? 0 : pausedMs), {
    error: "a padded pause is as long in the file as it was; a cut one has no length there",
  })
  .readonly();

const FileSchema = z
  .strictObject({
    file: z.string().regex(AUDIO_FILE).nullable(),
    repeatOf: z.string().optional(),
    times: z.int().positive().optional(),
    startOffsetMs: MsSchema,
    durationMs: MsSchema,
    sizeBytes: z.int().positive(),
    masks: z.array(MaskSchema).readonly(),
  })
  .refine((file) => (file.file === null) === (file.repeatOf !== undefined && file.times !== undefined), {
    error: "a file is either on disk or the repetition of another call's",
  })
  .readonly();

const SpanSchema = z
  .strictObject({ startMs: MsSchema, endMs: MsSchema })
  .refine(({ startMs, endMs }) => startMs < endMs, { error: "a span ends after it starts" })
  .readonly();

const AgentSchema = z
  .strictObject({
    userName: z.string().min(1),
    firstName: z.string().min(1),
    lastName: z.string().min(1),
    phoneNumber: z.string().min(1),
    joinMs: MsSchema,
    leaveMs: MsSchema,
  })
  .readonly();

const LineSchema = z
  .strictObject({
    fileIndex: z.int().nonnegative(),
    channel: z.enum(["agent", "customer"]),
    startMs: MsSchema,
    endMs: MsSchema,
    text: z.string().min(1),
  })
  .readonly();

export const SampleCallSchema = z
  .strictObject({
    key: z.string().min(1),
    title: z.string().min(1),
    direction: z.enum(["Inbound", "Outbound", "Internal", "Unknown"]),
    callerNumber: z.string().min(1),
    dialedNumber: z.string().min(1),
    durationMs: MsSchema,
    agents: z.array(AgentSchema).readonly(),
    customer: z
      .strictObject({ phoneNumber: z.string().min(1), joinMs: MsSchema, leaveMs: MsSchema })
      .readonly()
      .nullable(),
    files: z.array(FileSchema).readonly(),
    holds: z.array(SpanSchema).readonly(),
    transcript: z.array(LineSchema).readonly(),
    attachedData: z.record(z.string(), z.string()).readonly(),
  })
  .readonly();

/**
 * One spoken call. `joinMs`, `leaveMs`, `holds`, `startOffsetMs` and the call's `durationMs` are wall clock from the
 * start of the call; a file's `durationMs`, its masks and the transcript are in that file's own time. Wall clock =
 * `startOffsetMs` + file time + the `pausedMs` of the cut pauses before it. The left channel is "agent"; in an
 * internal call "customer" is the colleague who was called.
 */
export type SampleCall = z.infer<typeof SampleCallSchema>;
export type SampleFile = SampleCall["files"][number];

const ManifestSchema = z.array(SampleCallSchema).readonly();

function soleFile(calls: readonly SampleCall[], key: string): { call: SampleCall; file: SampleFile } {
  const call = calls.find((candidate) => candidate.key === key);
  const file = call?.files[0];
  if (!call || !file || file.file === null || call.files.length > 1) {
    throw new Error(`No sample call of one file is called "${key}".`);
  }
  return { call, file };
}

/** A repeated file says on each repetition what its source says: the manifest leaves that out, here it is added. */
function withRepeats(call: SampleCall, calls: readonly SampleCall[]): SampleCall {
  const [repeated] = call.files;
  if (call.files.length !== 1 || repeated?.repeatOf === undefined) return call;
  const source = soleFile(calls, repeated.repeatOf);
  const shifts = Array.from({ length: repeated.times ?? 1 }, (_, index) => index * source.file.durationMs);
  const shifted = <Span extends { startMs: number; endMs: number }>(spans: readonly Span[]) =>
    shifts.flatMap((ms) =>
      spans.map((span) => ({ ...span, startMs: span.startMs + ms, endMs: span.endMs + ms })),
    );
  return {
    ...call,
    files: [{ ...repeated, masks: shifted(source.file.masks) }],
    transcript: shifted(source.call.transcript),
  };
}

let loaded: readonly SampleCall[] | undefined;

/** The sample calls, validated; read from disk once. Throws when the manifest does not fit its schema. */
export function loadSampleCalls(): readonly SampleCall[] {
  if (!loaded) {
    const calls = ManifestSchema.parse(JSON.parse(readFileSync(join(FOLDER, "calls.json"), "utf8")));
    loaded = calls.map((call) => withRepeats(call, calls));
  }
  return loaded;
}

/** The MP3 bytes of one committed file, by its name in the manifest. Throws for any other name. */
export async function readSampleAudio(file: string): Promise<Buffer> {
  if (!AUDIO_FILE.test(file))
    throw new Error("A sample file's name is lower-case letters, digits, dashes and .mp3.");
  return await readFile(join(FOLDER, "audio", file));
}

/** The MP3 bytes of a manifest entry, repeated where it is the repetition of another call. */
export async function readSampleFile(file: SampleFile): Promise<Buffer> {
  if (file.file !== null) return await readSampleAudio(file.file);
  const source = soleFile(loadSampleCalls(), file.repeatOf ?? "");
  return repeatFrames(await readSampleFile(source.file), file.times ?? 1);
}
