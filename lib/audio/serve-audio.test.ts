import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ByteSpan } from "./serve-audio";
import { descriptorsBelow, fakeVendor, sha, testSpool, until } from "./test-audio";
import { ask, body, cachedSpool, ETAG, SOUND } from "./test-serve";

describe("with the length known", () => {
  test("a plain request gets everything, with its exact length and type, and may not be kept", async () => {
    const { spool } = await cachedSpool();
    const response = await ask(spool);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-type": "audio/mpeg",
      etag: ETAG,
      "x-content-length": "300000",
      "x-content-type-options": "nosniff",
    });
    expect(sha(await body(response))).toBe(sha(SOUND));
  });

  test("every range is answered with exactly its bytes", async () => {
    const { spool } = await cachedSpool();
    const edge = fc.oneof(
      fc.nat(310_000),
      fc.constantFrom(0, 1, 65_535, 65_536, 262_143, 262_144, 299_999, 300_000),
    );
    await fc.assert(
      fc.asyncProperty(edge, fc.option(edge), async (one, other) => {
        const [first, last] = other === null ? [one, null] : [Math.min(one, other), Math.max(one, other)];
        const response = await ask(spool, { range: `bytes=${first}-${last ?? ""}` });
        const expected = SOUND.subarray(first, last === null ? undefined : last + 1);
        if (expected.length === 0) {
          expect(response.status).toBe(416);
          expect(response.headers.get("content-range")).toBe("bytes */300000");
          return;
        }
        expect(response.status).toBe(206);
        const end = first + expected.length - 1;
        expect(response.headers.get("content-range")).toBe(`bytes ${first}-${end}/300000`);
        expect(response.headers.get("x-content-length")).toBe(String(expected.length));
        expect(sha(await body(response))).toBe(sha(expected));
      }),
      { numRuns: 60 },
    );
  });

  test("a suffix is the end; a range beyond the end is 416 in JSON, with the true length", async () => {
    const { spool } = await cachedSpool();
    expect(sha(await body(await ask(spool, { range: "bytes=-70000" })))).toBe(sha(SOUND.subarray(-70_000)));
    const beyond = await ask(spool, { range: "bytes=300000-" });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get("content-range")).toBe("bytes */300000");
    expect(await beyond.json()).toEqual({ statusCode: 10, statusMessage: expect.any(String) });
  });

  test.each([
    ["the same tag", ETAG, 206],
    ["another tag", '"other"', 200],
    ["a weak tag", `W/${ETAG}`, 200],
    ["a date", "Sat, 01 Nov 2025 10:00:00 GMT", 200],
  ])("If-Range with %s", async (_, ifRange, status) => {
    const { spool } = await cachedSpool();
    const response = await ask(spool, { range: "bytes=5-9", ifRange });
    expect(response.status).toBe(status);
    expect((await body(response)).length).toBe(status === 206 ? 5 : SOUND.length);
  });

  test.each(["bytes=0-1,5-9", "bytes=9-5", "lines=1-2", "nonsense"])(
    "%s is answered whole",
    async (range) => {
      const { spool } = await cachedSpool();
      const response = await ask(spool, { range });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-range")).toBeNull();
      await response.body?.cancel();
    },
  );

  test("HEAD tells what GET would, sends nothing, and opens no file", async () => {
    const { spool, dir } = await cachedSpool();
    const sent: ByteSpan[] = [];
    for (let count = 0; count < 50; count += 1) {
      const response = await ask(spool, {
        method: "HEAD",
        range: "bytes=5-9",
        onSent: (span) => sent.push(span),
      });
      expect(response.status).toBe(200);
      expect(response.headers.get("x-content-length")).toBe("300000");
      expect(response.body).toBeNull();
    }
    await until(() => descriptorsBelow(dir) === 0);
    expect(sent).toEqual([]);
  });

  test("an answer built and dropped holds no descriptor; one read in part frees it when the listener leaves", async () => {
    const { spool, dir, clock } = await cachedSpool();
    const leaving = new AbortController();
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => ask(spool, { signal: leaving.signal })),
    );
    await until(() => descriptorsBelow(dir) === 0);
    const readers = responses.map((response) => response.body?.getReader());
    for (const reader of readers) await reader?.read();
    expect(descriptorsBelow(dir)).toBe(1);
    leaving.abort();
    for (const reader of readers) await expect(reader?.read()).rejects.toMatchObject({ name: "AbortError" });
    await until(() => descriptorsBelow(dir) === 0);
    clock.advance(5_000);
    expect(clock.pending()).toBe(0);
  });

  test("a listener who was gone before we answered costs nothing", async () => {
    const { spool, dir, clock } = await cachedSpool();
    const response = await ask(spool, { signal: AbortSignal.abort() });
    await expect(body(response)).rejects.toMatchObject({ name: "AbortError" });
    await until(() => descriptorsBelow(dir) === 0);
    clock.advance(5_000);
    expect(clock.pending()).toBe(0);
  });
});

describe("what is told about the bytes sent", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  test("the spans adjoin, cover exactly what was read, and come at most 5 s late", async () => {
    const { spool } = await cachedSpool();
    const sent: ByteSpan[] = [];
    const response = await ask(spool, { range: "bytes=10-299999", onSent: (span) => sent.push(span) });
    const reader = response.body?.getReader();
    const first = (await reader?.read())?.value?.length ?? 0;
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(5_000);
    expect(sent).toEqual([{ fromByte: 10, toByte: 10 + first }]);
    await reader?.read();
    await reader?.cancel();
    expect(sent).toEqual([
      { fromByte: 10, toByte: 10 + first },
      { fromByte: 10 + first, toByte: 300_000 },
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("nothing sent is not told", async () => {
    const { spool } = await cachedSpool();
    const onSent = vi.fn();
    await (await ask(spool, { onSent })).body?.cancel();
    expect(onSent).not.toHaveBeenCalled();
  });
});

test.each([
  ["audio/wav", "audio/wav"],
  ["audio/mpeg; charset=binary", "audio/mpeg"],
  ["AUDIO/X-WAV", "audio/x-wav"],
  ["application/ogg", "application/ogg"],
  ["text/html", "application/octet-stream"],
  ["image/svg+xml", "application/octet-stream"],
  ["", "application/octet-stream"],
  ["audio/mpeg\r\nx: y", "application/octet-stream"],
])("the vendor's type %j is sent as %s", async (mimeType, expected) => {
  const { spool } = testSpool();
  const vendor = fakeVendor({ mimeType });
  vendor.push(SOUND);
  vendor.end();
  const response = await ask(spool, { method: "HEAD" }, vendor);
  expect(response.headers.get("content-type")).toBe(expected);
});

test("a download has a name to be saved under", async () => {
  const { spool } = await cachedSpool();
  const response = await ask(spool, { downloadName: "recording-2025-11-03T14-31.mp3", method: "HEAD" });
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="recording-2025-11-03T14-31.mp3"',
  );
});
