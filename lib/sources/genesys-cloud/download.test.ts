import { describe, expect, test } from "vitest";
import { allOf, clockAt, cloudSource, errorOf, NOW_MS, no, scripted, signal } from "./test-kit";
import { addressOf, cutShort, FILE, isMedia, part, REF, range, ready, urisOf, wav } from "./test-media";
import { readWav, wavOf } from "./test-wav";

describe("a download that breaks", () => {
  test.each(["breaks", "ends"] as const)("goes on at its byte when it %s too early", async (how) => {
    const { fetch, sent } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("S"));
      const from = range(one);
      return from === 0 ? cutShort(FILE, 3_001, how) : part(FILE, from);
    });
    const { bytes } = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect(bytes.equals(FILE)).toBe(true);
    expect(sent.filter(isMedia).map(range)).toEqual([0, 3_001]);
  });

  test("goes on with a new address when the old one has ended, asked for once", async () => {
    let asked = 0;
    const { fetch, sent } = scripted((one) => {
      if (!isMedia(one)) {
        asked += 1;
        return ready({ S: { mediaUri: `${addressOf("S")}&n=${asked}` } });
      }
      if (range(one) === 0) return cutShort(FILE, 3_001, "breaks");
      return one.query.get("n") === "1" ? new Response("<Error/>", { status: 403 }) : part(FILE, range(one));
    });
    const { bytes } = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect(bytes.equals(FILE)).toBe(true);
    expect(asked).toBe(2);
    expect(sent.filter(isMedia).map(range)).toEqual([0, 3_001, 3_001]);
  });

  test("asks for a new address before it uses one that is about to end", async () => {
    const clock = clockAt(NOW_MS);
    let asked = 0;
    const { fetch, sent } = scripted((one) => {
      if (!isMedia(one)) {
        asked += 1;
        return ready({ S: { mediaUri: addressOf("S", Math.floor(NOW_MS / 1_000) + 120 * asked) } });
      }
      return range(one) === 0 ? cutShort(FILE, 3_001, "breaks") : part(FILE, range(one));
    });
    const sound = await cloudSource(fetch, { clock }).openAudio(REF, signal);
    clock.advance(90_000);
    expect((await allOf(sound)).bytes.equals(FILE)).toBe(true);
    expect(asked).toBe(2);
    expect(sent.filter(isMedia).every(({ headers }) => !headers.has("authorization"))).toBe(true);
  });

  test("is sent again from the start by a storage without ranges: what came before is passed over", async () => {
    let tries = 0;
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("S"));
      tries += 1;
      return tries === 1 ? cutShort(FILE, 3_001, "breaks") : wav(FILE);
    });
    expect((await allOf(await cloudSource(fetch).openAudio(REF, signal))).bytes.equals(FILE)).toBe(true);
  });

  test.each<[string, (from: number) => Response]>([
    ["another file", () => wav(FILE.subarray(0, 5_000))],
    ["another part", (from) => part(FILE, from + 2)],
    ["a part of another file", (from) => part(FILE.subarray(0, 5_000), from)],
    ["404", () => new Response("", { status: 404 })],
    ["nothing, again and again", () => cutShort(FILE, 0, "ends")],
  ])("and is then given %s ends as an error, never as a shorter sound", async (_, again) => {
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("S"));
      return range(one) === 0 ? cutShort(FILE, 3_001, "breaks") : again(range(one));
    });
    const sound = await cloudSource(fetch).openAudio(REF, signal);
    await expect(allOf(sound)).rejects.toMatchObject({ name: "SourceError" });
  });

  test("an address that is refused although it is new is not asked for for ever", async () => {
    const { fetch, sent } = scripted((one) =>
      isMedia(one) ? new Response("<Error/>", { status: 403 }) : ready(urisOf("S")),
    );
    expect((await errorOf(cloudSource(fetch).openAudio(REF, signal))).kind).toBe("forbidden");
    expect(sent).toHaveLength(4);
  });
});

describe("two channels", () => {
  const AGENT = wavOf([1, 2, 3]);
  const CUSTOMER = wavOf([-1, -2, -3, -4]);

  test("become one stereo file in the vendor's order, the customer on the left", async () => {
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("0", "1"));
      return wav(one.path.includes("/1.") ? AGENT : CUSTOMER);
    });
    const sound = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect(sound).toMatchObject({ mimeType: "audio/wav", sizeBytes: 44 + 4 * 4 });
    expect(readWav(sound.bytes).samples).toEqual([-1, 1, -2, 2, -3, 3, -4, 0]);
  });

  test("are renewed by one question when the addresses of both have ended", async () => {
    let asked = 0;
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) {
        asked += 1;
        const uri = (key: string) => ({ mediaUri: `${addressOf(key)}&n=${asked}` });
        return ready({ 0: uri("0"), 1: uri("1") });
      }
      if (one.query.get("n") === "1") return new Response("<Error/>", { status: 403 });
      return wav(one.path.includes("/1.") ? AGENT : CUSTOMER);
    });
    const sound = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect([readWav(sound.bytes).samples.length, asked]).toEqual([8, 2]);
  });

  /** A channel that never ends, and tells when it is let go. */
  function endless(): { response: Response; isOpen: () => boolean } {
    let isOpen = true;
    let isFirst = true;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(
          new Uint8Array(isFirst ? wavOf([1, 2], { claimedBytes: 0 }) : Buffer.alloc(4_096)),
        );
        isFirst = false;
      },
      cancel() {
        isOpen = false;
      },
    });
    return { response: new Response(body), isOpen: () => isOpen };
  }

  test("are both let go when the listener leaves, by the signal or by closing the stream", async () => {
    for (const how of ["signal", "stream"] as const) {
      const channels = [endless(), endless()];
      let nth = 0;
      const { fetch } = scripted((one) => {
        if (!isMedia(one)) return ready(urisOf("0", "1"));
        nth += 1;
        return channels[nth - 1]?.response ?? no(500);
      });
      const left = new AbortController();
      const sound = await cloudSource(fetch).openAudio(REF, left.signal);
      if (sound.state !== "ready") throw new Error("it should be ready");
      const reader = sound.body.getReader();
      await reader.read();
      if (how === "stream") await reader.cancel();
      else {
        left.abort(new Error("left"));
        await expect(reader.read()).rejects.toThrow("left");
      }
      expect(channels.map((channel) => channel.isOpen())).toEqual([false, false]);
    }
  });

  test("of which one can't be had let the other go", async () => {
    const channel = endless();
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("0", "1"));
      return one.path.includes("/1.") ? channel.response : new Response("", { status: 404 });
    });
    expect((await errorOf(cloudSource(fetch).openAudio(REF, signal))).kind).toBe("internal");
    expect(channel.isOpen()).toBe(false);
  });
});
