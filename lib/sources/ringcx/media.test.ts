import { describe, expect, test } from "vitest";
import { readMediaRef, writeMediaRef } from "./media-ref";
import {
  expired,
  html,
  MINUTE_MS,
  NOW_MS,
  no,
  ringcxSource,
  type Sent,
  scripted,
  signal,
  welcoming,
} from "./test-kit";

const OLD = {
  vendorId: "s-v-1",
  vendorRef: writeMediaRef({ segmentId: "p-v-1", endMs: NOW_MS - 90 * MINUTE_MS }),
};
const YOUNG = { ...OLD, vendorRef: writeMediaRef({ segmentId: "p-v-1", endMs: NOW_MS - 20 * MINUTE_MS }) };

const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const wav = (size = 36) => {
  const bytes = new Uint8Array(44);
  bytes.set(latin("RIFF\0\0\0\0WAVEfmt "));
  new DataView(bytes.buffer).setUint32(4, size, true);
  return bytes;
};
const sound =
  (body: BodyInit, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { headers: { "content-type": "audio/wav", ...headers } });

function opened(answer: (sent: Sent, nth: number) => Response, ref = OLD) {
  return ringcxSource(welcoming(answer).fetch).openAudio(ref, signal);
}

async function readyOf(answer: () => Response) {
  const audio = await opened(answer);
  if (audio.state !== "ready") throw new Error("it should be ready");
  return { ...audio, bytes: new Uint8Array(await new Response(audio.body).arrayBuffer()) };
}

test("asks for the segment of the dialog, as nobody's browser and for WAV", async () => {
  const { fetch, sent } = welcoming(sound(wav()));
  const ref = { vendorId: "s-v/1", vendorRef: writeMediaRef({ segmentId: "p v@1", endMs: 5 }) };
  await ringcxSource(fetch).openAudio(ref, signal);
  expect(sent[0]).toMatchObject({
    method: "GET",
    path: "/voice/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/recordings/dialogs/s-v%2F1/segments/p%20v%401",
  });
  expect(sent[0]?.headers.get("user-agent")).toBe("Earmark/1.0");
  expect(sent[0]?.headers.get("accept")).toBe("audio/wav");
});

test.each([
  { segmentId: "p-v-1", endMs: null },
  { segmentId: "p-v-1", endMs: NOW_MS },
  { segmentId: "odd@12\nx", endMs: 1 },
  { segmentId: "@7", endMs: null },
])("a file's reference comes back as it was: %j", (ref) => {
  expect(readMediaRef(writeMediaRef(ref))).toEqual(ref);
});

describe("sound", () => {
  test.each([
    ["WAV", sound(wav()), "audio/wav"],
    ["MP3 with a tag where WAV was asked for", sound(latin("ID3\x04 and a long rest")), "audio/mpeg"],
    ["MP3 from its first frame", sound(Uint8Array.of(0xff, 0xfb, ...new Array(40).fill(1))), "audio/mpeg"],
    [
      "WAV as a mere stream of bytes",
      sound(wav(), { "content-type": "application/octet-stream" }),
      "audio/wav",
    ],
  ])("%s passes unaltered", async (_name, answer, mimeType) => {
    const ready = await readyOf(answer);
    expect(ready.mimeType).toBe(mimeType);
    expect(ready.bytes).toEqual(new Uint8Array(await answer().arrayBuffer()));
  });

  test("a length is that of the answer; none, or that of a streamed WAV, is no claim", async () => {
    const length = { "content-length": "44" };
    expect((await readyOf(sound(wav(), length))).sizeBytes).toBe(44);
    expect((await readyOf(sound(wav()))).sizeBytes).toBeNull();
    expect((await readyOf(sound(wav(0), length))).sizeBytes).toBeNull();
    expect((await readyOf(sound(wav(0xffffffff), length))).sizeBytes).toBeNull();
    const zipped = { ...length, "content-encoding": "gzip" };
    expect((await readyOf(sound(wav(), zipped))).sizeBytes).toBeNull();
  });

  test("first bytes that come one by one are enough to know it", async () => {
    const bytes = wav();
    const drip = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect((await readyOf(sound(drip))).bytes).toEqual(bytes);
  });

  test.each([
    ["not a byte", sound(new Uint8Array(0))],
    ["JSON in audio/wav", sound('{"errorCode":"x","generalMessage":"y"}')],
    ["HTML in audio/wav", sound("<html>please wait</html>")],
    ["JSON that says so", sound("{}", { "content-type": "application/json" })],
    ["RIFF in text/html", sound(wav(), { "content-type": "text/html" })],
    ["RIFF that is no WAVE", sound(latin("RIFF\0\0\0\0AVI LIST and more"))],
    ["noise", sound(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9))],
  ])("%s is no sound", async (_name, answer) => {
    await expect(opened(answer)).rejects.toMatchObject({ kind: "internal", message: /instead of sound/ });
  });

  test("a vendor that breaks off ends the stream as an error", async () => {
    let pulls = 0;
    const cut = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulls += 1;
          if (pulls > 1) controller.error(new Error("reset"));
          else controller.enqueue(wav());
        },
      },
      { highWaterMark: 0 },
    );
    const audio = await opened(sound(cut));
    if (audio.state !== "ready") throw new Error("it should be ready");
    await expect(new Response(audio.body).arrayBuffer()).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("a listener who leaves ends the vendor's stream", async () => {
    let isCancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(wav()),
      cancel: () => {
        isCancelled = true;
      },
    });
    const { fetch } = welcoming(sound(endless));
    const left = new AbortController();
    const audio = await ringcxSource(fetch).openAudio(OLD, left.signal);
    if (audio.state !== "ready") throw new Error("it should be ready");
    const reader = audio.body.getReader();
    await reader.read();
    left.abort(new Error("left"));
    await expect(reader.read()).rejects.toThrow("left");
    expect(isCancelled).toBe(true);
  });
});

describe("no sound", () => {
  test("404 of a young call is not yet, of an old one or one of unknown age not there", async () => {
    expect(await opened(() => no(404), YOUNG)).toEqual({ state: "pending", retryAfterSeconds: 60 });
    await expect(opened(() => no(404))).rejects.toMatchObject({ kind: "notFound" });
    await expect(opened(() => no(404), { ...OLD, vendorRef: "p-v-1" })).rejects.toMatchObject({
      kind: "notFound",
    });
  });

  test.each([
    ["403", () => no(403), "forbidden"],
    ["a proxy's 404", () => html(404), "unreachable"],
    ["a proxy's 502", () => html(502), "unreachable"],
    ["500", () => no(500), "internal"],
    ["429", () => new Response(null, { status: 429, headers: { "retry-after": "30" } }), "rateLimited"],
    ["401 twice", () => expired(), "refused"],
  ])("%s", async (_name, answer, kind) => {
    await expect(opened(answer, YOUNG)).rejects.toMatchObject({ kind });
  });

  test("the hundred-and-twenty-first download of a minute waits", async () => {
    const source = ringcxSource(welcoming(sound(wav())).fetch);
    for (let nth = 0; nth < 120; nth += 1) await source.openAudio(OLD, signal);
    await expect(source.openAudio(OLD, signal)).rejects.toMatchObject({
      kind: "rateLimited",
      retryAfterMs: 60_000,
    });
  });

  test("an expired token is renewed once and the download begun again", async () => {
    let refused = 0;
    const { fetch, sent } = scripted(({ path }) => {
      if (path.includes("oauth")) return Response.json({ access_token: "rc" });
      if (path.startsWith("/api/auth")) return Response.json({ accessToken: `cx-${refused}` });
      if (refused === 0) {
        refused += 1;
        return expired();
      }
      return sound(wav())();
    });
    const audio = await ringcxSource(fetch).openAudio(OLD, signal);
    expect(audio.state).toBe("ready");
    expect(sent.filter(({ path }) => path.includes("/recordings/"))).toHaveLength(2);
  });
});
