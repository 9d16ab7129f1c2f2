/** Cases 1 to 8 of the fact sheet's §11 over the simulator; those of 9 to 15 are in awkward-cases-2.test.ts. */
import { beforeAll, describe, expect, test } from "vitest";
import { createCallBudget } from "../call-budget";
import { SourceError } from "../source";
import { AWKWARD_SWITCHES } from "./simulator";
import {
  awkwardId,
  DAY_MS,
  EVERYTHING,
  findCall,
  HOUR_MS,
  MINUTE_MS,
  NOW_MS,
  signal,
  simulated,
  walkAll,
} from "./test-kit";

const METADATA = /interaction-metadata$/;

const shared = simulated();
let everything: Awaited<ReturnType<typeof walkAll>> = { recordings: [], pages: 0, rejected: 0 };
beforeAll(async () => {
  everything = await walkAll(shared.source, EVERYTHING);
});

/** A simulator and a source on a clock that a test moves on. */
function ticking(options: Parameters<typeof simulated>[0] = {}, given: Parameters<typeof simulated>[1] = {}) {
  const clock = { ms: NOW_MS };
  return {
    clock,
    ...simulated({ now: () => new Date(clock.ms), baseTime: new Date(NOW_MS), ...options }, given),
  };
}

const callsOf = (simulator: ReturnType<typeof simulated>["simulator"], path: RegExp) =>
  simulator.calls().filter((call) => path.test(call.path));

describe("case 1: 401 in plain text in the middle of a backfill", () => {
  test("a backfill goes on over expired tokens of all three spellings", async () => {
    const { simulator, source, clock } = ticking();
    simulator.switches.expiredText = "rotate";
    let cursor: string | null = null;
    const window = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS };
    do {
      ({ cursor } = await source.walk(window, cursor, signal, "history"));
      simulator.expireTokens();
      clock.ms += 1_000 * 30;
    } while (cursor !== null);
    const report = callsOf(simulator, METADATA);
    expect(report.filter(({ status }) => status === 401).length).toBeGreaterThan(10);
    expect(report.filter(({ status }) => status === 200)).toHaveLength(17);
  });

  test("ten downloads in flight, one renewal", async () => {
    const { simulator, source } = simulated();
    const { recordings } = await walkAll(source, EVERYTHING);
    const files = recordings.slice(0, 10).flatMap(({ recording }) => {
      const file = recording.mediaFiles.find(({ audio }) => audio === "ready");
      return file === undefined ? [] : [{ vendorId: recording.vendorId, vendorRef: file.vendorRef }];
    });
    simulator.expireTokens();
    simulator.forgetCalls();
    const opened = await Promise.allSettled(files.map((file) => source.openAudio(file, signal)));
    expect(opened.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(9);
    expect(callsOf(simulator, /\/api\/auth\/token\/refresh$/)).toHaveLength(1);
    expect(callsOf(simulator, /accesstoken$/)).toEqual([]);
  });
});

test("case 2: the refresh token spent by another worker, and the exchange at its limit", async () => {
  const { simulator, source, clock } = ticking();
  await source.check(signal);
  simulator.spendRefreshTokens();
  clock.ms += 4 * MINUTE_MS;
  await source.check(signal);
  expect(callsOf(simulator, /accesstoken$/)).toHaveLength(2);
  simulator.spendRefreshTokens();
  simulator.switches.exchangesPerMinute = 0;
  clock.ms += 4 * MINUTE_MS;
  await expect(source.check(signal)).rejects.toMatchObject({ kind: "rateLimited", retryAfterMs: 15_000 });
  simulator.switches.exchangesPerMinute = 5;
  await source.check(signal);
});

test("case 3: another product used the account's nine: backing off without Retry-After, and then on", async () => {
  const { simulator, source, clock } = ticking(
    { limits: [{ calls: 9, seconds: 900 }] },
    { settings: { metadataLimits: [{ calls: 9, seconds: 900 }] } },
  );
  simulator.spendMetadata(9);
  const window = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
  const waits: number[] = [];
  const waitOf = async () => {
    const error = await source.walk(window, null, signal).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) return null;
    return error instanceof SourceError && error.kind === "rateLimited" ? error.retryAfterMs : Number.NaN;
  };
  for (let waitMs = await waitOf(); waitMs !== null; waitMs = await waitOf()) {
    waits.push(waitMs);
    // Asked again before that, nothing is sent.
    expect(await waitOf()).toBe(waitMs);
    clock.ms += waitMs;
  }
  expect(waits).toEqual([20_000, 40_000, 80_000, 160_000, 320_000, 600_000]);
  expect(callsOf(simulator, METADATA).map(({ status }) => status)).toEqual([
    429, 429, 429, 429, 429, 429, 200,
  ]);
});

test("case 4: an older cell takes 3,600 s: halved, remembered, nothing missed", async () => {
  const usual = simulated();
  const older = simulated();
  Object.assign(older.simulator.switches, AWKWARD_SWITCHES[4]);
  const window = { fromMs: NOW_MS - 5 * DAY_MS, toMs: NOW_MS };
  const idsOf = (rows: Awaited<ReturnType<typeof walkAll>>) =>
    new Set(rows.recordings.map(({ recording }) => recording.id));
  expect(idsOf(await walkAll(older.source, window))).toEqual(idsOf(await walkAll(usual.source, window)));
  expect(callsOf(older.simulator, METADATA).filter(({ status }) => status === 400)).toHaveLength(1);
});

test("case 5: a deployment that takes the time for the window's end is noticed, and nothing lost", async () => {
  const usual = simulated({ calls: 2_000 });
  const other = simulated({ calls: 2_000 });
  Object.assign(other.simulator.switches, AWKWARD_SWITCHES[5]);
  const window = { fromMs: NOW_MS - 3 * DAY_MS, toMs: NOW_MS - HOUR_MS };
  const known = new Set(
    (await walkAll(other.source, window)).recordings.map(({ recording }) => recording.id),
  );
  const expected = (await walkAll(usual.source, window)).recordings;
  expect(expected.length).toBeGreaterThan(50);
  expect(expected.filter(({ recording }) => !known.has(recording.id))).toEqual([]);
});

describe("case 6: rows that come again and change", () => {
  test("a row listed twice, in overlapping windows too, is one file", () => {
    const found = everything.recordings.filter(({ recording }) => recording.vendorId === awkwardId(6));
    expect(found.length).toBeGreaterThan(0);
    for (const { recording, labels } of found) {
      expect(recording.mediaFiles).toHaveLength(1);
      expect(labels).toBeNull();
    }
  });

  test("hasRecording that turns true late comes with the hourly pass", async () => {
    const { source, clock } = ticking();
    const hourly = () => ({
      fromMs: clock.ms - (source.syncPlan.reachMs?.hourly ?? 0) - source.syncPlan.lagMs,
      toMs: clock.ms,
    });
    const isListed = async () =>
      (await walkAll(source, hourly())).recordings.some(
        ({ recording }) => recording.vendorId === awkwardId(6, 2),
      );
    expect(await isListed()).toBe(false);
    clock.ms += HOUR_MS;
    expect(await isListed()).toBe(true);
  });

  test("never recorded is no recording; beyond retention it is listed no more", async () => {
    const { source, clock } = ticking();
    expect(everything.recordings.some(({ recording }) => recording.vendorId === awkwardId(6, 3))).toBe(false);
    const edge = { fromMs: NOW_MS - 365 * DAY_MS, toMs: NOW_MS - 364 * DAY_MS };
    expect(findCall((await walkAll(source, edge)).recordings, awkwardId(6, 4)).files).toBe("some");
    clock.ms += 3 * HOUR_MS;
    expect((await walkAll(source, edge)).recordings).toEqual([]);
  });
});

describe("case 7: fields that hold anything", () => {
  test("rows of every shape are read as far as they go", () => {
    const { recordings, rejected } = everything;
    const at = (nth: number) => findCall(recordings, awkwardId(7, nth)).recording;
    for (const nth of [1, 2, 5, 7]) {
      const [file] = at(nth).mediaFiles;
      expect(file?.durationMs, `case 7.${nth}`).toBe(90_000);
      expect(file?.startMs).toBe(at(nth).startMs);
      expect(at(nth).stopMs).toBe((at(nth).startMs ?? 0) + 90_000);
    }
    expect(at(3).startMs).not.toBeNull();
    for (const nth of [4, 6, 10]) {
      expect(at(nth).startMs, `case 7.${nth}`).toBeNull();
      expect(at(nth).mediaFiles).toMatchObject([{ audio: "ready" }]);
    }
    expect(rejected).toBeGreaterThanOrEqual(1);
    const text = JSON.stringify(at(9));
    expect(text).toContain("<script>");
    expect(text).not.toContain("canary");
  });

  test.each(["beside", "old"] as const)("the shape %s is understood throughout", async (shape) => {
    const { simulator, source } = simulated({ awkward: false });
    simulator.switches.shape = shape;
    const { recordings } = await walkAll(source, EVERYTHING);
    expect(recordings.length).toBeGreaterThan(30);
    for (const { recording } of recordings) {
      expect(recording.startMs).not.toBeNull();
      expect(recording.stopMs).not.toBeNull();
      expect(recording.mediaFiles.length).toBeGreaterThan(0);
    }
    expect(JSON.stringify(recordings)).not.toContain("canary");
  });
});

test("case 8: caller and callee in either field are told apart where the channel tells", async () => {
  const { recordings } = everything;
  const at = (nth: number) => {
    const { callerPhoneNumber, dialedPhoneNumber } = findCall(recordings, awkwardId(8, nth)).recording;
    return [callerPhoneNumber, dialedPhoneNumber];
  };
  const truth = shared.simulator.dialog(awkwardId(8));
  expect(at(1)).toEqual([truth?.from, truth?.to]);
  // The channel is the customer's number here, against the text: swapped, and both masked whatever the guess.
  expect(at(2)).toEqual(["2125550118", "8005550199"]);
  expect(at(4)).toEqual(["8005550142", "8005550142"]);
  expect(at(5)).toEqual(["+442079460136", "+448081570192"]);
  expect(at(6)).toEqual([null, null]);
  expect(at(7)[0]).toBe("anonymous");
  expect(findCall(recordings, awkwardId(8, 8)).liveIds).toEqual([]);
  for (const model of ["calling-called", "company-contact"] as const) {
    const other = simulated({ awkward: false });
    other.simulator.switches.addressModel = model;
    for (const { recording } of (await walkAll(other.source, EVERYTHING)).recordings) {
      const dialog = other.simulator.dialog(recording.vendorId);
      expect([recording.callerPhoneNumber, recording.dialedPhoneNumber]).toEqual([dialog?.from, dialog?.to]);
    }
  }
});

test("two app servers share one budget and never meet the vendor's limit", async () => {
  const clock = { ms: NOW_MS };
  const limits = [
    { calls: 2, seconds: 60 },
    { calls: 9, seconds: 900 },
  ];
  const budget = createCallBudget(() => clock.ms);
  const first = simulated(
    { limits, now: () => new Date(clock.ms), baseTime: new Date(NOW_MS) },
    { budget, settings: { metadataLimits: limits } },
  );
  const second = simulated({}, { budget, now: () => clock.ms, settings: { metadataLimits: limits } });
  const window = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
  await first.source.walk(window, null, signal);
  await second.source.walk(window, null, signal);
  await expect(first.source.walk(window, null, signal)).rejects.toMatchObject({
    kind: "rateLimited",
    retryAfterMs: 62_000,
  });
  expect(callsOf(first.simulator, METADATA)).toHaveLength(1);
});
