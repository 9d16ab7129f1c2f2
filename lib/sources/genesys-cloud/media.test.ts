import { describe, expect, test } from "vitest";
import { type MediaHosts, mediaAddress } from "./media-address";
import { spokenId } from "./simulator";
import { ID, RECORDING, recording } from "./test-conversations";
import {
  allOf,
  clockAt,
  cloudSource,
  errorOf,
  firstFile,
  html,
  NOW_MS,
  no,
  type Sent,
  scripted,
  signal,
  simulated,
  soundOf,
} from "./test-kit";
import { readWav, wavOf } from "./test-wav";

const REF = { vendorId: ID, vendorRef: RECORDING };
const HOST = "downloads.sim.example";
const isMedia = ({ host }: Sent) => host === HOST;
const addressOf = (key: string, expires = 2_000_000_000) =>
  `https://${HOST}/MediaCache/${key}.WAV?Expires=${expires}&Signature=s~-_%2B&Key-Pair-Id=K`;
const urisOf = (...keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, { mediaUri: addressOf(key), waveformData: [1.0017] }]));
const ready = (mediaUris: unknown, rest: object = {}) => Response.json(recording({ mediaUris, ...rest }));
const wav = (bytes: Buffer, headers: Record<string, string> = {}) =>
  new Response(new Uint8Array(bytes), {
    headers: { "content-type": "audio/wav", "content-length": String(bytes.length), ...headers },
  });
const range = ({ headers }: Sent) => Number(/^bytes=(\d+)-$/.exec(headers.get("range") ?? "")?.[1] ?? 0);
const part = (file: Buffer, from: number) =>
  new Response(new Uint8Array(file.subarray(from)), {
    status: 206,
    headers: { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` },
  });

/** A body that breaks after so many bytes, or ends there as if that were all. */
function cutShort(file: Buffer, after: number, how: "breaks" | "ends"): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isSent) controller.enqueue(new Uint8Array(file.subarray(0, after)));
      else if (how === "ends") controller.close();
      else controller.error(new Error("ECONNRESET"));
      isSent = true;
    },
  });
  return new Response(body, {
    headers: { "content-type": "audio/wav", "content-length": String(file.length) },
  });
}

const FILE = wavOf(Array.from({ length: 4_000 }, (_, at) => at - 2_000));

describe("asking for audio", () => {
  test("asks for WAV and hands the file on byte for byte, without a token of ours to the storage", async () => {
    const { fetch, sent } = scripted((one) => (isMedia(one) ? wav(FILE) : ready(urisOf("0", "1", "S"))));
    const sound = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect(sound).toMatchObject({ mimeType: "audio/wav", sizeBytes: FILE.length });
    expect(sound.bytes.equals(FILE)).toBe(true);
    const [asked, fetched] = sent;
    expect(asked?.path).toBe(`/conversations/${ID}/recordings/${RECORDING}`);
    expect(asked?.query.get("formatId")).toBe("WAV");
    expect([fetched?.path, fetched?.query.get("Signature")]).toEqual(["/MediaCache/S.WAV", "s~-_+"]);
    expect(fetched?.headers.has("authorization")).toBe(false);
    expect(sent).toHaveLength(2);
  });

  test.each<[string, () => Response, number]>([
    [
      "with an estimate",
      () => Response.json(recording({ estimatedTranscodeTimeMs: 8_200 }), { status: 202 }),
      9,
    ],
    [
      "of next to nothing",
      () => Response.json(recording({ estimatedTranscodeTimeMs: 3 }), { status: 202 }),
      2,
    ],
    ["of an hour", () => Response.json(recording({ estimatedTranscodeTimeMs: 3.6e6 }), { status: 202 }), 60],
    ["without an estimate", () => Response.json(recording(), { status: 202 }), 5],
    ["with nothing at all", () => new Response(null, { status: 202 }), 5],
    ["being restored", () => ready(undefined, { fileState: "RESTORING" }), 60],
    ["being uploaded", () => ready(undefined, { fileState: "UPLOADING" }), 60],
  ])("a 202 %s says when to come again", async (_, answer, retryAfterSeconds) => {
    const { fetch, sent } = scripted(answer);
    expect(await cloudSource(fetch).openAudio(REF, signal)).toEqual({ state: "pending", retryAfterSeconds });
    expect(sent).toHaveLength(1);
  });

  test("a format that the vendor does not make gives way to the next; without any there is no sound", async () => {
    const mp3First = scripted((one) => {
      if (isMedia(one)) return wav(FILE);
      return one.query.get("formatId") === "WAV" ? no(400, "invalid.value") : ready(urisOf("S"));
    });
    expect((await allOf(await cloudSource(mp3First.fetch).openAudio(REF, signal))).bytes.length).toBe(
      FILE.length,
    );
    for (const mediaUris of [undefined, {}, { S: {} }, { S: { mediaUri: "" } }, "x"]) {
      const { fetch, sent } = scripted(() => ready(mediaUris));
      expect((await errorOf(cloudSource(fetch).openAudio(REF, signal))).kind).toBe("notFound");
      expect(sent.map(({ query }) => query.get("formatId"))).toEqual(["WAV", "MP3"]);
    }
  });

  test.each(["ARCHIVED", "DELETED", "ERROR"])(
    "a file that is %s is not asked for twice",
    async (fileState) => {
      const { fetch, sent } = scripted(() => ready({}, { fileState }));
      expect((await errorOf(cloudSource(fetch).openAudio(REF, signal))).kind).toBe("notFound");
      expect(sent).toHaveLength(1);
    },
  );

  test("an empty reference is nothing to ask for", async () => {
    const { fetch, sent } = scripted(() => ready({}));
    expect((await errorOf(cloudSource(fetch).openAudio({ ...REF, vendorRef: "" }, signal))).kind).toBe(
      "notFound",
    );
    expect(sent).toEqual([]);
  });

  test("one channel alone, or keys new to us: the first that has an address", async () => {
    for (const keys of [["0"], ["1"], ["mix", "0"]]) {
      const { fetch, sent } = scripted((one) => (isMedia(one) ? wav(FILE) : ready(urisOf(...keys))));
      await allOf(await cloudSource(fetch).openAudio(REF, signal));
      // Whole numbers come first in an object, whatever order they were written in.
      expect(sent.at(-1)?.path).toBe(`/MediaCache/${keys.includes("0") ? "0" : keys[0]}.WAV`);
    }
  });

  const FAILURES: readonly (readonly [string, () => Response, object])[] = [
    ["JSON", () => wav(Buffer.from('{"code":"x"}')), { kind: "internal" }],
    ["HTML", () => html(200), { kind: "internal" }],
    ["XML", () => wav(Buffer.from("\ufeff<?xml version='1.0'?>")), { kind: "internal" }],
    ["nothing", () => wav(Buffer.alloc(0)), { kind: "internal" }],
    ["404", () => new Response("<Error/>", { status: 404 }), { kind: "internal" }],
    ["500", () => new Response("", { status: 500 }), { kind: "unreachable" }],
    ["a redirect elsewhere", () => Response.redirect("https://evil.example/x.wav"), { kind: "unreachable" }],
  ];

  test.each(FAILURES)("the storage answers %s", async (_, answer, expected) => {
    const { fetch } = scripted((one) => (isMedia(one) ? answer() : ready(urisOf("S"))));
    const error = await errorOf(cloudSource(fetch).openAudio(REF, signal));
    expect(error).toMatchObject(expected);
    expect(error.message).not.toMatch(/https?:|MediaCache|Signature/);
  });
});

describe("a signed address", () => {
  const hosts: MediaHosts = { allowed: new Set(["media.corp.example"]), isLocal: false };

  test.each([
    "https://api-downloads.usw2.pure.cloud/MediaCache/x?Expires=1",
    "https://api-downloads.mypurecloud.de/x",
    "https://api-downloads.use2.us-gov-pure.cloud/x",
    "https://media.corp.example:8443/x",
    "http://media.corp.example/x",
  ])("%s may be fetched from", (text) => {
    expect(mediaAddress(text, hosts).href).toBe(text);
  });

  test.each([
    "",
    "not an address",
    "http://api-downloads.usw2.pure.cloud/x",
    "https://api-downloads.usw2.pure.cloud:8443/x",
    "https://evil.example/x",
    "https://evilpure.cloud/x",
    "https://pure.cloud.evil.example/x",
    "https://user:pass@api-downloads.usw2.pure.cloud/x",
    "http://127.0.0.1/x",
    "http://localhost:8080/x",
    "http://[::1]/x",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "//media.corp.example/x",
  ])("%j never is", async (text) => {
    expect(() => mediaAddress(text, hosts)).toThrow(/^Genesys Cloud gave an audio address/);
    const { fetch, sent } = scripted(() => ready({ S: { mediaUri: text }, 0: { mediaUri: text } }));
    await errorOf(cloudSource(fetch).openAudio(REF, signal));
    expect(sent.every(({ host }) => host === "cloud.sim.example")).toBe(true);
  });

  test("may be on loopback where the API is", () => {
    expect(mediaAddress("http://localhost:4101/x", { ...hosts, isLocal: true }).port).toBe("4101");
    expect(() => mediaAddress("http://10.0.0.1/x", { ...hosts, isLocal: true })).toThrow();
  });
});

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

  test("become one stereo file, the agent on the left", async () => {
    const { fetch } = scripted((one) => {
      if (!isMedia(one)) return ready(urisOf("0", "1"));
      return wav(one.path.includes("/1.") ? AGENT : CUSTOMER);
    });
    const sound = await allOf(await cloudSource(fetch).openAudio(REF, signal));
    expect(sound).toMatchObject({ mimeType: "audio/wav", sizeBytes: 44 + 4 * 4 });
    expect(readWav(sound.bytes).samples).toEqual([1, -1, 2, -2, 3, -3, 0, -4]);
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

describe("the simulator's sound", () => {
  const SPOKEN = spokenId("cross-talk");

  test("comes whole, however its media are laid out", async () => {
    const { simulator, source } = simulated();
    const { durationMs } = await firstFile(source, SPOKEN);
    for (const keys of ["S", "0,1"] as const) {
      simulator.switches.mediaKeys = keys;
      const sound = await soundOf(source, SPOKEN);
      const { channels, sampleRate, samples } = readWav(sound.bytes);
      expect([channels, sampleRate, sound.sizeBytes]).toEqual([2, 8_000, sound.bytes.length]);
      expect(Math.abs(samples.length / 16 - (durationMs ?? 0))).toBeLessThan(200);
    }
  });

  test("is the same in two files as in one", async () => {
    const { simulator, source } = simulated();
    const sides = async () => {
      const { samples } = readWav((await soundOf(source, SPOKEN)).bytes);
      return [samples.filter((_, at) => at % 2 === 0), samples.filter((_, at) => at % 2 === 1)];
    };
    simulator.switches.mediaKeys = "0,1";
    const joined = await sides();
    simulator.switches.mediaKeys = "S";
    const whole = await sides();
    // Which side of `S` is whose is the vendor's own affair: it is taken as it is.
    const same = (a: number[] | undefined, b: number[] | undefined) =>
      JSON.stringify(a) === JSON.stringify(b);
    expect(same(joined[0], whole[0]) || same(joined[0], whole[1])).toBe(true);
    expect(same(joined[1], whole[1]) || same(joined[1], whole[0])).toBe(true);
  });

  test("in two files of MP3 becomes the same stereo WAV, as near as MP3 is", async () => {
    const { clock, simulator, source } = simulated();
    simulator.switches.mediaKeys = "0,1";
    const { samples } = readWav((await soundOf(source, SPOKEN)).bytes);
    const onlyMp3 = cloudSource(
      async (request) => (request.url.includes("formatId=WAV") ? no(400) : simulator.fetch(request)),
      { clock, settings: simulator.source },
    );
    const sound = await soundOf(onlyMp3, SPOKEN);
    expect([sound.mimeType, sound.sizeBytes]).toEqual(["audio/wav", null]);
    const decoded = readWav(sound.bytes);
    expect(decoded.channels).toBe(2);
    expect(Math.abs(decoded.samples.length - samples.length) / 16).toBeLessThan(200);
  });

  test("that is cut, lied about or sent without ranges is whole or an error", async () => {
    const { simulator, source } = simulated();
    simulator.switches.mediaKeys = "S";
    const whole = (await soundOf(source, SPOKEN)).bytes;
    simulator.switches.audioLength = "none";
    expect((await soundOf(source, SPOKEN)).bytes.equals(whole)).toBe(true);
    simulator.switches.audioLength = "right";
    simulator.switches.dropAudioAfterBytes = 30_000;
    await expect(soundOf(source, SPOKEN)).rejects.toMatchObject({ kind: "unreachable" });
    simulator.switches.dropAudioAfterBytes = 700_000;
    expect((await soundOf(source, SPOKEN)).bytes.equals(whole)).toBe(true);
    simulator.switches.rangeSupport = false;
    await expect(soundOf(source, SPOKEN)).rejects.toMatchObject({ kind: "unreachable" });
    simulator.switches.dropAudioAfterBytes = null;
    for (const audioAs of ["json", "html", "nothing"] as const) {
      simulator.switches.audioAs = audioAs;
      expect((await errorOf(soundOf(source, SPOKEN))).kind).toBe("internal");
    }
  });
});
