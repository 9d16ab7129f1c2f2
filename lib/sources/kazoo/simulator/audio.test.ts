import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { FRAME_MS } from "@/lib/samples/audio-plan";
import { decodeMp3, levelDb } from "@/lib/samples/decode-for-tests";
import { splitFrames } from "@/lib/samples/mp3-frames";
import { readRange } from "./audio";
import { idOf, RECORDINGS, testClient } from "./test-client";

const MP3 = { accept: "audio/mpeg" };

async function signedIn(options: Parameters<typeof testClient>[0] = {}) {
  const client = testClient(options);
  await client.signIn();
  const spoken = (callId: string) => {
    const found = client.simulator
      .recordingIds()
      .find((id) => client.simulator.recording(id)?.document.call_id === `${callId}@192_0_2_10`);
    if (found === undefined) throw new Error(`There is no spoken call ${callId}.`);
    return `${RECORDINGS}/${found}`;
  };
  return {
    ...client,
    spoken,
    path: (number: number, nth = 0) => `${RECORDINGS}/${idOf(client.simulator, number, nth)}`,
  };
}

describe("document or sound", () => {
  test.each([undefined, "application/json", "*/*", "application/x-json"])(
    "Accept %s is the document",
    async (accept) => {
      const { call, path } = await signedIn();
      const answer = await call(path(7), { headers: accept === undefined ? {} : { accept } });
      expect(answer.status).toBe(200);
      expect(answer.data.content_type).toBe("audio/mpeg");
    },
  );

  test.each(["audio/mpeg", "audio/mp3", "audio/mpeg, */*;q=0.5"])(
    "Accept %s is the sound",
    async (accept) => {
      const { bytes, path } = await signedIn();
      const answer = await bytes(path(7), { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("audio/mpeg");
      expect(answer.bytes.length).toBeGreaterThan(100_000);
      expect(splitFrames(Buffer.from(answer.bytes)).length).toBe(Math.ceil(75_000 / FRAME_MS));
    },
  );

  test("the query wins over the header", async () => {
    const { bytes, call, path } = await signedIn();
    const played = await bytes(`${path(7)}?accept=audio/mpeg`, { headers: { accept: "text/html" } });
    expect(played.bytes.length).toBeGreaterThan(100_000);
    expect((await call(`${path(7)}?accept=application/json`, { headers: MP3 })).status).toBe(200);
  });

  test.each(["audio/wav", "audio/x-wav", "text/html"])(
    "Accept %s is 406 without a body, also for a WAV file",
    async (accept) => {
      const { bytes, spoken } = await signedIn();
      const answer = await bytes(spoken("spoken-voicemail-1"), { headers: { accept } });
      expect([answer.status, answer.bytes.length]).toEqual([406, 0]);
    },
  );

  test.each(["audio/*", "audio/mpeg, */*", "audio/mpeg;q=0.8, */*;q=0.8"])(
    "Accept %s ends in 200 with nothing in it",
    async (accept) => {
      const { bytes, path } = await signedIn();
      const answer = await bytes(path(7), { headers: { accept } });
      expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
    },
  );

  test("master renders nothing at all", async () => {
    const { bytes, path } = await signedIn({ profile: "kazoo-master" });
    const answer = await bytes(path(7), { headers: MP3 });
    expect([answer.status, answer.bytes.length, answer.headers.get("content-type")]).toEqual([
      200,
      0,
      "audio/mpeg",
    ]);
  });
});

describe("the answer", () => {
  test("names the file without quotes, and its revision", async () => {
    const { bytes, call, path } = await signedIn();
    const answer = await bytes(path(7), { headers: MP3 });
    const { data, body } = await call(path(7));
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename=${data.name}`);
    expect(answer.headers.get("etag")).toBe(`"${body.revision}"`);
    expect(answer.headers.get("content-length")).toBe(String(answer.bytes.length));
    expect(answer.headers.get("accept-ranges")).toBeNull();
    const inline = await bytes(`${path(7)}?inline=true`, { headers: MP3 });
    expect(inline.headers.get("content-disposition")).toBe(`inline; filename=${data.name}`);
    const other = await bytes(`${path(7)}?inline=1`, { headers: MP3 });
    expect(other.headers.get("content-disposition")).toMatch(/^attachment/);
    const personal = await bytes(path(15), { headers: MP3 });
    expect(personal.headers.get("content-disposition")).toContain("Whitcombe Hannah +442079460177.mp3");
  });

  test("304 for who has it already", async () => {
    const { bytes, path } = await signedIn();
    const etag = (await bytes(path(7), { headers: MP3 })).headers.get("etag") ?? "";
    const again = await bytes(path(7), { headers: { ...MP3, "if-none-match": etag } });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await bytes(path(7), { headers: { ...MP3, "if-none-match": '"1-other"' } })).status).toBe(200);
  });

  test("no audio is 404 with `details`, no document 404 with `cause`", async () => {
    const { call, path, simulator } = await signedIn();
    const never = await call(path(5, 1), { headers: MP3 });
    expect(never.status).toBe(404);
    expect(never.data).toEqual({ details: idOf(simulator, 5, 1), message: "bad identifier" });
    const id = `202611-${"0".repeat(32)}`;
    expect((await call(`${RECORDINGS}/${id}`, { headers: MP3 })).data).toEqual({
      cause: id,
      message: "bad identifier",
    });
  });

  test("ids that are none: an array for the document, a crash for sound and for letters", async () => {
    const { call } = await signedIn();
    const shapeless = await call(`${RECORDINGS}/nonsense`);
    expect(shapeless.status).toBe(404);
    expect(shapeless.body).toMatchObject({ message: "bad identifier", data: ["nonsense"] });
    for (const [path, headers] of [
      ["nonsense", MP3],
      ["abcdef-0123", {}],
    ] as const) {
      const crashed = await call(`${RECORDINGS}/${path}`, { headers });
      expect([crashed.status, crashed.body.message]).toEqual([500, "init failed"]);
    }
  });

  test("late audio: a row without types, then, by the clock, one that plays", async () => {
    const { call, clock, path, simulator, bytes } = await signedIn();
    const id = idOf(simulator, 5);
    const typesOf = async () => (await call(`${RECORDINGS}?filter_id=${id}`)).rows[0]?._read_only;
    expect(await typesOf()).toEqual({ content_types: [] });
    expect((await call(path(5), { headers: MP3 })).status).toBe(404);
    const { revision } = (await call(path(5))).body;
    clock.ms += 90_000;
    expect(await typesOf()).toEqual({ content_types: ["audio/mpeg"] });
    expect((await bytes(path(5), { headers: MP3 })).status).toBe(200);
    expect((await call(path(5))).body.revision).not.toBe(revision);
  });

  test("a provider that fails, nothing, JSON, and no content type", async () => {
    const { call, bytes, path } = await signedIn();
    const failed = await call(path(16), { headers: MP3 });
    expect(failed.status).toBe(500);
    expect(failed.body).toMatchObject({ message: "datastore_fault", data: { message: "unknown failure" } });
    const nothing = await bytes(path(6, 0), { headers: MP3 });
    expect([nothing.status, nothing.bytes.length]).toEqual([200, 0]);
    const inside = await call(path(6, 1), { headers: MP3 });
    expect([inside.status, inside.headers.get("content-type"), inside.body.status]).toEqual([
      200,
      "audio/mpeg",
      "error",
    ]);
    const untyped = await bytes(path(6, 2), { headers: MP3 });
    expect(untyped.headers.get("content-type")).toBeNull();
    expect(untyped.bytes.length).toBeGreaterThan(100_000);
  });

  test("the slow one waits before its first byte, and no longer when the caller leaves", async () => {
    const { send, path, simulator } = await signedIn();
    expect(simulator.switches.slowRowMs).toBe(8000);
    simulator.switches.slowRowMs = 1;
    const response = await send(`/v2${path(16, 1)}`, { headers: MP3 });
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100_000);
    simulator.switches.slowRowMs = 3_600_000;
    const left = await send(`/v2${path(16, 1)}`, { headers: MP3 });
    const reader = left.body?.getReader();
    const read = reader?.read();
    await reader?.cancel();
    expect(await read).toEqual({ done: true, value: undefined });
  });
});

describe("ranges", () => {
  const SIZE = 1000;
  test.each([
    [null, 0, SIZE, false, false],
    ["bytes=0-1", 0, 2, true, true],
    ["bytes=5-999", 5, SIZE, true, true],
    ["bytes=10-", 10, SIZE, true, true],
    ["bytes=0-", 0, SIZE, false, true],
    ["bytes=5-1000", 0, SIZE, false, true],
    ["bytes=5-99999", 0, SIZE, false, true],
    ["bytes=-100", 0, SIZE, false, true],
    ["bytes=0-1,5-9", 0, SIZE, false, true],
    ["bytes=9-5", 0, SIZE, false, true],
    ["junk", 0, SIZE, false, true],
  ])("%s", (header, from, to, partial, told) => {
    expect(readRange(header, SIZE)).toEqual({ from, to, partial, told });
  });

  test.each([
    ["bytes=100-299", 206, 100, 300],
    ["bytes=100-", 206, 100, null],
    ["bytes=0-", 200, 0, null],
    ["bytes=0-99999999", 200, 0, null],
    ["bytes=-5", 200, 0, null],
  ])("%s is %d, with its headers", async (range, status, from, to) => {
    const { bytes, path } = await signedIn();
    const whole = (await bytes(path(7), { headers: MP3 })).bytes;
    const part = await bytes(path(7), { headers: { ...MP3, range } });
    const end = to ?? whole.length;
    expect(part.status).toBe(status);
    expect(part.headers.get("content-range")).toBe(`bytes ${from}-${end - 1}/${whole.length}`);
    expect(part.headers.get("accept-ranges")).toBe("bytes");
    expect(part.headers.get("content-length")).toBe(String(end - from));
    expect(Buffer.from(part.bytes).equals(Buffer.from(whole.subarray(from, end)))).toBe(true);
  });

  test("a beginning behind the end is a crash without a body", async () => {
    const { bytes, path } = await signedIn();
    const answer = await bytes(path(7), { headers: { ...MP3, range: "bytes=99999999-" } });
    expect([answer.status, answer.bytes.length]).toEqual([500, 0]);
  });
});

describe("compression", () => {
  test("sound is zipped when asked, even a part of it, with the length of what is sent", async () => {
    const { bytes, path } = await signedIn();
    const plain = await bytes(path(8), { headers: { ...MP3, "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const zipped = await bytes(path(8), { headers: { ...MP3, "accept-encoding": "gzip, deflate" } });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(zipped.headers.get("content-length")).toBe(String(zipped.bytes.length));
    expect(gunzipSync(zipped.bytes).equals(Buffer.from(plain.bytes))).toBe(true);
    const part = await bytes(path(8), {
      headers: { ...MP3, "accept-encoding": "gzip", range: "bytes=1000-2999" },
    });
    expect([part.status, part.headers.get("content-encoding")]).toEqual([206, "gzip"]);
    expect(gunzipSync(part.bytes).equals(Buffer.from(plain.bytes.subarray(1000, 3000)))).toBe(true);
  });

  test("not what is short, not when it is refused, not when it is switched off", async () => {
    const { bytes, path, simulator } = await signedIn();
    const encodingOf = async (encoding: string, range = "bytes=0-99999999") =>
      (await bytes(path(8), { headers: { ...MP3, "accept-encoding": encoding, range } })).headers.get(
        "content-encoding",
      );
    expect(await encodingOf("gzip", "bytes=1-100")).toBeNull();
    expect(await encodingOf("gzip;q=0")).toBeNull();
    expect(await encodingOf("br, gzip;q=0.5")).toBe("gzip");
    simulator.switches.gzip = false;
    expect(await encodingOf("gzip")).toBeNull();
  });
});

describe("the spoken calls", () => {
  test("the masked call: silence in the sound, and no word of it in the document", async () => {
    const { call, spoken, bytes } = await signedIn();
    const { data } = await call(spoken("spoken-card-payment-padded-1"));
    expect(JSON.stringify(data)).not.toMatch(/mask|pause|resume/i);
    const sound = await bytes(spoken("spoken-card-payment-padded-1"), { headers: MP3 });
    const { agent, customer } = await decodeMp3(sound.bytes);
    for (const channel of [agent, customer]) {
      // Less than the smallest step of 16 bits.
      expect(levelDb(channel, 73_001, 100_401)).toBeLessThan(-100);
      expect(levelDb(channel, 30_000, 72_000)).toBeGreaterThan(-60);
    }
  });

  test("one call three times, a transfer twice, an hour", async () => {
    const { call, spoken, simulator } = await signedIn();
    const one = await call(spoken("spoken-billing-dispute-1"));
    const both = await call(`${RECORDINGS}?filter_interaction_id=${one.data.interaction_id}`);
    expect(both.rows).toHaveLength(3);
    expect(new Set(both.rows.map((row) => row.call_id)).size).toBe(3);
    expect(both.rows.map((row) => row.id).sort()).toEqual([...(simulator.awkward[14] ?? [])].sort());
    const first = await call(spoken("spoken-transfer-1"));
    const second = await call(spoken("spoken-transfer-2"));
    expect(second.data.interaction_id).toBe(first.data.interaction_id);
    expect(second.data.owner_id).not.toBe(first.data.owner_id);
    expect((await call(spoken("spoken-hour-long-1"))).data.duration).toBe(3667);
  });

  test("a WAV file keeps its own type, and any part of it is the same bytes", async () => {
    const { bytes, spoken } = await signedIn();
    const path = spoken("spoken-voicemail-1");
    const whole = await bytes(path, { headers: MP3 });
    expect(whole.headers.get("content-type")).toBe("audio/x-wav");
    expect(Buffer.from(whole.bytes.subarray(0, 4)).toString("latin1")).toBe("RIFF");
    const data = new DataView(whole.bytes.buffer);
    expect(data.getUint32(40, true)).toBe(whole.bytes.length - 44);
    for (const [from, to] of [
      [0, 9],
      [40, 50],
      [100_001, 140_002],
    ] as const) {
      const part = await bytes(path, { headers: { ...MP3, range: `bytes=${from}-${to}` } });
      expect(Buffer.from(part.bytes).equals(Buffer.from(whole.bytes.subarray(from, to + 1)))).toBe(true);
    }
  });

  test("generated calls are speech", async () => {
    const { simulator, bytes, call } = await signedIn({ samples: "none" });
    const id = simulator.recordingIds()[3];
    const { data } = await call(`${RECORDINGS}/${id}`);
    const sound = await bytes(`${RECORDINGS}/${id}`, { headers: MP3 });
    expect(splitFrames(Buffer.from(sound.bytes)).length * FRAME_MS).toBe(data.duration_ms);
  });
});
