import { describe, expect, test } from "vitest";
import { type MediaHosts, mediaAddress } from "./media-address";
import { spokenId } from "./simulator";
import { ID, RECORDING, recording } from "./test-conversations";
import {
  allOf,
  cloudSource,
  errorOf,
  firstFile,
  html,
  no,
  scripted,
  signal,
  simulated,
  soundOf,
} from "./test-kit";
import { FILE, isMedia, REF, ready, urisOf, wav } from "./test-media";
import { readWav } from "./test-wav";

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
