/** The fifteen awkward cases of the fact sheet's §13, by number, against the simulator. Finer points: the tests of each part. */
import { describe, expect, test } from "vitest";
import { spokenId } from "./simulator";
import {
  allOf,
  awkwardId,
  cloudSource,
  DAY_MS,
  EVERYTHING,
  errorOf,
  firstFile,
  NOW_MS,
  no,
  read,
  readOne,
  scripted,
  signal,
  simulated,
  soundOf,
  supported,
  walkAll,
} from "./test-kit";
import { readWav } from "./test-wav";

const HOUR_MS = 3_600_000;
const idsOf = (rows: Awaited<ReturnType<typeof walkAll>>["recordings"]) =>
  rows.map(({ recording }) => recording.vendorId);

/** A play of the first file of a case, as often as it takes to be more than pending. */
async function played(source: ReturnType<typeof simulated>["source"], vendorId: string) {
  const { vendorRef } = await firstFile(source, vendorId);
  const waits: number[] = [];
  for (;;) {
    const sound = await source.openAudio({ vendorId, vendorRef }, signal);
    if (sound.state === "ready") return { waits, ...(await allOf(sound)) };
    waits.push(sound.retryAfterSeconds);
    if (waits.length > 20) throw new Error("this sound is never ready");
  }
}

describe("1: the list is answered 202 with an empty body", () => {
  test("a list without media never waits for any, however long the transcoding", async () => {
    const { simulator, source } = simulated();
    simulator.switches.transcodePolls = 1_000;
    expect((await readOne(source, awkwardId(1))).recording.mediaFiles).toMatchObject([{ audio: "ready" }]);
  });

  test("and where it does, the call is still being prepared and asked for again", async () => {
    const { fetch } = scripted(({ path }) => {
      if (path.endsWith("/recordings")) return new Response(null, { status: 202 });
      return Response.json({
        conversationId: "c",
        conversationStart: new Date(NOW_MS - HOUR_MS).toISOString(),
        conversationEnd: new Date(NOW_MS - HOUR_MS / 2).toISOString(),
        participants: [{ sessions: [{ mediaType: "voice", recording: true }] }],
      });
    });
    const found = await readOne(cloudSource(fetch), "c");
    expect(found).toMatchObject({ files: "notAsked", askAgainMs: HOUR_MS / 4 });
  });
});

test("2: the single call answers 202 with a body that looks complete: pending, then played", async () => {
  const { simulator, source } = simulated();
  simulator.switches.transcodePolls = 2;
  const { bytes, waits } = await played(source, awkwardId(2));
  expect(waits).toHaveLength(2);
  for (const seconds of waits) expect(seconds).toBeGreaterThan(0);
  expect(readWav(bytes).channels).toBe(2);
});

test("3: each format waits by itself; ours is one and the same", async () => {
  const { simulator, source } = simulated();
  simulator.switches.transcodePolls = 1;
  await played(source, awkwardId(3));
  const asked = simulator
    .calls()
    .filter(({ path }) => /\/conversations\/[^/]+\/recordings\/[^/]+$/.test(path));
  expect(asked.map(({ query }) => new URLSearchParams(query).get("formatId"))).toEqual(["WAV", "WAV"]);
});

describe("4: mediaUris", () => {
  test.each([1, 2])(
    "empty or missing on an AVAILABLE recording (%i): no sound, in words of ours",
    async (nth) => {
      const { source } = simulated();
      const error = await errorOf(soundOf(source, awkwardId(4, nth)));
      expect(error).toMatchObject({
        kind: "notFound",
        message: "This recording has no audio that can be played.",
      });
    },
  );

  test("0 and 1 without S: one stereo file", async () => {
    const { simulator, source } = simulated();
    const sound = await soundOf(source, awkwardId(4, 3));
    expect(sound.mimeType).toBe("audio/wav");
    expect(readWav(sound.bytes)).toMatchObject({ channels: 2, bits: 16 });
    expect(simulator.calls().filter(({ host }) => host === "media")).toHaveLength(2);
  });
});

test("5: the signed address runs out in the middle: a new one, and on at the same byte", async () => {
  const { clock, simulator, source } = simulated();
  const id = awkwardId(5);
  const whole = (await soundOf(source, id)).bytes;
  simulator.forgetCalls();
  simulator.switches.playbackUrlTtlMinutes = 2;
  simulator.switches.dropAudioAfterBytes = Math.ceil(whole.length * 0.6);
  const { vendorRef } = await firstFile(source, id);
  const sound = await source.openAudio({ vendorId: id, vendorRef }, signal);
  clock.advance(3 * 60_000);
  expect((await allOf(sound)).bytes.equals(whole)).toBe(true);
  const media = simulator.calls().filter(({ host }) => host === "media");
  expect(media.map(({ status }) => status)).toEqual([200, 206]);
  expect(media.every(({ hasAuthorization }) => !hasAuthorization)).toBe(true);
});

describe("6: a token dies early", () => {
  test("in the middle of a paged search: one renewal, and nothing is lost", async () => {
    const { simulator, source } = simulated({ calls: 300 });
    const expected = new Set(idsOf((await walkAll(source, EVERYTHING)).recordings));
    const before = simulator.tokensIssued();
    const first = await source.walk(EVERYTHING, null, signal);
    simulator.expireTokens();
    const ids = idsOf([...first.recordings]);
    for (let cursor = first.cursor; cursor !== null; ) {
      const page = await source.walk(EVERYTHING, cursor, signal);
      ids.push(...idsOf([...page.recordings]));
      cursor = page.cursor;
    }
    expect(new Set(ids)).toEqual(expected);
    expect(simulator.tokensIssued()).toBe(before + 1);
  });

  test("by the idle time-out, at once for ten who ask", async () => {
    const { clock, simulator, source } = simulated();
    simulator.switches.idleTimeoutMs = 900_000;
    const ask = () => read(source, spokenId("transfer"));
    await ask();
    clock.advance(1_000_000);
    const found = await Promise.all(Array.from({ length: 10 }, ask));
    expect(found.every((one) => one !== null)).toBe(true);
    expect(simulator.tokensIssued()).toBe(2);
  });
});

describe("7: 429", () => {
  const WINDOW = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };

  test.each([
    ["0", 200],
    ["none", 1_000],
    ["1", 1_000],
  ])("with Retry-After %s is waited for in place, with some jitter", async (retryAfter, atLeast) => {
    const { clock, simulator, source } = simulated();
    simulator.switches.rateLimited = { on: ["search"], times: 1 };
    simulator.switches.retryAfter = retryAfter === "none" ? null : retryAfter;
    expect((await source.walk(WINDOW, null, signal)).recordings.length).toBeGreaterThan(0);
    expect(clock.slept[0]).toBeGreaterThan(atLeast);
  });

  test("again right after waiting: handed on, with the time to wait", async () => {
    const { simulator, source } = simulated();
    simulator.switches.rateLimited = { on: ["search"] };
    simulator.switches.retryAfter = "1";
    const error = await errorOf(source.walk(WINDOW, null, signal));
    expect(error.kind).toBe("rateLimited");
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(simulator.calls().filter(({ path }) => path.endsWith("/query")).length).toBeLessThanOrEqual(3);
  });

  test("with 60 is not waited for in place, and nobody else asks meanwhile", async () => {
    const { simulator, source } = simulated();
    simulator.switches.rateLimited = { on: ["search"], times: 1 };
    simulator.switches.retryAfter = "60";
    expect((await errorOf(source.walk(WINDOW, null, signal))).retryAfterMs).toBeGreaterThanOrEqual(60_000);
    const before = simulator.calls().length;
    expect((await errorOf(read(source, spokenId("transfer")))).kind).toBe("rateLimited");
    expect(simulator.calls().length).toBe(before);
  });
});

describe("8: days", () => {
  test("a search of one hour gives that hour, although the vendor sends the day", async () => {
    const { source } = simulated();
    const { startMs } = (await readOne(source, awkwardId(8, 2))).recording;
    const window = { fromMs: (startMs ?? 0) - 6 * HOUR_MS, toMs: (startMs ?? 0) - 5 * HOUR_MS };
    expect(idsOf((await walkAll(source, window)).recordings)).not.toContain(awkwardId(8, 2));
  });

  test("a call that began before midnight belongs to its start, its recording to the day after", async () => {
    const { source } = simulated();
    const { recording } = await readOne(source, awkwardId(8));
    const startMs = recording.startMs ?? 0;
    const midnightMs = Math.ceil(startMs / DAY_MS) * DAY_MS;
    expect(recording.mediaFiles[0]?.startMs).toBeGreaterThanOrEqual(midnightMs);
    const dayOf = async (fromMs: number) =>
      idsOf((await walkAll(source, { fromMs, toMs: fromMs + DAY_MS })).recordings);
    expect(await dayOf(midnightMs - DAY_MS)).toContain(awkwardId(8));
    expect(await dayOf(midnightMs)).not.toContain(awkwardId(8));
  });
});

describe("9: pages", () => {
  test("nothing found is no `conversations` at all", async () => {
    const { source } = simulated({ calls: 0, samples: "none" });
    expect((await walkAll(source, EVERYTHING)).recordings).toEqual([]);
  });

  test("a page beyond what is listed is too many", async () => {
    const { simulator, source } = simulated({ calls: 900 });
    simulator.switches.maxResults = 200;
    await expect(walkAll(source, EVERYTHING)).rejects.toThrow("too much");
  });

  test("rows that come twice while totals grow are the same rows", async () => {
    const { simulator, source } = simulated({ calls: 500 });
    const steady = new Set(idsOf((await walkAll(source, EVERYTHING)).recordings));
    simulator.switches.driftPerPage = 7;
    const drifting = idsOf((await walkAll(source, EVERYTHING)).recordings);
    expect(new Set(drifting)).toEqual(steady);
  });
});

describe("10: sessions and users", () => {
  test("a recording without a session still has its times", async () => {
    const file = await firstFile(simulated().source, awkwardId(10, 1));
    expect(file.callId).toBeNull();
    expect(file.startMs).not.toBeNull();
  });

  test("two recordings of one session are two files", async () => {
    const { mediaFiles } = (await readOne(simulated().source, awkwardId(10, 2))).recording;
    expect(mediaFiles).toHaveLength(2);
    expect(new Set(mediaFiles.map(({ mediaKey }) => mediaKey)).size).toBe(2);
    expect(new Set(mediaFiles.map(({ callId }) => callId)).size).toBe(1);
  });

  test("the agent is known from analytics when the recording names nobody", async () => {
    const { recording } = await readOne(simulated().source, awkwardId(10, 3));
    const agent = recording.events.find(({ contact }) => contact?.type === "User")?.contact;
    expect(agent?.lastName).not.toBeNull();
    expect(recording.mediaFiles[0]?.parties.agentId).not.toBeNull();
  });
});

test.each([1, 2, 3])("11: an agent who is deleted or hidden (%i) does not hide the call", async (nth) => {
  const { recording } = await readOne(simulated().source, awkwardId(11, nth));
  const agent = recording.events.find(({ contact }) => contact?.type === "User")?.contact;
  expect(agent?.userName ?? agent?.lastName).toBeTruthy();
  expect(recording.mediaFiles).toMatchObject([{ audio: "ready" }]);
});

test("12: paused by a hold: shown as paused, and neither pause nor resume is offered", async () => {
  const { source } = simulated();
  const desk = supported(source.live);
  const call = (await desk.list(signal)).find(({ vendorLiveId }) => vendorLiveId === awkwardId(12));
  expect(call).toMatchObject({ status: "paused", can: [] });
  expect((await errorOf(desk.set(awkwardId(12), "recording", signal))).kind).toBe("conflict");
});

describe("13: pausing takes its time", () => {
  test("a pause that is not seen within seconds is requested, not done", async () => {
    const { simulator, source } = simulated();
    simulator.switches.recordingStateDelayMs = 600_000;
    expect(await supported(source.live).set(awkwardId(13), "paused", signal)).toEqual({ state: "requested" });
  });

  test("a call that ends between click and request is not found", async () => {
    const { clock, simulator, source } = simulated();
    const desk = supported(source.live);
    await desk.list(signal);
    simulator.endLiveCall(awkwardId(13));
    expect((await errorOf(desk.set(awkwardId(13), "paused", signal))).kind).toBe("notFound");
    clock.advance(120_000);
    expect((await errorOf(desk.set(awkwardId(13), "paused", signal))).kind).toBe("notFound");
  });
});

describe("14: deletion", () => {
  test.each(["DELETED", "missing"] as const)(
    "is accepted, shown as going, and ends as %s",
    async (purgedAs) => {
      const { clock, simulator, source } = simulated();
      simulator.switches.purgedAs = purgedAs;
      const id = awkwardId(14);
      const outcome = await supported(source.deletion).delete(id, signal);
      expect(outcome).toMatchObject({ deleted: "scheduled", remaining: [] });
      expect(outcome.deleteTimeMs).toBeGreaterThan(NOW_MS);
      expect(await read(source, id)).not.toBeNull();
      clock.advance(10 * 60_000);
      expect(await read(source, id)).toBeNull();
    },
  );

  test("a legal hold that comes after it keeps the recording", async () => {
    const { clock, source } = simulated();
    const id = awkwardId(14);
    await supported(source.deletion).delete(id, signal);
    await supported(source.protection).set(id, true, signal);
    clock.advance(10 * 60_000);
    expect((await readOne(source, id)).recording.nonDelete).toBe(true);
    expect((await errorOf(supported(source.deletion).delete(id, signal))).kind).toBe("forbidden");
  });
});

describe("15: annotations", () => {
  test("shared ids, nested pauses, places before the beginning and beyond the end", async () => {
    const [first, second] = [
      await firstFile(simulated().source, awkwardId(15)),
      await firstFile(simulated().source, awkwardId(15)),
    ];
    expect(first.maskedSpans.length).toBeGreaterThan(1);
    expect(second.maskedSpans).toEqual(first.maskedSpans);
    for (const { endMs, origin, startMs } of first.maskedSpans) {
      expect(startMs).toBeGreaterThanOrEqual(0);
      expect(endMs).toBeLessThanOrEqual(first.durationMs ?? 0);
      expect(origin).toBe("annotations");
    }
  });

  test("a pause that was cut out and one that stands as silence lie where they are heard", async () => {
    const { source } = simulated();
    const cut = await firstFile(source, spokenId("card-payment-cut"));
    expect(cut.maskedSpans.length).toBeGreaterThan(0);
    for (const { endMs, pausedMs, startMs } of cut.maskedSpans) {
      expect(endMs).toBe(startMs);
      expect(pausedMs).toBeGreaterThan(0);
    }
    const padded = await firstFile(source, spokenId("card-payment-padded"));
    const [span] = padded.maskedSpans;
    expect((span?.endMs ?? 0) - (span?.startMs ?? 0)).toBe(span?.pausedMs);
    const { sampleRate, samples } = readWav((await soundOf(source, spokenId("card-payment-padded"))).bytes);
    const middle = Math.floor((((span?.startMs ?? 0) + (span?.endMs ?? 0)) / 2_000) * sampleRate) * 2;
    const around = samples.slice(middle - 400, middle + 400);
    expect(around).toHaveLength(800);
    expect(Math.max(...around.map(Math.abs))).toBeLessThan(64);
  });
});

test("no case costs more than it must: an unknown conversation is one round of questions", async () => {
  const { fetch, sent } = scripted(() => no(404));
  expect(await read(cloudSource(fetch), "nobody")).toBeNull();
  expect(sent).toHaveLength(2);
});
