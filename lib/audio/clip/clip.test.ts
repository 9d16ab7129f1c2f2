import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceAudio } from "@/lib/sources/source";
import { wavFile } from "../peaks/test-files";
import type { SpoolReader } from "../spool";
import { bytesIn, bytesOf, fakeVendor, openReader, testSpool, until, wholeVendor } from "../test-audio";
import { cutAudio } from "./clip";
import { clipOf, fixture, mp3Sound, readerOf } from "./test-clip";

const WHOLE = { recordingId: "pbx.1", mediaKey: "m1" };
const CLIP = { recordingId: "pbx.1", mediaKey: "m1:1000-2000" };
const SPAN = { startMs: 1_000, endMs: 2_000 };
const MP3 = fixture("cbr-joint-44100.mp3");
const FILES: Record<string, Buffer> = {
  MP3,
  WAV: wavFile(bytesOf(192_000)),
  Ogg: fixture("ladder.opus"),
  WebM: fixture("ladder.webm"),
};
const never = new AbortController().signal;

function ready(audio: SourceAudio) {
  if (audio.state !== "ready") throw new Error("A cut is never pending.");
  return audio;
}

/** An arriving file, `sent` of which is there. */
async function arriving(file: Uint8Array, sent: number) {
  const test = testSpool();
  const vendor = fakeVendor({ sizeBytes: file.length });
  const opening = openReader(test.spool, WHOLE, vendor);
  vendor.push(file.slice(0, sent));
  return { ...test, vendor, whole: await opening };
}

describe("who closes the whole file", () => {
  test("the end of the body", async () => {
    const whole = readerOf(MP3);
    const { body } = ready(await cutAudio(whole, SPAN, never));
    expect(whole.closed()).toBe(false);
    await bytesIn(body);
    expect(whole.closed()).toBe(true);
  });

  test("a body that is cancelled", async () => {
    const whole = readerOf(MP3);
    await ready(await cutAudio(whole, SPAN, never)).body.cancel();
    expect(whole.closed()).toBe(true);
  });

  test("a refusal", async () => {
    for (const [bytes, span] of [
      [new Uint8Array(), SPAN],
      [MP3, { startMs: 90_000, endMs: 99_000 }],
    ] as const) {
      const whole = readerOf(bytes);
      await expect(cutAudio(whole, span, never)).rejects.toMatchObject({ name: "AppError" });
      expect(whole.closed()).toBe(true);
    }
  });

  test("one who leaves, also while nobody reads the body", async () => {
    const leaving = new AbortController();
    const whole = readerOf(MP3);
    const { body } = ready(await cutAudio(whole, SPAN, leaving.signal));
    leaving.abort(new Error("left"));
    expect(whole.closed()).toBe(true);
    await expect(bytesIn(body)).rejects.toThrow("left");
  });

  test("one who had left before", async () => {
    const whole = readerOf(MP3);
    await expect(cutAudio(whole, SPAN, AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    expect(whole.closed()).toBe(true);
  });
});

describe.each(Object.keys(FILES))("%s that is still arriving", (name) => {
  const file = FILES[name] ?? Buffer.alloc(0);
  // Ogg comes in pages of a second: the one in which the segment ends has to be there.
  const most = Math.round(file.length * 0.65);

  test("its sound flows before the vendor has finished, and no more is waited for than the segment needs", async () => {
    const { vendor, whole } = await arriving(file, most);
    const { body } = ready(await cutAudio(whole, SPAN, never));
    expect(await bytesIn(body)).toEqual(await clipOf(file, SPAN));
    vendor.end();
  });

  test("a vendor that dies in the segment breaks the clip, which then is not kept", async () => {
    const { vendor, whole, spool } = await arriving(file, most);
    const clip = await openReader(spool, CLIP, {
      fetchAudio: (signal) => cutAudio(whole, { startMs: 1_000, endMs: 5_500 }, signal),
    });
    const reading = bytesIn(clip.read(0, null));
    vendor.die();
    await expect(reading).rejects.toMatchObject({ code: "source_unavailable" });
    await expect(clip.complete).rejects.toMatchObject({ code: "source_unavailable" });
    clip.close();
    expect(spool.stats().files).toBe(0);
  });

  test("a vendor that dies before the segment breaks the cut", async () => {
    const { vendor, whole } = await arriving(file, 200);
    const cutting = cutAudio(whole, SPAN, never);
    vendor.die();
    await expect(cutting).rejects.toMatchObject({ code: "source_unavailable" });
  });

  test("who leaves while the segment is waited for is gone at once, and so is the vendor then", async () => {
    const { vendor, whole, clock } = await arriving(file, 200);
    const leaving = new AbortController();
    const cutting = cutAudio(whole, SPAN, leaving.signal);
    leaving.abort(new Error("left"));
    await expect(cutting).rejects.toThrow("left");
    clock.advance(5_000);
    await until(() => vendor.aborted());
  });

  test("a recording that is deleted meanwhile ends the clip", async () => {
    const { whole, spool } = await arriving(file, most);
    const { body } = ready(await cutAudio(whole, { startMs: 1_000, endMs: 5_500 }, never));
    const reading = bytesIn(body);
    spool.drop(WHOLE.recordingId);
    await expect(reading).rejects.toMatchObject({ code: "not_found" });
  });
});

test("in the spool the clip is a file of its own: ranges, one cut for all who listen, gone with the recording", async () => {
  const { spool } = testSpool();
  let cuts = 0;
  const fetchAudio = async (signal: AbortSignal) => {
    cuts += 1;
    return cutAudio(await openReader(spool, WHOLE, wholeVendor(MP3)), SPAN, signal);
  };
  const open = () => openReader(spool, CLIP, { fetchAudio });
  const [one, other] = [await open(), await open()];
  const clip = await clipOf(MP3, SPAN);
  expect(await one.complete).toBe(clip.length);
  expect(one.mimeType).toBe("audio/mpeg");
  expect(await bytesIn(other.read(500, 900))).toEqual(clip.subarray(500, 900));
  expect(cuts).toBe(1);
  spool.drop(WHOLE.recordingId);
  expect(spool.stats().files).toBe(0);
});

describe("how much is read", () => {
  test.each(Object.keys(FILES))("%s: no further than the segment's end", async (name) => {
    const file = FILES[name] ?? Buffer.alloc(0);
    const whole = readerOf(file, { pieceBytes: 500 });
    await bytesIn(ready(await cutAudio(whole, { startMs: 0, endMs: 1_000 }, never)).body);
    expect(whole.furthest()).toBeLessThan(file.length * 0.4);
  });

  test("an hour passes by in flat memory: what has been read has been sent, but for a little", async () => {
    const file = fixture("cbr-joint-8000-untagged.mp3");
    const hour = repeated(file, 600);
    const { body } = ready(await cutAudio(hour, { startMs: 0, endMs: null }, never));
    let sentBytes = 0;
    let mostBytes = 0;
    const reader = body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      mostBytes = Math.max(mostBytes, hour.givenBytes() - sentBytes);
      sentBytes += piece.value.length;
    }
    expect(sentBytes).toBeGreaterThan(11_000_000);
    expect(mostBytes).toBeLessThan(3 * file.length);
  });
});

/** A file over and over, without ever being one piece. */
function repeated(file: Buffer, times: number): SpoolReader & { givenBytes: () => number } {
  let givenBytes = 0;
  return {
    ...readerOf(file),
    totalBytes: file.length * times,
    givenBytes: () => givenBytes,
    read(_from, toByte) {
      let left = toByte === null ? times : 1;
      return new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (left === 0) return controller.close();
            left -= 1;
            const piece = toByte === null ? file : file.subarray(0, toByte);
            givenBytes += piece.length;
            controller.enqueue(piece);
          },
        },
        { highWaterMark: 0 },
      );
    },
  };
}

describe("what is refused", () => {
  test.each([
    [-1, 1_000],
    [Number.NaN, 1_000],
    [1_000, 1_000],
    [2_000, 1_000],
    [0, Number.NaN],
  ])("a span from %d to %d", async (startMs, endMs) => {
    await expect(clipOf(MP3, { startMs, endMs })).rejects.toMatchObject({ code: "out_of_range" });
  });

  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["one byte", Uint8Array.of(0xff)],
    ["FLAC", Buffer.from("fLaC\0\0\0\x22aaaaaaaaaaaa")],
    ["AMR", Buffer.from("#!AMR\n aaaaaaaaaaaa")],
    ["MP4", Buffer.from("\0\0\0\x20ftypM4A aaaaaaaa")],
    ["AVI", Buffer.from("RIFF1234AVI LIST")],
    ["noise", bytesOf(3_000_000)],
  ])("%s", async (_, bytes) => {
    await expect(clipOf(bytes, SPAN)).rejects.toMatchObject({
      name: "AppError",
      code: "source_refused",
      message: expect.stringMatching(/segments? can|Segments can/),
    });
  });

  test("damaged anywhere, every file is cut or refused, and comes to an end", async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(FILES)),
        share,
        fc.array(fc.tuple(share, fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.integer({ min: 0, max: 5_000 }),
        async (name, keptShare, damage, startMs) => {
          const file = FILES[name] ?? Buffer.alloc(0);
          const bytes = Buffer.from(file.subarray(0, Math.round(file.length * keptShare)));
          for (const [place, value] of damage) {
            // Half of it in the headers, where it does most.
            const at = Math.floor((value % 2 === 0 ? place * 400 : place * bytes.length) - 1);
            if (at >= 0 && at < bytes.length) bytes[at] = value;
          }
          const outcome = await clipOf(bytes, { startMs, endMs: startMs + 400 }).catch(
            (error: unknown) => error,
          );
          if (Buffer.isBuffer(outcome)) expect(outcome.length).toBeGreaterThan(44);
          else expect(["out_of_range", "source_refused"]).toContain(codeOf(outcome));
        },
      ),
      { numRuns: 150 },
    );
  });
});

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : error;
}

test("a clip can be cut again", async () => {
  const once = await clipOf(MP3, { startMs: 1_000, endMs: 4_000 });
  const twice = await mp3Sound(await clipOf(once, { startMs: 1_000, endMs: 2_000 }));
  expect(twice.errors).toEqual([]);
  expect((twice.channels[0]?.length ?? 0) / twice.sampleRate).toBeGreaterThan(0.95);
});
