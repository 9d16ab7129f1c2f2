/** Cases 9 to 15 of the fact sheet's §11 over the simulator. */
import { beforeAll, describe, expect, test } from "vitest";
import type { SourceRecording } from "../source";
import { AWKWARD_SWITCHES } from "./simulator";
import {
  awkwardId,
  DAY_MS,
  EVERYTHING,
  findCall,
  MINUTE_MS,
  NOW_MS,
  signal,
  simulated,
  supported,
  walkAll,
} from "./test-kit";

const { simulator, source } = simulated({ calls: 0 });
let recordings: readonly SourceRecording[] = [];
beforeAll(async () => {
  ({ recordings } = await walkAll(source, EVERYTHING));
});

const filesOf = (number: number, nth = 1) =>
  findCall(recordings, awkwardId(number, nth)).recording.mediaFiles;

/** The nth dialog's first file that is ready. */
function opened(number: number, nth = 1, listener: AbortSignal = signal) {
  const file = filesOf(number, nth).find(({ audio }) => audio === "ready");
  return source.openAudio({ vendorId: awkwardId(number, nth), vendorRef: file?.vendorRef ?? "" }, listener);
}

async function soundOf(number: number, nth = 1) {
  const audio = await opened(number, nth);
  if (audio.state !== "ready") throw new Error("it should be ready");
  const bytes = new Uint8Array(await new Response(audio.body).arrayBuffer());
  const view = new DataView(bytes.buffer);
  return { ...audio, bytes, channels: view.getUint16(22, true), riffSize: view.getUint32(4, true) };
}

/** Seconds of 16-bit sound at 8 kHz behind the usual header. */
const secondsOf = ({ bytes, channels }: Awaited<ReturnType<typeof soundOf>>) =>
  (bytes.length - 44) / (2 * channels * 8_000);

describe("case 9: dialogs of which some is recorded", () => {
  test("a segment that is not recorded is a missing file beside the recorded one", () => {
    expect(filesOf(9, 1).map(({ audio }) => audio)).toEqual(["ready", "missing"]);
  });

  test("a menu that claims a recording is a file, whose audio is then not there", async () => {
    const [menu, agent] = filesOf(9, 2);
    expect([menu?.audio, agent?.audio]).toEqual(["ready", "ready"]);
    const claimed = { vendorId: awkwardId(9, 2), vendorRef: menu?.vendorRef ?? "" };
    await expect(source.openAudio(claimed, signal)).rejects.toMatchObject({ kind: "notFound" });
    const { events } = findCall(recordings, awkwardId(9, 2)).recording;
    expect(events.flatMap(({ contact }) => contact?.type ?? [])).toContain("IVR");
  });

  test("a bot, a menu and three agents are three files; a conference is two that overlap", () => {
    expect(filesOf(9, 3)).toHaveLength(3);
    const [first, second] = filesOf(9, 4);
    expect(second?.startMs).toBeLessThan(first?.stopMs ?? 0);
  });

  test("a digital row is no recording", () => {
    expect(recordings.some(({ recording }) => recording.vendorId === awkwardId(9, 5))).toBe(false);
  });
});

test.each([
  ["a 404 although there should be a recording", 1, "notFound"],
  ["200 with not a byte", 2, "internal"],
  ["JSON inside audio/wav", 3, "internal"],
  ["HTML inside audio/wav", 4, "internal"],
])("case 10: %s", async (_name, nth, kind) => {
  await expect(opened(10, nth)).rejects.toMatchObject({ kind });
});

test("case 10: the same 404 within an hour is not yet", async () => {
  const clock = { ms: NOW_MS };
  const young = simulated({ now: () => new Date(clock.ms), baseTime: new Date(NOW_MS), calls: 0 });
  young.simulator.switches.mediaMinutes = 50;
  const uii = young.simulator.addLiveCall({ queue: "Billing", startedMsAgo: 5 * MINUTE_MS });
  young.simulator.endLiveCall(uii);
  clock.ms += 20 * MINUTE_MS;
  const { recordings: found } = await walkAll(young.source, {
    fromMs: NOW_MS - 30 * MINUTE_MS,
    toMs: clock.ms,
  });
  const call = found.find(({ liveIds }) => liveIds?.includes(uii));
  const [file] = call?.recording.mediaFiles ?? [];
  const ref = { vendorId: call?.recording.vendorId ?? "", vendorRef: file?.vendorRef ?? "" };
  expect(await young.source.openAudio(ref, signal)).toMatchObject({ state: "pending" });
  clock.ms += 40 * MINUTE_MS;
  expect(await young.source.openAudio(ref, signal)).toMatchObject({ state: "ready", mimeType: "audio/wav" });
});

describe("case 11: what comes where WAV was asked for", () => {
  test("MP3 says so", async () => {
    expect((await soundOf(11, 1)).mimeType).toBe("audio/mpeg");
  });

  test("to a browser the vendor sends MP3: we are none", async () => {
    expect((await soundOf(11, 2)).mimeType).toBe("audio/wav");
    const download = simulator.calls().filter(({ path }) => path.includes("/recordings/"));
    expect(new Set(download.map(({ userAgent }) => userAgent))).toEqual(new Set(["Earmark/1.0"]));
  });

  test("stereo and mono, sizes right, 0 and 0xFFFFFFFF: bytes as they are, no length claimed", async () => {
    expect(await soundOf(11, 2)).toMatchObject({ channels: 2, sizeBytes: null });
    expect(await soundOf(11, 3)).toMatchObject({ channels: 1, sizeBytes: null });
    expect(await soundOf(11, 4)).toMatchObject({ channels: 2, riffSize: 0, sizeBytes: null });
    expect(await soundOf(11, 5)).toMatchObject({ channels: 1, riffSize: 0xffffffff, sizeBytes: null });
    for (const { channels } of [2, 3, 4, 5].flatMap((nth) => filesOf(11, nth))) expect(channels).toBeNull();
  });

  test.each([
    ["three pauses", 6, 3],
    ["recorded from its 25th second on", 7, 0],
    ["the last REC_STOP missing", 8, 1],
    ["events out of order", 9, 1],
    ["no events at all", 10, 0],
  ])("%s: the file is as long as its events tell", async (_name, nth, pauses) => {
    const [file] = filesOf(11, nth);
    expect(file?.maskedSpans).toHaveLength(pauses);
    expect(Math.abs(secondsOf(await soundOf(11, nth)) * 1_000 - (file?.durationMs ?? 0))).toBeLessThanOrEqual(
      50,
    );
  });
});

describe("case 12: no length, no ranges", () => {
  test("a connection that dies at 80 % ends the stream as an error, never as an end", async () => {
    const audio = await opened(12);
    if (audio.state !== "ready") throw new Error("it should be ready");
    expect(audio.sizeBytes).toBeNull();
    await expect(new Response(audio.body).arrayBuffer()).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("case 13: agents who change", () => {
  const names = (nth: number, from: readonly SourceRecording[] = recordings) => {
    const { events } = findCall(from, awkwardId(13, nth)).recording;
    return events.flatMap(({ contact }) => (contact?.type === "User" ? [contact.userName] : []))[0];
  };

  test("in no list, without a group, ids as numbers, the extension alone, nobody", () => {
    expect(names(1)).toBe("agent 449999");
    expect(filesOf(13, 2)[0]?.accessUnits).toEqual([]);
    for (const nth of [2, 3, 4, 5]) expect(names(nth)).toMatch(/@tidewell\.example$/);
    expect(filesOf(13, 3)[0]?.accessUnits).toHaveLength(2);
    expect(names(6)).toBe("unknown agent");
  });

  test("renamed, moved and deleted: the new name from the next day on, the last one kept", async () => {
    const clock = { ms: NOW_MS };
    const other = simulated({ now: () => new Date(clock.ms), baseTime: new Date(NOW_MS), calls: 0 });
    const startMs = findCall(recordings, awkwardId(13, 3)).recording.startMs ?? 0;
    const window = { fromMs: startMs, toMs: startMs + 10 * MINUTE_MS };
    const nameNow = async () => {
      const { events } = findCall(
        (await walkAll(other.source, window)).recordings,
        awkwardId(13, 3),
      ).recording;
      return events.find(({ contact }) => contact?.type === "User")?.contact?.lastName;
    };
    const before = await nameNow();
    expect(before).toMatch(/./);
    const agentId = Number(filesOf(13, 3)[0]?.parties.agentId);
    other.simulator.changeAgent(agentId, { lastName: "Renamed" });
    expect(await nameNow()).toBe(before);
    clock.ms += DAY_MS;
    expect(await nameNow()).toBe("Renamed");
    other.simulator.changeAgent(agentId, null);
    clock.ms += DAY_MS;
    expect(await nameNow()).toBe("Renamed");
  });

  test("without the right to the lists everybody is a number, and nothing stops", async () => {
    const closed = simulated({ calls: 0 });
    closed.simulator.switches.wfoAccess = false;
    const found = (await walkAll(closed.source, EVERYTHING)).recordings;
    expect(found.length).toBe(recordings.length);
    expect(names(3, found)).toMatch(/^agent \d+$/);
  });
});

describe("case 14: live calls that refuse", () => {
  const live = supported(source.live);

  test("200 false, archived, and still waiting", async () => {
    await expect(live.set(awkwardId(14, 1), "paused", signal)).rejects.toMatchObject({ kind: "conflict" });
    await expect(live.set(awkwardId(14, 2), "paused", signal)).rejects.toMatchObject({ kind: "notFound" });
    await expect(live.set(awkwardId(14, 3), "paused", signal)).rejects.toMatchObject({ kind: "notFound" });
    for (const call of await live.list(signal)) expect(call.status).toBe("unknown");
  });

  test.each(["hang", "hang-done"] as const)(
    "no answer in time (%s): unclear, and sent once",
    async (toggle) => {
      const slow = simulated({ calls: 0 }, { timeoutMs: 60 });
      slow.simulator.switches.toggle = toggle;
      const uii = slow.simulator.addLiveCall({ queue: "Billing" });
      await expect(supported(slow.source.live).set(uii, "paused", signal)).rejects.toMatchObject({
        kind: "unreachable",
        unclear: true,
      });
      const wasPaused = slow.simulator.liveCalls().find((call) => call.uii === uii)?.recording === false;
      expect(wasPaused).toBe(toggle === "hang-done");
    },
  );

  test("what was asked shows in the events afterwards", async () => {
    const clock = { ms: NOW_MS };
    const later = simulated({ now: () => new Date(clock.ms), baseTime: new Date(NOW_MS), calls: 0 });
    const uii = later.simulator.addLiveCall({ queue: "Billing" });
    const control = supported(later.source.live);
    for (const status of ["paused", "recording"] as const) {
      clock.ms += MINUTE_MS;
      expect(await control.set(uii, status, signal)).toEqual({ state: "requested" });
    }
    clock.ms += MINUTE_MS;
    later.simulator.endLiveCall(uii);
    clock.ms += 30 * MINUTE_MS;
    const { recordings: found } = await walkAll(later.source, { fromMs: NOW_MS, toMs: clock.ms });
    const call = found.find(({ liveIds }) => liveIds?.includes(uii));
    expect(call?.recording.mediaFiles[0]?.maskedSpans).toMatchObject([
      { startMs: MINUTE_MS, endMs: MINUTE_MS, pausedMs: MINUTE_MS, origin: "events" },
    ]);
  });
});

describe("case 15: clocks", () => {
  const AUTUMN = { fromMs: Date.UTC(2026, 9, 31, 12), toMs: Date.UTC(2026, 10, 2) };
  const SPRING = { fromMs: Date.UTC(2026, 2, 7, 12), toMs: Date.UTC(2026, 2, 9) };

  test.each([
    ["autumn", AUTUMN, [2, 3]],
    ["spring", SPRING, [4]],
  ] as const)(
    "nothing is lost in %s, in UTC or in a zone that turns its clock",
    async (_name, window, cases) => {
      for (const timeZone of ["UTC", "US/Eastern"]) {
        const turning = simulated({ calls: 0 }, { settings: { timeZone } });
        const found = (await walkAll(turning.source, window)).recordings;
        for (const nth of cases) expect(findCall(found, awkwardId(15, nth))).toBeDefined();
      }
    },
  );

  test("across midnight", () => {
    expect(filesOf(15, 1)[0]?.durationMs).toBe(90_000);
  });

  test("a zone that the service does not know is refused in words; one that it knows works", async () => {
    const picky = simulated({ calls: 0 });
    picky.simulator.switches.knownZones = AWKWARD_SWITCHES[15]?.knownZones ?? null;
    const window = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
    await expect(picky.source.walk(window, null, signal)).rejects.toMatchObject({
      kind: "refused",
      message: /timeZone/,
    });
    const eastern = simulated({ calls: 0 }, { settings: { timeZone: "US/Eastern" } });
    eastern.simulator.switches.knownZones = AWKWARD_SWITCHES[15]?.knownZones ?? null;
    await walkAll(eastern.source, window);
  });

  test.each([-20, -13, 0, 20])("a server whose clock is %i minutes from ours", async (minutes) => {
    const skewed = simulated({ calls: 60 });
    skewed.simulator.switches.clockSkewMs = minutes * MINUTE_MS;
    const window = { fromMs: NOW_MS - 60 * MINUTE_MS, toMs: NOW_MS + 10 * MINUTE_MS };
    await skewed.source.walk(window, null, signal);
    const report = skewed.simulator.calls().filter(({ path }) => path.endsWith("interaction-metadata"));
    expect(report.at(-1)?.status).toBe(200);
    expect(report.length).toBeLessThanOrEqual(4);
  });
});
