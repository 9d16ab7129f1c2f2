import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mp3Sound } from "@/lib/audio/clip/test-clip";
import { decodeAudiowaveform } from "@/lib/domain/audiowaveform";
import { type Api, isObject, startApi, type Who } from "../api";
import { CALL, mediaKeyOf, TRANSFER, untilMade } from "./requests";
import { addScorecard, assignSpan, reviewIn, told } from "./review-kit";

/** What an evaluator is sent of a call: the segment they were given, and never a byte of the rest. */
const SEGMENT = { startMs: 4_000, endMs: 9_500 };
const RUN_BYTES = 24;
/** A frame of the samples' MP3 lasts 72 ms; a tenth of a second of what lies beside the segment is none of its own. */
const FRAME_MS = 72;

let api: Api;
let card: string;
let review: string;
let whole: Buffer;
beforeAll(async () => {
  api = await startApi({ calls: 5, audioKbps: 32 });
  card = await addScorecard(api);
  review = await assignSpan(api, card, SEGMENT);
  const response = await api.send(
    "administrator",
    "GET",
    `/recordings/${api.idOf(CALL)}/play/${await mediaKeyOf(api, CALL)}.mp3`,
  );
  whole = Buffer.from(await response.arrayBuffer());
});
afterAll(() => api.stop());

const playPath = (id = review, n = 1) => `/reviews/${id}/segments/${n}/play`;

async function bytesOf(range: string | null, who: Who = "evaluator", path = playPath()) {
  const response = await api.send(who, "GET", path, range === null ? {} : { headers: { range } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Where in the whole file stands what was sent, in ms of a file of constant bit rate. */
function placesIn(file: Buffer, sent: Buffer, durationMs: number): number[] {
  const runs = new Set<string>();
  for (let at = 0; at + RUN_BYTES <= sent.length; at += 1) {
    const run = sent.subarray(at, at + RUN_BYTES);
    // Padding between frames is the same everywhere and tells nothing.
    if (new Set(run).size > RUN_BYTES / 2) runs.add(run.toString("latin1"));
  }
  const places: number[] = [];
  for (let at = 0; at + RUN_BYTES <= file.length; at += 1) {
    if (runs.has(file.subarray(at, at + RUN_BYTES).toString("latin1")))
      places.push((at / file.length) * durationMs);
  }
  return places;
}

const lengthMs = ({ channels, sampleRate }: Awaited<ReturnType<typeof mp3Sound>>) =>
  ((channels[0]?.length ?? 0) / sampleRate) * 1_000;

describe("the bytes of a segment", () => {
  test("are a file of its own, of the same format, whose sound is the segment's and no more", async () => {
    const { response, bytes } = await bytesOf(null);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-type": "audio/mpeg",
    });
    const [call, segment] = [await mp3Sound(whole), await mp3Sound(bytes)];
    expect(segment.errors).toEqual([]);
    const length = lengthMs(segment);
    expect(length).toBeLessThanOrEqual(SEGMENT.endMs - SEGMENT.startMs);
    expect(length).toBeGreaterThan(SEGMENT.endMs - SEGMENT.startMs - 2 * FRAME_MS);
    expect(segment.sampleRate).toBe(call.sampleRate);

    const places = placesIn(whole, bytes, lengthMs(call));
    expect(places.length).toBeGreaterThan(1_000);
    expect(Math.min(...places)).toBeGreaterThan(SEGMENT.startMs - 3 * FRAME_MS);
    expect(Math.max(...places)).toBeLessThan(SEGMENT.endMs + 3 * FRAME_MS);
  });

  test("are the same in ranges, and there is nothing beyond them", async () => {
    const { bytes } = await bytesOf(null);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 5_000) {
      const { response, bytes: part } = await bytesOf(`bytes=${at}-${at + 4_999}`);
      expect(response.status).toBe(206);
      expect(response.headers.get("content-range")).toBe(
        `bytes ${at}-${Math.min(bytes.length, at + 5_000) - 1}/${bytes.length}`,
      );
      parts.push(part);
    }
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect((await bytesOf("bytes=-700")).bytes.equals(bytes.subarray(-700))).toBe(true);
    expect((await bytesOf(`bytes=${bytes.length - 10}-99999999`)).bytes.equals(bytes.subarray(-10))).toBe(
      true,
    );
    expect((await bytesOf("bytes=0-99999999")).bytes.equals(bytes)).toBe(true);
    const beyond = await bytesOf(`bytes=${bytes.length}-`);
    expect(beyond.response.status).toBe(416);
    expect(beyond.response.headers.get("content-range")).toBe(`bytes */${bytes.length}`);
    // Bytes of the whole call's range are no range of the segment's.
    expect((await bytesOf(`bytes=${whole.length - 100}-${whole.length - 1}`)).response.status).toBe(416);
    const head = await api.send("evaluator", "HEAD", playPath());
    expect([
      head.status,
      head.headers.get("x-content-length"),
      (await head.arrayBuffer()).byteLength,
    ]).toEqual([200, String(bytes.length), 0]);
  });

  test("are kept apart in the cache from the whole call's and from other segments of it", async () => {
    const other = await assignSpan(api, card, { startMs: 12_000, endMs: 15_000 });
    const [first, second] = [await bytesOf(null), await bytesOf(null, "evaluator", playPath(other))];
    const again = await bytesOf(null);
    expect(again.bytes.equals(first.bytes)).toBe(true);
    const durationMs = lengthMs(await mp3Sound(whole));
    expect(Math.min(...placesIn(whole, second.bytes, durationMs))).toBeGreaterThan(12_000 - 3 * FRAME_MS);
    expect(first.response.headers.get("etag")).not.toBe(second.response.headers.get("etag"));
    // A condition that holds for another segment, or for the whole, gives this one whole.
    const etag = second.response.headers.get("etag") ?? "";
    const mixed = await api.send("evaluator", "GET", playPath(), {
      headers: { range: "bytes=0-9", "if-range": etag },
    });
    expect(mixed.status).toBe(200);
    expect(Buffer.from(await mixed.arrayBuffer()).equals(first.bytes)).toBe(true);
    const asManager = await api.send(
      "supervisor",
      "GET",
      `/recordings/${api.idOf(CALL)}/play/${await mediaKeyOf(api, CALL)}.mp3`,
    );
    expect(Buffer.from(await asManager.arrayBuffer()).equals(whole)).toBe(true);
  });

  test("no other address gives an evaluator the sound: by the call, another segment's number, or the cut's own key", async () => {
    const clipKey = firstFile(await read("evaluator", review)).mediaKey;
    const key = await mediaKeyOf(api, CALL);
    for (const path of [
      `/recordings/${api.idOf(CALL)}/play/${key}.mp3`,
      `/recordings/${api.idOf(CALL)}/play/${clipKey}`,
      `/recordings/${api.idOf(CALL)}/peaks/${clipKey}`,
      `/recordings/${api.idOf(CALL)}`,
      playPath(review, 2),
      playPath("f".repeat(32)),
      `/reviews/${review}/segments/0/play`,
      `/reviews/${review}/segments/1e0/play`,
    ]) {
      expect(told(await api.call("evaluator", "GET", path)), path).toBe("404/6");
    }
    // Not even a manager finds the cut among the files of the call.
    expect(told(await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}/play/${clipKey}`))).toBe(
      "404/6",
    );
    expect(told(await api.call("evaluator", "GET", `${playPath()}?download=1`))).toBe("400/2");
  });
});

test("the waveform is made from the segment alone", async () => {
  const path = `/reviews/${review}/segments/1/peaks`;
  await untilMade(api, path);
  const response = await api.send("evaluator", "GET", path);
  const waveform = decodeAudiowaveform(await response.arrayBuffer());
  expect(waveform.durationMs).toBeLessThanOrEqual(SEGMENT.endMs - SEGMENT.startMs + 50);
  expect(waveform.durationMs).toBeGreaterThan(SEGMENT.endMs - SEGMENT.startMs - 2 * FRAME_MS);
});

test("events, masks, times and comments are those of the segment, in its own time", async () => {
  const [first, second] = [await mediaKeyOf(api, TRANSFER), await mediaKeyOf(api, TRANSFER, 1)];
  const comment = (mediaKey: string, text: string, startMs: number) =>
    api.call("supervisor", "POST", `/recordings/${api.idOf(TRANSFER)}/labels`, {
      body: { name: "comment", content: { text, mediaKey, startMs, endMs: startMs + 60_000 } },
    });
  await comment(first, "heard inside", 3_000);
  await comment(first, "said before it", 500);
  await comment(first, "said after it", 8_000);
  await comment(second, "of the other file", 3_000);
  const id = await assignSpan(api, card, { call: TRANSFER, startMs: 2_000, endMs: 7_000 });
  const text = JSON.stringify(await read("evaluator", id));
  const cut = cutOf(await read("evaluator", id));
  expect(text).toContain("heard inside");
  for (const hidden of ["said before it", "said after it", "of the other file", second, "fcampbell"]) {
    expect(text, hidden).not.toContain(hidden);
  }
  expect(Array.isArray(cut.mediaFiles) ? cut.mediaFiles.length : 0).toBe(1);
  expect(firstFile(await read("evaluator", id))).toMatchObject({ duration: "5000" });
  const [label] = Array.isArray(cut.labels) ? cut.labels.filter(isObject) : [];
  expect(label?.content).toMatchObject({ startMs: 1_000, endMs: 5_000 });
  // The whole call begins two seconds before.
  const call = await api.call("supervisor", "GET", `/recordings/${api.idOf(TRANSFER)}`);
  const wholeStart = isObject(call.json?.recording) ? timeOf(call.json.recording.startTime) : 0;
  expect(timeOf(cut.startTime)).toBeGreaterThanOrEqual(wholeStart + 2_000);
  const events = Array.isArray(cut.eventHistory) ? cut.eventHistory.filter(isObject) : [];
  for (const { occurredAt } of events) {
    expect(timeOf(occurredAt)).toBeGreaterThanOrEqual(timeOf(cut.startTime));
    expect(timeOf(occurredAt)).toBeLessThan(timeOf(cut.stopTime));
  }
});

test("what is masked anywhere in the call is masked in what an evaluator reads and writes in the segment", async () => {
  const call = await api.call("administrator", "GET", `/recordings/${api.idOf(CALL)}`);
  const number = isObject(call.json?.recording) ? String(call.json.recording.callerPhoneNumber) : "";
  const id = await assignSpan(api, card, { more: { note: `Call ${number} back?` } });
  await api.call("evaluator", "POST", `/reviews/${id}/comments`, {
    body: { content: { text: `It is ${number}.` } },
  });
  await api.mask({ customer: "callerPhoneNumber" });
  for (const who of ["evaluator", "supervisor"] as const) {
    const seen = await api.call(who, "GET", `/reviews/${id}`);
    expect(seen.text, who).not.toContain(number.slice(-7));
    expect(seen.text, who).toContain("*******");
    const listed = await api.call(who, "GET", "/reviews");
    expect(listed.text, who).not.toContain(number.slice(-7));
  }
  expect((await api.call("administrator", "GET", `/reviews/${id}`)).text).toContain(number);
  await api.mask({});
});

test("when the call is deleted its open reviews are withdrawn, what was written of it goes, and scores stay", async () => {
  const OTHER = "011AP643CSAPR4FKQGQE31TAES0SP003";
  const open = await assignSpan(api, card, { call: OTHER });
  const done = await assignSpan(api, card, { call: OTHER, startMs: 0, endMs: 3_000 });
  await api.call("evaluator", "PUT", `/reviews/${done}`, {
    body: {
      revision: 0,
      answers: {
        greeted: { value: "yes", note: "He gave his address" },
        tone: { value: 5 },
        paused: { value: "yes" },
        outcome: { value: "solved" },
        words: { value: "Ask Mr Smith" },
      },
    },
  });
  await api.call("evaluator", "POST", `/reviews/${done}/comments`, {
    body: { content: { text: "A secret" } },
  });
  await api.call("evaluator", "POST", `/reviews/${done}`, { body: { operationName: "submit" } });
  expect((await bytesOf(null, "evaluator", playPath(done))).response.status).toBe(200);
  expect(told(await api.call("administrator", "DELETE", `/recordings/${api.idOf(OTHER)}`))).toBe("200/0");

  expect(told(await api.call("evaluator", "GET", `/reviews/${open}`))).toBe("404/6");
  expect((await bytesOf(null, "evaluator", playPath(done))).response.status).toBe(404);
  const left = await api.call("supervisor", "GET", `/reviews/${done}`);
  expect(reviewIn(left)).toMatchObject({ score: { percent: 100 }, recording: { gone: true } });
  expect(reviewIn(left).cut).toBeUndefined();
  for (const gone of ["He gave his address", "Ask Mr Smith", "A secret"])
    expect(left.text).not.toContain(gone);
});

const read = async (who: Who, id: string) => reviewIn(await api.call(who, "GET", `/reviews/${id}`));
const cutOf = ({ cut }: Record<string, unknown>) => (isObject(cut) ? cut : {});
function firstFile(seen: Record<string, unknown>): Record<string, unknown> {
  const { mediaFiles } = cutOf(seen);
  const [file] = Array.isArray(mediaFiles) ? mediaFiles.filter(isObject) : [];
  return file ?? {};
}
const timeOf = (text: unknown) => Date.parse(String(text).replace("+0000", "Z"));
