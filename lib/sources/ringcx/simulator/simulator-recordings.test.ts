import { describe, expect, test } from "vitest";
import { planFrames, spokenPlan } from "@/lib/samples/audio-plan";
import { splitFrames } from "@/lib/samples/mp3-frames";
import { pcmBytes, readPcm } from "@/lib/samples/pcm";
import { loadSampleCalls } from "@/lib/samples/samples";
import { AWKWARD } from "./awkward-calls";
import type { Segment } from "./model";
import { recordedMs } from "./sound";
import { BASE_MS, field, HOUR_MS, type SendOptions, testClient } from "./test-client";

const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
/** 8 samples a millisecond, 2 bytes a sample. */
const BYTES_PER_MS = 16;

type Client = ReturnType<typeof testClient>;

const awkward = () => testClient({ calls: 0 });

function segmentOf({ simulator }: Client, dialogId = "", nth = 0): Segment {
  const segment = simulator.dialog(dialogId)?.segments[nth];
  if (segment === undefined) throw new Error(`There is no segment ${nth} of ${dialogId}.`);
  return segment;
}

async function play(client: Client, dialogId = "", nth = 0, options?: SendOptions) {
  const segment = segmentOf(client, dialogId, nth);
  const response = await client.download(dialogId, segment.segmentId, options);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { segment, response, bytes, data: bytes.subarray(44) };
}

/** A spoken call by the number of seconds of its first file. */
function spoken({ simulator }: Client, key: string): string {
  const sample = loadSampleCalls().find((call) => call.key === key);
  const found = simulator
    .dialogsEnded(BASE_MS - 3 * HOUR_MS, BASE_MS)
    .find((dialog) => recordedMs(dialog.segments[0]?.spans ?? []) === sample?.files[0]?.durationMs);
  if (found === undefined) throw new Error(`The spoken call ${key} is not there.`);
  return found.dialogId;
}

/** A sample file's sound as this vendor puts it: customer first. */
async function sampleBytes(file: string, durationMs: number): Promise<Buffer> {
  const plan = spokenPlan(file, 0, Math.round(durationMs / 72));
  const { left, right } = await readPcm(plan, 0, planFrames(plan));
  return pcmBytes(right, left);
}

describe("duty 7: the sound of a recording", () => {
  test("a stereo WAV of 16 bits at 8 kHz, as long as it was recorded, chunked, without ranges", async () => {
    const client = awkward();
    const { response, bytes, data, segment } = await play(client, AWKWARD[11]?.[1], 0, {
      headers: { range: "bytes=0-99" },
    });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({ "content-type": "audio/wav" });
    for (const name of ["content-length", "accept-ranges", "content-range"])
      expect(response.headers.get(name)).toBeNull();
    expect(bytes.toString("latin1", 0, 4) + bytes.toString("latin1", 8, 16)).toBe("RIFFWAVEfmt ");
    expect([20, 22, 32, 34].map((at) => bytes.readUInt16LE(at))).toEqual([1, 2, 4, 16]);
    expect(bytes.readUInt32LE(24)).toBe(8_000);
    expect([bytes.readUInt32LE(4), bytes.readUInt32LE(40)]).toEqual([bytes.length - 8, data.length]);
    expect(data.length).toBe((segment.endMs - segment.startMs) * BYTES_PER_MS * 2);
  });

  test("channel 0 is the customer, channel 1 the agent; cut pauses leave the talk whole, to the sample", async () => {
    const client = awkward();
    const { data, segment } = await play(client, spoken(client, "card-payment-cut"));
    expect(segment.spans).toHaveLength(3);
    expect(data.equals(await sampleBytes("card-payment-cut.mp3", 129_600))).toBe(true);
    expect(segment.endMs - segment.startMs).toBe(129_600 + 27_400 + 6_250);
  });

  test("a transfer has two files; pauses that the sample keeps as silence are cut out of the second", async () => {
    const client = awkward();
    const dialogId = client.simulator
      .dialogsEnded(BASE_MS - 3 * HOUR_MS, BASE_MS)
      .find((dialog) => dialog.segments.length === 2 && dialog.dialogId.startsWith("s-v-5a"))?.dialogId;
    const [first, second] = [await play(client, dialogId, 0), await play(client, dialogId, 1)];
    expect(first.data.length).toBe(72_864 * BYTES_PER_MS * 2);
    const whole = await sampleBytes("transfer-2.mp3", 109_728);
    const at = (ms: number) => ms * BYTES_PER_MS * 2;
    const kept = [
      whole.subarray(0, at(46_498)),
      whole.subarray(at(64_698), at(78_818)),
      whole.subarray(at(85_158)),
    ];
    expect(second.data.equals(Buffer.concat(kept))).toBe(true);
    expect(second.segment.spans.map((span) => span.endMs - span.startMs)).toEqual([46_498, 14_120, 24_570]);
    expect(second.bytes.readUInt32LE(40)).toBe(0xffff_ffff);
  });

  test("the voicemail is a segment without an agent, mixed into one channel", async () => {
    const client = awkward();
    const { bytes, segment } = await play(client, spoken(client, "voicemail"));
    expect([segment.segmentType, segment.agentId, bytes.readUInt16LE(22)]).toEqual(["IVR", null, 1]);
  });

  test("what the events say is what the file is long, in generated calls with pauses too", async () => {
    const client = testClient({ calls: 16, awkward: false, samples: "none" });
    let [pauses, played] = [0, 0];
    for (const row of await client.report(BASE_MS - 35 * 24 * HOUR_MS, BASE_MS - 6 * 60_000)) {
      const events = Array.isArray(row.segmentEvents) ? row.segmentEvents : [];
      if (row.hasRecording !== true) continue;
      const times = events.map((event) => Date.parse(String(field(event, "eventTimeMs"))));
      const lengthMs = times.reduce((sum, ms, nth) => sum + (nth % 2 === 0 ? -ms : ms), 0);
      // Decoding is what takes long: those with pauses, and a few without.
      if (lengthMs > 200_000 || (times.length === 2 && played > 2)) continue;
      pauses += times.length / 2 - 1;
      played += 1;
      const response = await client.download(row.dialogId, row.segmentId);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.length - 44).toBe(lengthMs * BYTES_PER_MS * bytes.readUInt16LE(22));
      expect(bytes.subarray(44).some((byte) => byte !== 0)).toBe(true);
    }
    expect([pauses > 0, played > 3]).toEqual([true, true]);
  });

  test("a caller that looks like a browser gets MP3, whatever it accepts", async () => {
    const client = awkward();
    const dialogId = spoken(client, "card-payment-cut");
    const browser = { "user-agent": BROWSER, accept: "audio/wav" };
    const { response, bytes, segment } = await play(client, dialogId, 0, { headers: browser });
    expect(response.headers.get("content-type")).toBe("audio/mpeg");
    const lengthMs = splitFrames(bytes).length * 72;
    expect(Math.abs(lengthMs - recordedMs(segment.spans))).toBeLessThan(72 * segment.spans.length);
    for (const agent of ["Earmark/1.0", "python-requests/2.32.3", "curl/8.14.1"]) {
      const other = await play(client, dialogId, 0, { headers: { "user-agent": agent } });
      expect(other.response.headers.get("content-type")).toBe("audio/wav");
    }
    client.simulator.switches.mp3 = "never";
    expect((await play(client, dialogId, 0, { headers: browser })).response.headers.get("content-type")).toBe(
      "audio/wav",
    );
    client.simulator.switches.mp3 = "always";
    expect((await play(client, dialogId)).bytes.subarray(0, 2).toString("hex")).toBe("ffe3");
  });

  test("the sound comes in small parts, made as they are read", async () => {
    const client = awkward();
    const dialogId = spoken(client, "long-hold");
    const response = await client.download(dialogId, segmentOf(client, dialogId).segmentId);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBe(44);
    const second = await reader?.read();
    expect(second?.value?.length).toBe(16 * 1024);
    await reader?.cancel();
  });
});

describe("cases 9 to 12", () => {
  test("one segment of a dialog is recorded, the other is not; a menu's flag is a lie", async () => {
    const client = awkward();
    const statuses = async (dialogId = "") => [
      (await play(client, dialogId, 0)).response.status,
      (await play(client, dialogId, 1)).response.status,
    ];
    expect(await statuses(AWKWARD[9]?.[0])).toEqual([200, 404]);
    expect(await statuses(AWKWARD[9]?.[1])).toEqual([404, 200]);
  });

  test("404 for ever, no bytes, JSON and HTML within audio/wav", async () => {
    const client = awkward();
    const ids = AWKWARD[10] ?? [];
    const answers = await Promise.all(ids.map((id) => play(client, id)));
    expect(answers.map(({ response, bytes }) => [response.status, bytes.length === 0])).toEqual([
      [404, false],
      [200, true],
      [200, false],
      [200, false],
    ]);
    expect(answers.slice(1).map(({ response }) => response.headers.get("content-type"))).toEqual(
      Array(3).fill("audio/wav"),
    );
    expect(answers[2]?.bytes.toString()).toMatch(/^\{/);
    expect(answers[3]?.bytes.toString()).toMatch(/^<html>/);
    client.simulator.switches.audioAs = "json";
    expect((await play(client, AWKWARD[11]?.[1])).bytes.toString()).toMatch(/^\{/);
  });

  test("MP3 for all, stereo, mono, and sizes of 0 and 0xFFFFFFFF: by call, or by switch", async () => {
    const client = awkward();
    const [mp3, stereo, mono, zero, max] = AWKWARD[11] ?? [];
    expect((await play(client, mp3)).response.headers.get("content-type")).toBe("audio/mpeg");
    const header = async (id = "") => {
      const { bytes } = await play(client, id);
      return [bytes.readUInt16LE(22), bytes.readUInt32LE(4), bytes.readUInt32LE(40)];
    };
    expect((await header(stereo))[0]).toBe(2);
    expect((await header(mono))[0]).toBe(1);
    expect(await header(zero)).toEqual([2, 0, 0]);
    expect(await header(max)).toEqual([1, 0xffff_ffff, 0xffff_ffff]);
    client.simulator.switches.riffSize = "zero";
    expect(await header(stereo)).toEqual([2, 0, 0]);
  });

  test("the connection dies at 80 % of one call, or where the switch says", async () => {
    const client = awkward();
    const received = async (id = "") => {
      const response = await client.download(id, segmentOf(client, id).segmentId);
      let bytes = 0;
      const reading = (async () => {
        for await (const chunk of response.body ?? []) bytes += chunk.length;
      })();
      await expect(reading).rejects.toThrow("dropped");
      return bytes;
    };
    const id = AWKWARD[12]?.[0];
    const whole =
      44 + recordedMs(segmentOf(client, id).spans) * BYTES_PER_MS * segmentOf(client, id).channels;
    expect(await received(id)).toBe(Math.floor(whole * 0.8));
    client.simulator.switches.dropAudioAfterBytes = 5_000;
    expect(await received(AWKWARD[11]?.[1])).toBe(5_000);
  });

  test("audio that ends too early as if that were all: only its header tells", async () => {
    const client = awkward();
    client.simulator.switches.endAudioAfterBytes = 40_000;
    const { bytes } = await play(client, AWKWARD[11]?.[1]);
    expect(bytes.length).toBe(40_000);
    expect(bytes.readUInt32LE(40)).toBe(90_000 * BYTES_PER_MS * 2);
  });

  test("a length that is right, or a lie", async () => {
    const client = awkward();
    const length = async () =>
      (await client.download(AWKWARD[11]?.[1], segmentOf(client, AWKWARD[11]?.[1]).segmentId)).headers.get(
        "content-length",
      );
    client.simulator.switches.audioLength = "right";
    expect(await length()).toBe(String((await play(client, AWKWARD[11]?.[1])).bytes.length));
    client.simulator.switches.audioLength = "long";
    expect(Number(await length())).toBe(Math.floor((44 + 90_000 * 32) * 1.25));
  });
});

describe("who may download", () => {
  test("unknown, foreign and forbidden recordings; nothing is deleted or labelled", async () => {
    const client = awkward();
    const { download, send, simulator } = client;
    const id = AWKWARD[11]?.[1] ?? "";
    const { segmentId } = segmentOf(client, id);
    expect((await download(id, "p-v-none")).status).toBe(404);
    expect((await download("s-v-none", segmentId)).status).toBe(404);
    const path = `/voice/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/recordings/dialogs/${id}/segments/${segmentId}`;
    expect((await send(path.replace("99999999", "77777777"))).status).toBe(403);
    for (const method of ["DELETE", "POST", "PUT"]) expect((await send(path, { method })).status).toBe(404);
    expect((await send(`${path}/labels`)).status).toBe(404);
    simulator.switches.recordingActivated = false;
    expect((await download(id, segmentId)).status).toBe(403);
  });

  test("120 downloads a minute", async () => {
    const client = awkward();
    const id = AWKWARD[11]?.[1] ?? "";
    const { segmentId } = segmentOf(client, id);
    const one = async () => {
      const response = await client.download(id, segmentId);
      await response.body?.cancel();
      return response.status;
    };
    for (let time = 0; time < 120; time += 1) expect(await one()).toBe(200);
    expect(await one()).toBe(429);
    client.clock.nowMs += 60_000;
    expect(await one()).toBe(200);
  });
});
