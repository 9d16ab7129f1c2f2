/** Cases 1 to 9 of the fact sheet's §13, by its numbers; the others are in `awkward-cases-2.test.ts`. */
import { describe, expect, test } from "vitest";
import { epochOfGregorian } from "./gregorian";
import {
  audioRef,
  awkwardId,
  DAY_MS,
  EVERYTHING,
  GREGORIAN,
  kazooSource,
  NOW_MS,
  readAwkward,
  readBy,
  signal,
  simulated,
  vendorIdIn,
  walkAll,
} from "./test-kit";

const open = async (given: ReturnType<typeof simulated>, number: number, nth = 1) =>
  given.source.openAudio(await audioRef(given, number, nth), signal);

async function bytesOf(audio: Awaited<ReturnType<typeof open>>) {
  if (audio.state !== "ready") throw new Error("this audio should be ready");
  return new Uint8Array(await new Response(audio.body).arrayBuffer());
}

async function walkedIds(given: ReturnType<typeof simulated>, window = EVERYTHING) {
  const { recordings } = await walkAll(given.source, window);
  return recordings.map(({ recording }) => recording.vendorId);
}

test("13.1 a row with nothing but its id and `_read_only` is a recording with a file, everything else unknown", async () => {
  const given = simulated();
  const vendorId = vendorIdIn(given.simulator, awkwardId(given.simulator, 1));
  expect(vendorId).toMatch(/^r-/);
  expect(await walkedIds(given)).toContain(vendorId);
  const row = await readAwkward(given, 1);
  expect(row.labels).toEqual([]);
  expect(row.recording).toMatchObject({
    callerPhoneNumber: null,
    dialedPhoneNumber: null,
    startMs: null,
    stopMs: null,
    callType: "Unknown",
    events: [],
  });
  expect(row.recording.mediaFiles).toMatchObject([
    { audio: "ready", durationMs: null, mimeType: "audio/mpeg" },
  ]);
  expect((await bytesOf(await open(given, 1))).length).toBeGreaterThan(1_000);
});

test("13.2 times are Gregorian seconds: nobody calls in the year 3994, and windows are never in Unix seconds", async () => {
  const given = simulated();
  const { recording } = await readAwkward(given, 2);
  expect(new Date(recording.startMs ?? 0).getUTCFullYear()).toBe(2026);
  expect(recording.callType).toBe("Inbound");
  expect(epochOfGregorian(NOW_MS / 1_000)).toBeNull();
  given.simulator.forgetCalls();
  await walkAll(given.source, EVERYTHING);
  const lists = given.simulator.calls().filter(({ path }) => path.endsWith("/recordings"));
  for (const { query } of lists) {
    const asked = new URLSearchParams(query);
    for (const name of ["created_from", "created_to"])
      expect(Number(asked.get(name))).toBeGreaterThan(GREGORIAN);
  }
});

describe("13.3 a recording over a month's end", () => {
  test.each(["kazoo-4.3", "kazoo-master", "kazoo-5-docs"] as const)(
    "is found by windows of either month, and is not gone (%s)",
    async (profile) => {
      const given = simulated({ profile });
      const monthMs = Date.UTC(2026, 10, 1);
      const later = await walkedIds(given, { fromMs: monthMs, toMs: monthMs + DAY_MS });
      const hours = await walkedIds(given, { fromMs: monthMs, toMs: monthMs + 6 * 3_600_000 });
      for (const nth of [1, 2]) {
        const id = vendorIdIn(given.simulator, awkwardId(given.simulator, 3, nth));
        expect(later).toContain(id);
        expect(hours).toContain(id);
        expect(await readBy(given.source, id)).not.toBeNull();
      }
    },
  );

  test("has no sound on master, where its id leads nowhere", async () => {
    const given = simulated({ profile: "kazoo-master" });
    await expect(open(given, 3)).rejects.toMatchObject({ kind: "notFound" });
  });
});

test("13.4 ninety days are cut into parts that Kazoo lists, each call told, newest first", async () => {
  const given = simulated({ calls: 120 });
  given.simulator.forgetCalls();
  const window = { fromMs: NOW_MS - 90 * DAY_MS, toMs: NOW_MS + 1_000 };
  const found = await walkedIds(given, window);
  for (const nth of [1, 2, 3, 4, 5, 6, 7]) {
    expect(found).toContain(vendorIdIn(given.simulator, awkwardId(given.simulator, 4, nth)));
  }
  expect(given.simulator.calls().every(({ status }) => status === 200 || status === 201)).toBe(true);
  const starts = new Set(
    given.simulator.calls().flatMap(({ query }) => new URLSearchParams(query).get("created_from") ?? []),
  );
  expect(starts.size).toBe(3);
  expect([...starts].map(Number)).toEqual([...starts].map(Number).sort((a, b) => b - a));
  const inOrder = [7, 6, 5, 4, 3, 2, 1].map((nth) =>
    found.indexOf(vendorIdIn(given.simulator, awkwardId(given.simulator, 4, nth))),
  );
  expect(inOrder).toEqual([...inOrder].sort((a, b) => b - a));
});

test("13.5 audio that is not there yet is pending and asked for again; audio that never comes is missing", async () => {
  let nowMs = NOW_MS;
  const given = simulated({ now: () => new Date(nowMs) }, { now: () => nowMs });
  const waiting = await readAwkward(given, 5, 1);
  expect(waiting.recording.mediaFiles[0]?.audio).toBe("pending");
  expect(waiting.askAgainMs).toBeGreaterThan(0);
  expect(await open(given, 5, 1)).toEqual({ state: "pending", retryAfterSeconds: 60 });
  nowMs += 2 * 60_000;
  const come = await readAwkward(given, 5, 1);
  expect(come.recording.mediaFiles[0]?.audio).toBe("ready");
  expect(come.askAgainMs).toBeNull();
  expect((await open(given, 5, 1)).state).toBe("ready");
  const never = await readAwkward(given, 5, 2);
  expect(never).toMatchObject({ askAgainMs: null, recording: { mediaFiles: [{ audio: "missing" }] } });
  await expect(open(given, 5, 2)).rejects.toMatchObject({ kind: "notFound" });
});

test("13.6 zero bytes, an error in audio's clothes, and sound without a content type", async () => {
  const given = simulated();
  await expect(open(given, 6, 1)).rejects.toMatchObject({ kind: "notFound" });
  const inside = await open(given, 6, 2).catch((error: unknown) => error);
  expect(inside).toMatchObject({ name: "SourceError" });
  expect(inside).toMatchObject({ message: expect.not.stringMatching(/[{<]/) });
  expect(await open(given, 6, 3)).toMatchObject({ state: "ready", mimeType: "audio/mpeg" });
});

test("13.7 only ranges that end inside the file are ever asked for, and none where the whole is wanted", async () => {
  const given = simulated();
  const whole = await bytesOf(await open(given, 7));
  const ranges: (string | null)[] = [];
  const watched = kazooSource(
    (request) => {
      if (request.url.includes("/recordings/")) ranges.push(request.headers.get("range"));
      return given.simulator.fetch(request);
    },
    { settings: given.simulator.source },
  );
  given.simulator.switches.droppedAudio = { on: ["audio"], times: 1 };
  const audio = await watched.openAudio(await audioRef(given, 7), signal);
  expect(await bytesOf(audio)).toEqual(whole);
  const [first, second] = ranges;
  expect([first, ranges.length]).toEqual([null, 2]);
  expect(Number(second?.split("-")[1])).toBe(whole.length - 1);
});

test("13.8 sound that comes compressed all the same is unpacked", async () => {
  const given = simulated();
  const plain = await bytesOf(await open(given, 8));
  const meddling = kazooSource(
    (request) => {
      if (!request.url.includes("/recordings/")) return given.simulator.fetch(request);
      const headers = new Headers(request.headers);
      headers.set("accept-encoding", "gzip");
      return given.simulator.fetch(new Request(request.url, { headers }));
    },
    { settings: given.simulator.source },
  );
  const audio = await meddling.openAudio(await audioRef(given, 8), signal);
  expect(audio).toMatchObject({ state: "ready", sizeBytes: null });
  expect(await bytesOf(audio)).toEqual(plain);
});

test("13.9 the origin's first word beats the switch's direction; without one the numbers tell", async () => {
  const given = simulated();
  const types = [];
  for (const nth of [1, 2, 3, 4]) types.push((await readAwkward(given, 9, nth)).recording.callType);
  expect(types).toEqual(["Outbound", "Inbound", "Inbound", "Inbound"]);
});
