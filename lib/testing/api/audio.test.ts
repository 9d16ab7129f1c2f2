import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeAudiowaveform } from "@/lib/domain/audiowaveform";
import { AWKWARD, AWKWARD_WORDS, CANARIES } from "@/lib/sources/genesys-engage/simulator";
import { type Api, isObject, readAnswer, type Sent, startApi, type Who } from "../api";
import type { HttpMethod } from "../api-routes";
import { listAt } from "./leaks";
import { CALL, mediaKeyOf, TRANSFER } from "./requests";

let api: Api;
/** The vendor's own bytes of the file that most tests play. */
let original: Buffer;
let key: string;
beforeAll(async () => {
  api = await startApi({ calls: 5, audioKbps: 32 });
  key = await mediaKeyOf(api, CALL);
  original = await vendorBytes(CALL);
});
beforeEach(() => {
  Object.assign(api.simulator.switches, {
    audioAs: "audio",
    audioLength: "none",
    dropAudioAfterBytes: null,
    throttleBytesPerSecond: null,
    slowFirstByteMs: 0,
  });
  api.simulator.forgetCalls();
});
afterAll(() => api.stop());

const spoken = (number: string) => `011AP643CSAPR4FKQGQE31TAES0SP${number}`;
const aw = (number: string) => `011AP643CSAPR4FKQGQE31TAESAW${number}`;

async function vendorBytes(id: string): Promise<Buffer> {
  const playPath = api.simulator.recording(id)?.mediaFiles?.[0]?.playPath;
  const authorization = `Basic ${Buffer.from("admin:rws-admin-pass").toString("base64")}`;
  const url = `http://rws.example/api/v2${playPath}`;
  const response = await api.simulator.fetch(new Request(url, { headers: { authorization } }));
  return Buffer.from(await response.arrayBuffer());
}

const pathOf = (id = CALL, mediaKey = key) => `/recordings/${api.idOf(id)}/play/${mediaKey}.mp3`;
const mediaCalls = () => api.simulator.calls().filter((call) => /\/(?:play|decrypt)\//.test(call.path));

async function play(sent: Sent = {}, method: HttpMethod = "GET", path = pathOf(), who: Who = "supervisor") {
  const response = await api.send(who, method, path, sent);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe("the bytes of a file", () => {
  test("are the vendor's, with a real type, no caching and nothing of whose call it is", async () => {
    const { response, bytes } = await play();
    expect(response.status).toBe(200);
    expect(bytes.equals(original)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "accept-ranges": "bytes",
      "cache-control": "private, no-store",
      "content-type": "audio/mpeg",
      "x-content-type-options": "nosniff",
      etag: expect.stringMatching(/^"[^"]+"$/),
    });
    expect(response.headers.has("content-disposition")).toBe(false);
    const download = await play({ query: { download: 1 } });
    expect(download.response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="recording-2026-11-16T11-50\.mp3"/,
    );
    expect(download.bytes.equals(original)).toBe(true);
  });

  test.each([
    ["bytes=0-99", 0, 100],
    ["bytes=1000-1999", 1_000, 2_000],
    ["bytes=65530-65550", 65_530, 65_551],
    ["bytes=0-0", 0, 1],
  ])("%s is exactly that part", async (range, from, to) => {
    const { response, bytes } = await play({ headers: { range } });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${original.length}`);
    expect(response.headers.get("x-content-length")).toBe(String(to - from));
    expect(bytes.equals(original.subarray(from, to))).toBe(true);
  });

  test("open ends, last bytes, and ends beyond the end", async () => {
    const size = original.length;
    const tail = await play({ headers: { range: `bytes=${size - 500}-` } });
    const last = await play({ headers: { range: "bytes=-500" } });
    const far = await play({ headers: { range: `bytes=${size - 500}-${size + 10_000}` } });
    for (const { response, bytes } of [tail, last, far]) {
      expect(response.headers.get("content-range")).toBe(`bytes ${size - 500}-${size - 1}/${size}`);
      expect(bytes.equals(original.subarray(size - 500))).toBe(true);
    }
    const all = await play({ headers: { range: `bytes=-${size * 2}` } });
    expect(all.bytes.equals(original)).toBe(true);
  });

  test.each([
    ["bytes=99999999-", 416],
    ["bytes=-0", 416],
    ["bytes=5-2", 200],
    ["bytes=abc", 200],
    ["lines=0-5", 200],
  ])("%s is %i", async (range, status) => {
    const response = await api.send("supervisor", "GET", pathOf(), { headers: { range } });
    const answer = await readAnswer(response);
    expect(answer.status).toBe(status);
    if (status === 416) {
      expect(answer.headers.get("content-range")).toBe(`bytes */${original.length}`);
      expect(Object.keys(answer.json ?? {})).toEqual(["statusCode", "statusMessage"]);
      expect(answer.json?.statusCode).toBe(10);
    }
  });

  test("HEAD tells length and type, and sends and fetches nothing more", async () => {
    const { response, bytes } = await play({}, "HEAD");
    expect([response.status, bytes.length]).toEqual([200, 0]);
    expect(response.headers.get("x-content-length")).toBe(String(original.length));
    expect(response.headers.get("content-type")).toBe("audio/mpeg");
  });

  test("If-Range gives the part to who has the same file, and the whole to who has another", async () => {
    const etag = (await play({}, "HEAD")).response.headers.get("etag") ?? "";
    const same = await play({ headers: { range: "bytes=0-9", "if-range": etag } });
    expect([same.response.status, same.bytes.length]).toEqual([206, 10]);
    for (const other of ['"another"', `W/${etag}`, "Mon, 16 Nov 2026 12:00:00 GMT"]) {
      const { response, bytes } = await play({ headers: { range: "bytes=0-9", "if-range": other } });
      expect([response.status, bytes.length]).toEqual([200, original.length]);
    }
  });
});

describe("the vendor is asked once", () => {
  test("for twenty listeners at the same time, and not again for later ones", async () => {
    const id = aw("1601");
    const mediaKey = await mediaKeyOf(api, id);
    const whole = await vendorBytes(id);
    api.simulator.forgetCalls();
    api.simulator.switches.slowFirstByteMs = 50;
    const listeners = Array.from({ length: 20 }, (_, index) =>
      play(
        index % 2 === 0 ? {} : { headers: { range: `bytes=${index * 100}-${index * 100 + 99}` } },
        "GET",
        pathOf(id, mediaKey),
        index % 3 === 0 ? "administrator" : "supervisor",
      ),
    );
    for (const [index, { bytes }] of (await Promise.all(listeners)).entries()) {
      const wanted = index % 2 === 0 ? whole : whole.subarray(index * 100, index * 100 + 100);
      expect(bytes.equals(wanted)).toBe(true);
    }
    await play({}, "GET", pathOf(id, mediaKey));
    expect(mediaCalls().length).toBe(1);
  });

  test("first bytes flow before it has finished", async () => {
    const id = aw("1602");
    const mediaKey = await mediaKeyOf(api, id);
    api.simulator.switches.throttleBytesPerSecond = 200_000;
    const response = await api.send("supervisor", "GET", pathOf(id, mediaKey));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.length).toBeGreaterThan(0);
    expect(api.runtime.spool.stats().arriving).toBe(1);
    expect(response.headers.has("x-content-length")).toBe(false);
    await reader?.cancel();
  });
});

describe("a vendor that fails", () => {
  async function tryPlay(id: string) {
    const mediaKey = await mediaKeyOf(api, id);
    const response = await api.send("supervisor", "GET", pathOf(id, mediaKey));
    try {
      return { response, bytes: Buffer.from(await response.arrayBuffer()), broken: false };
    } catch {
      return { response, bytes: Buffer.alloc(0), broken: true };
    }
  }

  test.each([
    ["1603", "none"],
    ["1604", "right"],
  ] as const)(
    "in the middle of a file ends the answer short, never with a false length (%s, length %s)",
    async (id, audioLength) => {
      Object.assign(api.simulator.switches, { dropAudioAfterBytes: 30_000, audioLength });
      const { response, bytes, broken } = await tryPlay(aw(id));
      const promised = response.headers.get("x-content-length");
      const isShort = broken || response.status >= 500 || (promised === null && bytes.length <= 30_000);
      expect([isShort, promised]).toEqual([true, audioLength === "none" ? null : promised]);
      api.simulator.switches.dropAudioAfterBytes = null;
      const whole = await vendorBytes(aw(id));
      api.clock.advance(60_000);
      const again = await tryPlay(aw(id));
      expect(again.bytes.equals(whole)).toBe(true);
    },
  );

  test.each(["html", "json"] as const)(
    "with %s instead of sound gives a clear refusal and no bytes",
    async (audioAs) => {
      api.simulator.switches.audioAs = audioAs;
      const id = aw(audioAs === "html" ? "0401" : "0501");
      const answer = await readAnswer(
        await api.send("supervisor", "GET", pathOf(id, await mediaKeyOf(api, id))),
      );
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(Object.keys(answer.json ?? {})).toEqual(["statusCode", "statusMessage"]);
      expect(answer.text).not.toMatch(/Please wait|html/);
      api.simulator.switches.audioAs = "audio";
      api.clock.advance(60_000);
      expect((await play({}, "GET", pathOf(id, await mediaKeyOf(api, id)))).response.status).toBe(200);
    },
  );

  test("with a refusal in a good answer is the vendor's failure, not ours", async () => {
    api.simulator.switches.okWithError = { on: ["media"] };
    const path = pathOf(aw("0601"), await mediaKeyOf(api, aw("0601")));
    const answer = await readAnswer(await api.send("supervisor", "GET", path));
    api.simulator.switches.okWithError = false;
    expect(answer).toMatchObject({
      status: 502,
      json: { statusCode: 4, statusMessage: "The recording system did not send this audio." },
    });
  });

  test.each(
    [...(AWKWARD[8] ?? []), ...(AWKWARD[18] ?? []), ...(AWKWARD[10] ?? [])].map((id) => [
      AWKWARD_WORDS[id] ?? id,
      id,
    ]),
  )("%s: no request leaves for anywhere else, and nothing of the vendor's is told", async (_words, id) => {
    const opened = await api.call("administrator", "GET", `/recordings/${api.idOf(id)}`);
    const files = listAt(isObject(opened.json?.recording) ? opened.json.recording : null, "mediaFiles");
    for (const file of files) {
      const response = await api.send("administrator", "GET", String(file.playPath));
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status === 200) continue;
      const text = bytes.toString("utf8");
      expect([id, response.status, Object.keys(JSON.parse(text))]).toEqual([
        id,
        expect.any(Number),
        ["statusCode", "statusMessage"],
      ]);
      for (const secret of Object.values(CANARIES)) expect(text).not.toContain(secret);
    }
    for (const call of mediaCalls()) expect(call.path).toContain(id);
  });
});

describe("peaks", () => {
  async function peaks(id: string, mediaKey: string, sent: Sent = {}) {
    for (let tries = 0; ; tries += 1) {
      const response = await api.send(
        "supervisor",
        "GET",
        `/recordings/${api.idOf(id)}/peaks/${mediaKey}`,
        sent,
      );
      if (response.status !== 202 || tries > 20) return response;
      expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    }
  }

  test("are the audiowaveform format, as long as the file, with an ETag", async () => {
    const response = await peaks(CALL, key);
    expect(response.status).toBe(200);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(new DataView(bytes.buffer).getInt32(0, true)).toBe(2);
    const waveform = decodeAudiowaveform(bytes);
    const opened = await api.call("administrator", "GET", `/recordings/${api.idOf(CALL)}`);
    const [file] = listAt(isObject(opened.json?.recording) ? opened.json.recording : null, "mediaFiles");
    expect(Math.abs(waveform.durationMs - Number(file?.duration))).toBeLessThan(200);
    expect(waveform.channels.length).toBe(2);
    const etag = response.headers.get("etag") ?? "";
    const unchanged = await peaks(CALL, key, { headers: { "if-none-match": etag } });
    expect([unchanged.status, (await unchanged.arrayBuffer()).byteLength]).toEqual([304, 0]);
  });

  test("of a file still arriving are its beginning, with 202, no tag and no keeping", async () => {
    api.simulator.switches.throttleBytesPerSecond = 64_000;
    const path = `/recordings/${api.idOf(spoken("002"))}/peaks/${await mediaKeyOf(api, spoken("002"))}`;
    const response = await api.send("supervisor", "GET", path);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      202,
      "application/octet-stream",
    ]);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(response.headers.has("etag")).toBe(false);
    expect(decodeAudiowaveform(await response.arrayBuffer()).durationMs).toBeGreaterThan(0);
    expect((await api.call("evaluator", "GET", path)).status).toBe(404);
  });

  test("of a file of which nothing has come are a plain 202", async () => {
    api.simulator.switches.slowFirstByteMs = 60_000;
    const path = `/recordings/${api.idOf(spoken("003"))}/peaks/${await mediaKeyOf(api, spoken("003"))}`;
    const answer = await api.call("supervisor", "GET", path);
    expect([answer.status, answer.json?.statusCode]).toEqual([202, 0]);
  });

  test("of a file that is none, or not of this recording, are not found", async () => {
    const other = await mediaKeyOf(api, TRANSFER);
    for (const mediaKey of ["A".repeat(24), other]) {
      const answer = await api.call("supervisor", "GET", `/recordings/${api.idOf(CALL)}/peaks/${mediaKey}`);
      expect([answer.status, answer.json?.statusCode]).toEqual([404, 6]);
    }
  });
});

describe("the log of listening", () => {
  test("one opening for ten minutes, the spans sent, and the seconds heard", async () => {
    const id = aw("1605");
    const mediaKey = await mediaKeyOf(api, id);
    const path = pathOf(id, mediaKey);
    for (const range of ["bytes=0-999", "bytes=1000-1999", "bytes=5000-5999"]) {
      await play({ headers: { range } }, "GET", path);
    }
    await play({}, "HEAD", path);
    for (const heardMs of [4_000, 1_500]) {
      expect((await api.call("supervisor", "POST", path, { body: { heardMs } })).status).toBe(200);
    }
    await api.runtime.listening.flush();
    const rowsOf = async (action: string) => {
      const { json } = await api.call("administrator", "GET", "/audit", {
        query: { recording: api.idOf(id), action },
      });
      return listAt(json, "rows").map((row) => row.details);
    };
    expect(await rowsOf("play.opened")).toEqual([{ mediaKey }]);
    expect(await rowsOf("play.sent")).toEqual([
      {
        mediaKey,
        bytes: [
          [0, 2_000],
          [5_000, 6_000],
        ],
      },
    ]);
    expect(await rowsOf("play.heard")).toEqual([{ mediaKey, seconds: 5.5 }]);

    api.clock.advance(601_000);
    await play({ headers: { range: "bytes=0-9" } }, "GET", path);
    await play({ query: { download: 1 } }, "GET", path);
    expect((await rowsOf("play.opened")).length).toBe(2);
    expect((await rowsOf("recording.download")).length).toBe(1);
  });
});
