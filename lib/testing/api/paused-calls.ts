/** Calls of a test's own at a simulated Genesys Engage: sound whose pauses are known to the millisecond, told with their doubt. */
import { pcm16, wavFile } from "@/lib/audio/peaks/test-files";
import { upsertRecordings } from "@/lib/catalog/recordings";
import { type RecordingId, recordingId, type SourceId } from "@/lib/domain/ids";
import { SYSTEM_SCOPE } from "@/lib/services/system-scope";
import type { WireRecording } from "@/lib/sources/genesys-engage/simulator";
import { type Api, isObject } from "../api";
import { listAt } from "./leaks";

const RATE = 8_000;
export const LENGTH_MS = 60_000;
/** Where the recorder really paused. */
export const TRUE_PAUSE = { startMs: 20_340, endMs: 38_860 } as const;
/** Whole seconds, as the vendor writes starts of files. */
export const FILE_START_MS = Date.UTC(2026, 10, 15, 9, 30);

type Sound = (atMs: number, sample: number) => number;

/** Two people in turns, with breaths, on a line that is never quite silent. */
const talk: Sound = (atMs, sample) => {
  const isBreath = atMs % 3_000 >= 2_600;
  return isBreath
    ? ((sample * 7) % 5) * 40
    : Math.sin(sample / 3) * (6_000 + (Math.floor(atMs / 20) % 37) * 400);
};

/** What recorders leave of a pause. */
export const FILLS = {
  silence: () => 0,
  beeps: (atMs, sample) => ((atMs + 3_000) % 5_000 < 400 ? Math.sin(sample / 2) * 16_000 : 0),
  noise: (_, sample) => (((sample * 7_919) % 101) / 50 - 1) * 5_000,
  speech: talk,
} as const satisfies Record<string, Sound>;

type WireEvent = NonNullable<WireRecording["eventHistory"]>[number];

export type PausedCall = Readonly<{
  id: string;
  source: SourceId;
  fill: keyof typeof FILLS | "cut";
  /** How far the vendor's clock of marks is from that of its sound. */
  skewMs: number;
  /** The file began so long after the whole second that the vendor tells. */
  lateMs?: number;
  /** True = the vendor tells of no resume, and nothing comes any more. */
  isOpen?: boolean;
  holds?: readonly Readonly<{ startMs: number; endMs: number }>[];
}>;

/** Both channels of a call as its recorder left it. */
export function soundOf({ fill, isOpen = false }: PausedCall): Buffer {
  const samples: number[] = [];
  const { startMs } = TRUE_PAUSE;
  const endMs = isOpen ? LENGTH_MS : TRUE_PAUSE.endMs;
  for (let sample = 0; sample < (LENGTH_MS * RATE) / 1_000; sample += 1) {
    const atMs = (sample * 1_000) / RATE;
    const isPaused = atMs >= startMs && atMs < endMs;
    if (isPaused && fill === "cut") continue;
    const sound: Sound = isPaused && fill !== "cut" ? FILLS[fill] : talk;
    const agent = isPaused || atMs % 6_000 < 3_000 ? sound(atMs, sample) : 0;
    const customer = isPaused || atMs % 6_000 >= 3_000 ? sound(atMs, sample) : 0;
    samples.push(Math.round(agent), Math.round(customer));
  }
  return wavFile(pcm16(samples));
}

/** The call as the vendor tells it. */
export function toldOf(call: PausedCall): WireRecording {
  const { id, fill, skewMs, lateMs = 0, isOpen = false } = call;
  const lengthMs = fill === "cut" ? LENGTH_MS - (TRUE_PAUSE.endMs - TRUE_PAUSE.startMs) : LENGTH_MS;
  const iso = (atMs: number) => new Date(FILE_START_MS + lateMs + atMs).toISOString();
  const dialect = (atMs: number) => `${iso(atMs - lateMs).slice(0, 19)}.000+0000`;
  const mark = (atMs: number, type: string) => ({ time: iso(atMs + skewMs), type });
  const event = (atMs: number, name: string): WireEvent => ({
    occurredAt: iso(atMs),
    event: name,
    calluuid: id,
    contact: { type: "User", phoneNumber: "4001", userName: "jsmith" },
  });
  return {
    id,
    callerPhoneNumber: "+13125550142",
    dialedPhoneNumber: "+18005550199",
    startTime: dialect(0),
    stopTime: dialect(LENGTH_MS),
    callType: "Inbound",
    mediaFiles: [
      {
        mediaId: `${id}.wav`,
        playPath: `/recordings/${id}/play/${id}.wav`,
        startTime: dialect(0),
        stopTime: dialect(LENGTH_MS),
        callUUID: id,
        type: "audio/wav",
        duration: String(lengthMs),
        masks: [mark(TRUE_PAUSE.startMs, "paused"), ...(isOpen ? [] : [mark(TRUE_PAUSE.endMs, "resume")])],
        partitions: [],
        accessgroups: ["/"],
      },
    ],
    eventHistory: [
      event(0, "Joined"),
      ...(call.holds ?? []).flatMap(({ startMs, endMs }) => [
        event(startMs, "Hold"),
        event(endMs, "Retrieved"),
      ]),
      event(LENGTH_MS, "Left"),
    ],
  };
}

/** Answers for these calls in the vendor's place; null for all others. `calls` may change between requests. */
export function vendorOf(calls: ReadonlyMap<string, PausedCall>): (request: Request) => Response | null {
  return (request) => {
    const [, id = "", rest = ""] = /\/recordings\/([^/]+)(.*)$/.exec(new URL(request.url).pathname) ?? [];
    const call = calls.get(id);
    if (!call) return null;
    if (rest.startsWith("/play/")) {
      return new Response(Uint8Array.from(soundOf(call)), { headers: { "content-type": "audio/wav" } });
    }
    return Response.json({ statusCode: 0, recording: toldOf(call) });
  };
}

/** Reads a call from its vendor as opening it does. */
export async function readIn(api: Api, { id, source: sourceId }: PausedCall): Promise<RecordingId> {
  const asked = recordingId(sourceId, id);
  const source = api.runtime.sources.of(asked);
  if (!source?.readById.supported) throw new Error("this vendor can't be asked by id");
  const row = await source.readById.read(id, new AbortController().signal);
  if (!row) throw new Error("the vendor does not know the call");
  await upsertRecordings(SYSTEM_SCOPE, api.runtime.catalog.db, source, [row], api.runtime.now());
  return asked;
}

/** The only media file of a call as this person is sent it. */
export async function fileOf(api: Api, id: RecordingId): Promise<Record<string, unknown>> {
  const { json } = await api.call("supervisor", "GET", `/recordings/${id}`);
  const [file] = isObject(json?.recording) ? listAt(json.recording, "mediaFiles") : [];
  if (!file) throw new Error("the call has no file");
  return file;
}

/** Has the waveform of a call made, and what it tells stored. */
export async function measure(api: Api, id: RecordingId): Promise<void> {
  const { peaksPath } = await fileOf(api, id);
  // Each request waits a second for them; what they tell is stored just after they are sent.
  for (let tries = 0; tries < 200; tries += 1) {
    await api.send("supervisor", "GET", String(peaksPath));
    const { json } = await api.call("supervisor", "GET", `/recordings/${id}`);
    if (isObject(json?.recording) && "talk" in json.recording) return;
  }
  throw new Error("the call was not measured");
}
