import { describe, expect, test } from "vitest";
import { readPlayPath } from "./play-path";
import { AWKWARD, CANARIES, PEOPLE } from "./simulator";
import { engageSource, html, no, readOne, scripted, signal, simulated } from "./test-kit";

const REF = { vendorId: "R", vendorRef: "/recordings/R/play/4f82ee48.mp3" };
const MP3 = new Uint8Array([0xff, 0xe3, 0x18, 0xc4, ...Array<number>(64).fill(0)]);
const audio = (bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  new Response(bytes, { headers: { "content-type": "audio/mp3", ...headers } });

async function bytesOf(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

describe("audio", () => {
  test("comes byte for byte, as what it really is, with the length the vendor gives", async () => {
    const { simulator, source } = simulated();
    simulator.switches.audioLength = "right";
    const [id = ""] = AWKWARD[2] ?? [];
    const file = (await readOne(source, id)).recording.mediaFiles[0];
    const sound = await source.openAudio({ vendorId: id, vendorRef: file?.vendorRef ?? "" }, signal);
    if (sound.state !== "ready") throw new Error("it should be ready");
    const bytes = await bytesOf(sound.body);
    expect(sound.mimeType).toBe("audio/mpeg");
    expect(sound.sizeBytes).toBe(bytes.length);
    expect(bytes.length).toBe(file?.sizeBytes);
    expect(simulator.calls().at(-1)?.path).toBe(`/api/v2${file?.vendorRef}`);
  });

  test.each([
    ["MP3 frames", [0xff, 0xfb, 0x90, 0x00], "application/octet-stream", "audio/mpeg"],
    ["an ID3 tag", [0x49, 0x44, 0x33, 4], "audio/mp3", "audio/mpeg"],
    ["WAV called MP3", [..."RIFF____WAVEfmt "].map((char) => char.charCodeAt(0)), "audio/mp3", "audio/wav"],
    ["Ogg", [..."OggS"].map((char) => char.charCodeAt(0)), "", "audio/ogg"],
    ["unknown bytes of a known type", [0, 0, 0, 0], "audio/x-wav", "audio/wav"],
    ["unknown bytes of no type", [0, 0, 0, 0], "text-ish", "audio/mpeg"],
  ])("%s", async (_, head, type, expected) => {
    const { fetch } = scripted(() => audio(Uint8Array.from([...head, ...MP3]), { "content-type": type }));
    expect(await engageSource(fetch).openAudio(REF, signal)).toMatchObject({ mimeType: expected });
  });

  test("of unknown length is no trouble; that of a decrypted file is never believed", async () => {
    const { fetch } = scripted(() => audio(MP3, { "content-length": String(MP3.length) }));
    const source = engageSource(fetch);
    expect(await source.openAudio(REF, signal)).toMatchObject({ sizeBytes: MP3.length });
    const decrypted = { vendorId: "R", vendorRef: "/recordings/R/decrypt/4f82ee48.mp3" };
    expect(await source.openAudio(decrypted, signal)).toMatchObject({ sizeBytes: null });
    const chunked = scripted(
      () => new Response(new Blob([MP3]).stream(), { headers: { "content-type": "audio/mp3" } }),
    );
    expect(await engageSource(chunked.fetch).openAudio(REF, signal)).toMatchObject({ sizeBytes: null });
  });

  const FAILURES: readonly (readonly [string, () => Response, object])[] = [
    ["JSON with 200 and an error", () => no(200, 4), { kind: "internal" }],
    ["JSON with 200 and no error", () => no(200, 0), { kind: "internal" }],
    ["HTML with 200", () => html(200), { kind: "unreachable" }],
    [
      "HTML that says it is audio",
      () => audio(new TextEncoder().encode("\ufeff <!doctype html><p>busy")),
      { kind: "internal" },
    ],
    [
      "JSON that says it is audio",
      () => audio(new TextEncoder().encode('\n{"statusCode":4,"statusMessage":"x"}')),
      { kind: "internal" },
    ],
    ["nothing", () => audio(new Uint8Array(0)), { kind: "internal" }],
    ["a part that was not asked for", () => new Response(MP3, { status: 206 }), { kind: "unreachable" }],
    ["403/3", () => no(403, 3), { kind: "forbidden" }],
    ["404/6", () => no(404, 6), { kind: "notFound" }],
    ["500/4", () => no(500, 4), { kind: "internal" }],
    ["401/20", () => no(401, 20), { kind: "refused" }],
    ["502 in HTML", () => html(502), { kind: "unreachable" }],
    [
      "a redirect to another host",
      () => Response.redirect("https://evil.example/x.mp3"),
      { kind: "unreachable" },
    ],
  ];

  test.each(FAILURES)("%s is an error, not a sound", async (_, answer, expected) => {
    const { fetch } = scripted(answer);
    await expect(engageSource(fetch).openAudio(REF, signal)).rejects.toMatchObject({
      name: "SourceError",
      ...expected,
    });
  });

  test("that breaks off in the middle ends as an error, never as a shorter sound", async () => {
    const { simulator, source } = simulated();
    const [id = ""] = AWKWARD[2] ?? [];
    const vendorRef = (await readOne(source, id)).recording.mediaFiles[0]?.vendorRef ?? "";
    simulator.switches.dropAudioAfterBytes = 40_000;
    const sound = await source.openAudio({ vendorId: id, vendorRef }, signal);
    if (sound.state !== "ready") throw new Error("it should be ready");
    const reader = sound.body.getReader();
    let received = 0;
    const ended = (async () => {
      for (let step = await reader.read(); !step.done; step = await reader.read())
        received += step.value.length;
    })();
    await expect(ended).rejects.toMatchObject({ name: "SourceError", kind: "unreachable" });
    expect(received).toBe(40_000);
  });

  test("that a listener leaves is no longer fetched", async () => {
    let cancelled = false;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(MP3),
          cancel: () => {
            cancelled = true;
          },
        }),
        { headers: { "content-type": "audio/mp3" } },
      );
    const source = engageSource(scripted(endless).fetch);
    const sound = await source.openAudio(REF, signal);
    if (sound.state === "ready") await sound.body.cancel();
    expect(cancelled).toBe(true);
  });

  test("that this account may not decrypt is forbidden, and one whose key is gone failed", async () => {
    const { simulator, source } = simulated();
    const [id = ""] = AWKWARD[10] ?? [];
    const vendorRef = (await readOne(source, id)).recording.mediaFiles[0]?.vendorRef ?? "";
    expect(vendorRef).toContain("/decrypt/");
    expect((await source.openAudio({ vendorId: id, vendorRef }, signal)).state).toBe("ready");
    const { username, password } = PEOPLE.supervisorNoDecrypt;
    const other = engageSource(simulator.fetch, { username, password });
    await expect(other.openAudio({ vendorId: id, vendorRef }, signal)).rejects.toMatchObject({
      kind: "forbidden",
    });
    const [broken = ""] = AWKWARD[18] ?? [];
    const ref = (await readOne(source, broken)).recording.mediaFiles[0]?.vendorRef ?? "";
    await expect(source.openAudio({ vendorId: broken, vendorRef: ref }, signal)).rejects.toMatchObject({
      kind: "internal",
    });
  });
});

describe("a play path is used only when", () => {
  test("it is relative, of the one shape, and of this recording", () => {
    expect(readPlayPath("/recordings/R/play/4f82.mp3", "R")).toMatchObject({
      mediaUuid: "4f82",
      encrypted: false,
      extension: "mp3",
    });
    expect(readPlayPath("/recordings/R%201/decrypt/a%20b.wav", "R 1")).toBeNull();
    expect(readPlayPath("/recordings/R%2B1/decrypt/a+b.wav", "R+1")).toMatchObject({
      mediaUuid: "a+b",
      encrypted: true,
    });
  });

  test.each([
    null,
    "",
    `http://htcc1.${CANARIES.mediaHost}/api/v2/recordings/R/play/x.mp3`,
    "//evil.example/recordings/R/play/x.mp3",
    "/recordings/OTHER/play/x.mp3",
    "/recordings/R/play/../../../settings/recording.mp3",
    "/recordings/R/play/..%2f..%2fsettings.mp3",
    "/recordings/R/play/%2e%2e.mp3",
    "/recordings/R/play/x.mp3?to=http://evil.example",
    "/recordings/R/play/x.mp3#y",
    "/recordings/R/play/x%3fy.mp3",
    "/recordings/R/play\\x.mp3",
    "/recordings/R/play/%5cevil.mp3",
    "/recordings/R/play/%zz.mp3",
    "/recordings/R/labels/x.mp3",
    "/recordings/R/play/x",
    "/recordings/R/play/x.mp3\n",
    "recordings/R/play/x.mp3",
    "@evil.example/recordings/R/play/x.mp3",
  ])("%j never is", async (path) => {
    expect(readPlayPath(path, "R")).toBeNull();
    const { fetch, sent } = scripted(() => audio(MP3));
    const asked = engageSource(fetch).openAudio({ vendorId: "R", vendorRef: path ?? "" }, signal);
    await expect(asked).rejects.toMatchObject({ kind: "notFound" });
    expect(sent).toEqual([]);
  });
});
