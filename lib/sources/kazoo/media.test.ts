import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  audioRef,
  html,
  kazooSource,
  NOW,
  NOW_MS,
  no,
  ok,
  rawDocument,
  type Sent,
  scripted,
  signal,
  simulated,
} from "./test-kit";

const ID = "202611-0123456789abcdef0123456789abcdef";
const REF = { vendorId: `r-${ID}`, vendorRef: `${ID} r-${ID}` };
const SOUND = Uint8Array.from({ length: 5_000 }, (_, at) => (at === 0 ? 0xff : at === 1 ? 0xfb : at % 251));

function sound(
  bytes: Uint8Array<ArrayBuffer> = SOUND,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
) {
  return new Response(bytes, { status, headers: { "content-type": "audio/mpeg", ...headers } });
}

/** A body that breaks after so many bytes. */
function breaking(bytes: Uint8Array<ArrayBuffer>, how: "error" | "close" = "error") {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      if (how === "close") controller.close();
    },
    pull(controller) {
      controller.error(new Error("connection reset"));
    },
  });
}

const open = (answer: (sent: Sent, nth: number) => Response | Promise<Response>, given = {}) => {
  const { fetch, sent } = scripted(answer);
  return { sent, audio: kazooSource(fetch, given).openAudio(REF, signal) };
};

async function bytesOf(opening: ReturnType<typeof open>["audio"]) {
  const audio = await opening;
  if (audio.state !== "ready") throw new Error("this audio should be ready");
  return Buffer.from(await new Response(audio.body).arrayBuffer());
}

describe("sound", () => {
  test("is asked for as audio/mpeg, uncompressed, with the token in the header", async () => {
    const { sent, audio } = open(() => sound(SOUND, { "content-length": "5000" }));
    expect(await audio).toMatchObject({ state: "ready", sizeBytes: 5_000, mimeType: "audio/mpeg" });
    expect(await bytesOf(audio)).toEqual(Buffer.from(SOUND));
    expect(sent).toHaveLength(1);
    expect([sent[0]?.path, String(sent[0]?.query)]).toEqual([`/recordings/${ID}`, ""]);
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      accept: "audio/mpeg",
      "accept-encoding": "identity",
      "x-auth-token": "token-1",
    });
  });

  test.each([
    ["nothing", () => new Response(new Uint8Array(0), { headers: { "content-type": "audio/mpeg" } })],
    ["406", () => new Response(null, { status: 406 })],
    ["the document", () => ok(rawDocument())],
  ])("answered with %s is asked for by the address too", async (_, first) => {
    const { sent, audio } = open((_sent, nth) => (nth === 0 ? first() : sound()));
    expect(await bytesOf(audio)).toHaveLength(5_000);
    expect(Object.fromEntries(sent[1]?.query ?? [])).toEqual({ accept: "audio/mpeg", inline: "true" });
  });

  test("that neither way gives is not there", async () => {
    const { audio } = open(() => new Response(new Uint8Array(0)));
    await expect(audio).rejects.toMatchObject({ kind: "notFound" });
  });

  test("has the type that its first bytes say, else the one that is told", async () => {
    const wav = Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVEfmt "), Buffer.alloc(100)]);
    const cases = [
      [sound(new Uint8Array(wav)), "audio/wav"],
      [sound(new Uint8Array(Buffer.alloc(64, 7)), { "content-type": "audio/x-wav" }), "audio/wav"],
      [sound(SOUND, { "content-type": "application/octet-stream" }), "audio/mpeg"],
      [sound(SOUND, { "content-type": "" }), "audio/mpeg"],
    ] as const;
    for (const [answer, mimeType] of cases) {
      expect(await open(() => answer.clone()).audio).toMatchObject({ mimeType });
    }
  });

  test("that came compressed all the same is unpacked, its length unknown", async () => {
    const packed = new Uint8Array(gzipSync(SOUND));
    const headers = { "content-encoding": "gzip", "content-length": String(packed.length) };
    const { audio } = open(() => sound(packed, headers));
    expect(await audio).toMatchObject({ sizeBytes: null, mimeType: "audio/mpeg" });
    expect(await bytesOf(audio)).toEqual(Buffer.from(SOUND));
    const cut = open(() => sound(packed.slice(0, packed.length - 40), headers));
    await expect(bytesOf(cut.audio)).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("no sound", () => {
  test.each([
    [
      "an error inside 200",
      () => sound(bytes(JSON.stringify(errorBody("500", "datastore_fault")))),
      "internal",
    ],
    ["the provider failing", () => no(500, "datastore_fault", { cause: "timeout" }), "internal"],
    ["a crash without body", () => new Response(null, { status: 500 }), "unreachable"],
    ["a page", () => html(200), "unreachable"],
    ["a page as audio", () => sound(bytes("<html><h1>no</h1></html>")), "unreachable"],
    ["a page's 404", () => html(404), "unreachable"],
    ["somebody else's JSON", () => sound(bytes('{"ok":true, "very": "long text"}')), "unreachable"],
    ["403", () => no(403, "forbidden"), "forbidden"],
    ["401 twice", () => no(401, "invalid_credentials"), "refused"],
    ["429", () => no(429, "too_many_requests"), "rateLimited"],
  ])("%s is told as what it is", async (_, answer, kind) => {
    const error = await open(answer).audio.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "SourceError", kind });
    expect(error).toMatchObject({ message: expect.not.stringMatching(/timeout|</) });
  });

  test("404 on a young recording is audio to come, on an old one it is missing", async () => {
    const noAudio = () => no(404, "bad_identifier", { details: ID, message: "bad identifier" });
    const { _read_only, ...document } = rawDocument({ interaction_id: null });
    const wants = (sent: Sent) => sent.headers.get("accept") === "audio/mpeg";
    const young = open((sent) => (wants(sent) ? noAudio() : ok(document)));
    expect(await young.audio).toEqual({ state: "pending", retryAfterSeconds: 60 });
    expect(young.sent).toHaveLength(2);
    const old = open((sent) => (wants(sent) ? noAudio() : ok({ ...document, start: NOW - 9_000 })));
    await expect(old.audio).rejects.toMatchObject({ kind: "notFound" });
    await expect(open(() => noAudio()).audio).rejects.toMatchObject({ kind: "notFound" });
  });

  test("a reference of another recording opens nothing, and nothing is asked", async () => {
    const { fetch, sent } = scripted(() => sound());
    const source = kazooSource(fetch);
    for (const vendorRef of ["", ID, `${ID} r-other`, ` ${REF.vendorId}`]) {
      const opening = source.openAudio({ vendorId: REF.vendorId, vendorRef }, signal);
      await expect(opening).rejects.toMatchObject({ kind: "notFound" });
    }
    expect(sent).toHaveLength(0);
  });

  test("that takes too long to begin is a vendor away", async () => {
    const { fetch } = scripted(() => new Promise<Response>(() => undefined));
    const left = new AbortController();
    const opening = kazooSource(fetch).openAudio(REF, left.signal);
    left.abort(new DOMException("late", "TimeoutError"));
    await expect(opening).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("sound that breaks off", () => {
  const headers = { "content-length": "5000", etag: '"3-9f"' };
  const part = (from: number, changes: Readonly<Record<string, string>> = {}, status = 206) =>
    sound(
      SOUND.slice(from),
      {
        ...headers,
        "content-length": String(5_000 - from),
        "content-range": `bytes ${from}-4999/5000`,
        ...changes,
      },
      status,
    );
  const broken = (how: "error" | "close" = "error") =>
    new Response(breaking(SOUND.slice(0, 1_200), how), {
      headers: { "content-type": "audio/mpeg", ...headers },
    });

  test.each(["error", "close"] as const)(
    "(%s) is resumed once, by a range that ends with the file",
    async (how) => {
      const { sent, audio } = open((_, nth) => (nth === 0 ? broken(how) : part(1_200)));
      expect(await bytesOf(audio)).toEqual(Buffer.from(SOUND));
      expect(sent.map((one) => one.headers.get("range"))).toEqual([null, "bytes=1200-4999"]);
    },
  );

  test.each([
    ["the whole file", () => sound(SOUND, { ...headers, "content-range": "bytes 0-4999/5000" })],
    ["another part", () => part(1_201, {})],
    ["another revision", () => part(1_200, { etag: '"4-aa"' })],
    ["another length", () => part(1_200, { "content-range": "bytes 1200-4999/6000" })],
    ["a compressed part", () => part(1_200, { "content-encoding": "gzip" })],
    ["an error", () => no(500, "datastore_fault")],
  ])("ends in an error when the rest comes as %s", async (_, second) => {
    const { audio } = open((_sent, nth) => (nth === 0 ? broken() : second()));
    await expect(bytesOf(audio)).rejects.toMatchObject({ name: "SourceError", kind: "unreachable" });
  });

  test("is not resumed twice, nor without a known length", async () => {
    const again = () =>
      new Response(breaking(SOUND.slice(1_200, 1_300)), {
        status: 206,
        headers: { ...headers, "content-range": "bytes 1200-4999/5000" },
      });
    const twice = open((_, nth) => (nth === 0 ? broken() : again()));
    await expect(bytesOf(twice.audio)).rejects.toMatchObject({ kind: "unreachable" });
    expect(twice.sent).toHaveLength(2);
    const unknown = open(() => new Response(breaking(SOUND.slice(0, 1_200))));
    await expect(bytesOf(unknown.audio)).rejects.toMatchObject({ kind: "unreachable" });
    expect(unknown.sent).toHaveLength(1);
  });

  test("the simulator's file is whole after a break in its middle", async () => {
    const given = simulated();
    const ref = await audioRef(given, 7);
    const whole = await bytesOf(given.source.openAudio(ref, signal));
    given.simulator.switches.droppedAudio = { times: 1 };
    given.simulator.forgetCalls();
    expect(await bytesOf(given.source.openAudio(ref, signal))).toEqual(whole);
    expect(given.simulator.calls().map(({ status }) => status)).toEqual([200, 206]);
    given.simulator.switches.dropAudioAfterBytes = 20_000;
    await expect(bytesOf(given.source.openAudio(ref, signal))).rejects.toMatchObject({ kind: "unreachable" });
  });
});

test("a listener who leaves ends the vendor's stream and its request", async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => controller.enqueue(SOUND.slice(0, 100)),
      cancel: () => {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const { fetch } = scripted(() => new Response(body, { headers: { "content-type": "audio/mpeg" } }));
  const audio = await kazooSource(fetch, { now: () => NOW_MS }).openAudio(REF, signal);
  if (audio.state !== "ready") throw new Error("this audio should be ready");
  const reader = audio.body.getReader();
  await reader.read();
  await reader.cancel();
  expect(isCancelled).toBe(true);
});

function bytes(text: string) {
  return new Uint8Array(Buffer.from(text));
}

function errorBody(error: string, message: string) {
  return { status: "error", error, message, data: {} };
}
