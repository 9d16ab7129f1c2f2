import { MPEGDecoder } from "mpg123-decoder";
import { describe, expect, test } from "vitest";
import { generatedDraft } from "./generated-calls";
import { AWKWARD, spokenId } from "./index";
import { pauseAnnotations } from "./pauses";
import { first, type Json, NOON, testClient } from "./test-client";

const PADDED = spokenId("card-payment-padded");
/** Two mono files per recording, two people talking at once. */
const CROSS_TALK = spokenId("cross-talk");

type Client = ReturnType<typeof testClient>;

const address = (recording: Json, key: string): string => recording.text("mediaUris", key, "mediaUri");

/** The address of one file of the first recording of a conversation. */
async function fileAddress(client: Client, id: string, format: string, key: string): Promise<string> {
  return address(first(await client.recordings(id, `formatId=${format}`)), key);
}

async function bytesOf(client: Client, url: string, range?: string): Promise<Buffer> {
  const response = await client.download(url, range === undefined ? {} : { range });
  expect(response.status).toBe(range === undefined ? 200 : 206);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBe(Number(response.headers.get("content-length")));
  return bytes;
}

/** A span of a WAV file of 16 bits, by channel: only those bytes are asked for. */
async function wavSpan(client: Client, url: string, fromMs: number, toMs: number): Promise<Int16Array[]> {
  const channels = url.includes("AUDIO_S.") ? 2 : 1;
  const byte = (ms: number) => 44 + ms * 8 * 2 * channels;
  const bytes = await bytesOf(client, url, `bytes=${byte(fromMs)}-${byte(toMs) - 1}`);
  const length = (toMs - fromMs) * 8;
  return Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length }, (_, at) => bytes.readInt16LE((at * channels + channel) * 2)),
  );
}

async function durationMs(client: Client, url: string): Promise<number> {
  const header = await bytesOf(client, url, "bytes=0-43");
  return header.readUInt32LE(40) / header.readUInt16LE(32) / 8;
}

async function decodeMp3(bytes: Buffer): Promise<Float32Array[]> {
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  try {
    return decoder.decode(bytes).channelData;
  } finally {
    decoder.free();
  }
}

/** The loudest sample. */
function peak(samples: Int16Array): number {
  let highest = 0;
  for (const sample of samples) highest = Math.max(highest, Math.abs(sample));
  return highest;
}

function loudness(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, samples.length));
}

const isSame = (a: Int16Array | undefined, b: Int16Array | undefined): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

/** ITU-T G.711 mu-law back to 16 bits. */
function fromUlaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
}

describe("formats and channels (duty 8)", () => {
  test("WAV in stereo: the length it says, speech on both sides", async () => {
    const client = testClient();
    const url = await fileAddress(client, first(AWKWARD[1]), "WAV", "S");
    const bytes = await bytesOf(client, url);
    expect(bytes.subarray(0, 4).toString()).toBe("RIFF");
    expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
    expect(await durationMs(client, url)).toBe(50_400);
    for (const channel of await wavSpan(client, url, 0, 30_000))
      expect(loudness(channel)).toBeGreaterThan(100);
  });

  test("one mono file per channel: 0 is the customer, 1 the agent, together the stereo file", async () => {
    const client = testClient();
    const span = async (key: string) =>
      wavSpan(client, await fileAddress(client, CROSS_TALK, "WAV", key), 9_000, 25_000);
    const [[outside], [inside]] = [await span("0"), await span("1")];
    client.simulator.switches.mediaKeys = "S";
    const [left, right] = await span("S");
    expect([isSame(left, outside), isSame(right, inside), isSame(left, right)]).toEqual([true, true, false]);
  });

  test("MP3 per channel decodes to that channel's sound, stereo to both", async () => {
    const client = testClient();
    const decoded = async (key: string) =>
      decodeMp3(await bytesOf(client, await fileAddress(client, CROSS_TALK, "MP3", key)));
    const [[outside], [inside]] = [await decoded("0"), await decoded("1")];
    const [wav] = await wavSpan(client, await fileAddress(client, CROSS_TALK, "WAV", "0"), 10_000, 15_000);
    client.simulator.switches.mediaKeys = "S";
    const [left, right] = await decoded("S");
    const part = (samples: Float32Array | undefined) =>
      samples?.subarray(80_000, 120_000) ?? new Float32Array();
    expect(loudness(part(outside).map((sample, at) => sample - (part(left)[at] ?? 0)))).toBeLessThan(1e-6);
    expect(loudness(part(inside).map((sample, at) => sample - (part(right)[at] ?? 0)))).toBeLessThan(1e-6);
    expect(loudness(part(outside).map((sample, at) => sample * 32_768 - (wav?.[at] ?? 0)))).toBeLessThan(1);
    expect(loudness(part(outside))).toBeGreaterThan(0.005);
    expect(loudness(part(inside))).toBeGreaterThan(0.005);
  });

  test("mu-law WAV says what it is and follows the samples", async () => {
    const client = testClient();
    const url = await fileAddress(client, PADDED, "WAV_ULAW", "S");
    const head = await bytesOf(client, url, "bytes=0-57");
    expect([head.readUInt16LE(20), head.readUInt16LE(22), head.readUInt16LE(34)]).toEqual([7, 2, 8]);
    expect(head.readUInt32LE(54)).toBe(156_960 * 8 * 2);
    const bytes = await bytesOf(client, url, `bytes=${58 + 12_500 * 16}-${58 + 13_000 * 16 - 1}`);
    const [outside] = await wavSpan(client, await fileAddress(client, PADDED, "WAV", "S"), 12_500, 13_000);
    const decoded = Array.from({ length: 4_000 }, (_, at) => fromUlaw(bytes[at * 2] ?? 0));
    const noise = decoded.map((sample, at) => sample - (outside?.[at] ?? 0));
    expect(loudness(noise)).toBeLessThan(loudness(decoded) * 0.05 + 8);
  });
});

describe("pauses fit the sound to the millisecond", () => {
  /** What encoding leaves in the silence of a sample file lies below -60 dB. */
  const SILENT = 33;

  async function paused(id: string, client: Client = testClient()) {
    client.simulator.switches.mediaKeys = "S";
    const recording = first(await client.recordings(id, "formatId=WAV"));
    const pauses = recording
      .list("annotations")
      .filter((one) => one.at("type") === "Pause")
      .map((one) => ({
        value: one.value,
        atMs: Number(one.at("recordingLocation")),
        inFileMs: Number(one.at("recordingDurationMs")),
      }));
    const url = address(recording, "S");
    const realMs = Date.parse(recording.text("endTime")) - Date.parse(recording.text("startTime"));
    return { client, url, pauses, realMs, fileMs: await durationMs(client, url) };
  }

  test("the spoken padded pause is silent from end to end, and loud on both sides of it", async () => {
    const { client, url, pauses, realMs, fileMs } = await paused(PADDED);
    expect(pauses.map((pause) => pause.value)).toMatchObject([
      {
        location: 73_001,
        durationMs: 27_400,
        recordingDurationMs: 27_400,
        realtimeLocation: 73_001,
        reason: "SecurePause",
      },
    ]);
    for (const channel of await wavSpan(client, url, 73_001, 100_401))
      expect(peak(channel)).toBeLessThan(SILENT);
    const [, before] = await wavSpan(client, url, 71_500, 72_700);
    const [, after] = await wavSpan(client, url, 101_000, 102_400);
    expect(loudness(before ?? [])).toBeGreaterThan(300);
    expect(loudness(after ?? [])).toBeGreaterThan(300);
    expect(realMs).toBe(fileMs);
  });

  test("a cut pause has no length in the file, and the recording's times are longer than its sound", async () => {
    const { pauses, realMs, fileMs } = await paused(spokenId("card-payment-cut"));
    expect(pauses.map((pause) => pause.value)).toMatchObject([
      {
        location: 73_001,
        recordingLocation: 73_001,
        recordingDurationMs: 0,
        durationMs: 27_400,
        realtimeLocation: 73_001,
      },
    ]);
    expect(realMs - fileMs).toBe(27_400);
  });

  test("so it is in generated calls, padded and cut", async () => {
    const times = { count: 400, seed: 1, baseMs: NOON };
    const drafts = Array.from({ length: 400 }, (_, nth) => generatedDraft(times, nth));
    const withPause = (fill: "padded" | "cut") =>
      drafts.find((draft) =>
        draft.recordings[0]?.annotations.some(
          (one) => one.reason === "SecurePause" && (one.recordingDurationMs === 0) === (fill === "cut"),
        ),
      )?.conversation.conversationId ?? "";
    const client = testClient({ calls: 400 });
    const padded = await paused(withPause("padded"), client);
    for (const { atMs, inFileMs } of padded.pauses) {
      for (const channel of await wavSpan(client, padded.url, atMs, atMs + inFileMs))
        expect(peak(channel)).toBe(0);
    }
    const cut = await paused(withPause("cut"), client);
    expect(cut.realMs - cut.fileMs).toBeGreaterThan(9_000);
    expect(cut.pauses.every(({ atMs }) => atMs <= cut.fileMs)).toBe(true);
  });

  test("a second pause lies earlier in the file by a cut, and earlier on the axis without pauses by any", () => {
    const pause = { durationMs: 1_000, reason: "SecurePause" } as const;
    const places = (fill: "padded" | "cut") =>
      pauseAnnotations("r", [
        { ...pause, atMs: 9_000, fill },
        { ...pause, atMs: 3_000, fill },
      ]).map((one) => [one.location, one.recordingLocation, one.absoluteLocation, one.realtimeLocation]);
    expect(places("padded")).toEqual([
      [3_000, 3_000, 3_000, 3_000],
      [9_000, 9_000, 8_000, 9_000],
    ]);
    expect(places("cut")).toEqual([
      [3_000, 3_000, 3_000, 3_000],
      [8_000, 8_000, 8_000, 9_000],
    ]);
  });
});
