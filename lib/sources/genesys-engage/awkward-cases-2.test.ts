/** The awkward cases 14 to 20 of the fact sheet's §14, by their numbers, against the simulator and against answers written by hand. */
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { SourceError } from "../source";
import { CANARIES } from "./simulator";
import {
  awkwardFile,
  awkwardId,
  DAY_MS,
  EVERYTHING,
  engageSource,
  html,
  NOW_MS,
  no,
  ok,
  readOne,
  scripted,
  signal,
  simulated,
  supported,
  walkAll,
} from "./test-kit";

const read = async (number: number, nth = 1) => readOne(simulated().source, awkwardId(number, nth));

test("14.14 a name with a comma, and __screenRecording where flag and label disagree", async () => {
  expect((await read(14, 1)).labels?.map(({ name }) => name)).toEqual(["callback,urgent"]);
  expect(supported(simulated().source.labels).refuses("callback,urgent")).toMatch(/comma/);
  for (const nth of [2, 3]) {
    const { recording, labels } = await read(14, nth);
    expect(recording.screenRecording).toBe(true);
    expect(labels).toEqual([]);
  }
  expect((await read(14, 1)).recording.screenRecording).toBe(false);
});

test("14.15 numbers are kept as they are written, and unknown ones are unknown", async () => {
  const numbers = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (nth) => (await read(15, nth)).recording.callerPhoneNumber),
  );
  expect(numbers).toEqual([
    "+15559680001",
    "+1 (555) 968-0002",
    "Alice.SIP",
    "alice.sip",
    "5551?34",
    "anonymous",
    null,
    null,
  ]);
});

describe("14.16 windows", () => {
  test("a call that straddles the end of a window is found in it, and only in it", async () => {
    for (const nth of [1, 2, 3]) {
      const { simulator, source } = simulated();
      const { startMs, stopMs } = (await readOne(source, awkwardId(16, nth))).recording;
      if (startMs === null || stopMs === null) throw new Error("this call has times");
      const cutMs = Math.floor((startMs + stopMs) / 2);
      const holds = async (fromMs: number, toMs: number) =>
        (await walkAll(source, { fromMs, toMs })).recordings.some(
          ({ recording }) => recording.vendorId === awkwardId(16, nth),
        );
      expect(await holds(cutMs - DAY_MS, cutMs)).toBe(true);
      expect(await holds(cutMs, cutMs + DAY_MS)).toBe(false);
      expect(await holds(startMs, startMs + 1)).toBe(true);
      expect(await holds(startMs - 1, startMs)).toBe(false);
      expect(simulator.calls().length).toBeGreaterThan(4);
    }
  });

  test("times are sent as milliseconds, never as seconds", async () => {
    const { simulator, source } = simulated();
    await source.walk({ fromMs: NOW_MS - DAY_MS, toMs: NOW_MS }, null, signal);
    const query = new URLSearchParams(simulator.calls().at(-1)?.query);
    for (const name of ["startTime", "endTime"]) expect(query.get(name)).toMatch(/^\d{13}$/);
  });
});

test("14.17 a deletion is told as it was: done in spite of 500, in part, not at all, not allowed, gone before", async () => {
  const outcome = async (
    nth: number,
    change: (switches: ReturnType<typeof simulated>["simulator"]["switches"]) => void,
  ) => {
    const { simulator, source } = simulated();
    change(simulator.switches);
    const deletion = supported(source.deletion);
    const told = await deletion.delete(awkwardId(17, nth), signal).catch((error: unknown) => error);
    return told instanceof SourceError ? [told.kind, told.unclear] : told;
  };
  const set =
    (failDelete: "with-effect" | "partial" | "without-effect") => (switches: { failDelete: string }) =>
      Object.assign(switches, { failDelete });
  const done = { deleted: "done", deleteTimeMs: null, remaining: [] };
  expect(await outcome(2, () => undefined)).toEqual(done);
  expect(await outcome(2, set("with-effect"))).toEqual(done);
  expect(await outcome(2, set("partial"))).toEqual(["internal", true]);
  expect(await outcome(2, set("without-effect"))).toEqual(["internal", false]);
  expect(await outcome(3, (switches) => Object.assign(switches, { readOnly: true }))).toEqual([
    "readOnly",
    false,
  ]);
  expect(await outcome(1, () => undefined)).toEqual(["forbidden", false]);
  // Protected a moment ago: what was read before the deletion does not know it yet.
  const { fetch } = scripted(({ method }) =>
    method === "DELETE" ? no(403, 3) : ok({ recording: { id: "R", labels: [] } }),
  );
  await expect(supported(engageSource(fetch).deletion).delete("R", signal)).rejects.toMatchObject({
    kind: "forbidden",
  });
  const gone = scripted(() => no(404, 6));
  await expect(supported(engageSource(gone.fetch).deletion).delete("R", signal)).rejects.toMatchObject({
    kind: "notFound",
  });
});

test("14.18 200 with an error inside, JSON or HTML for audio, audio of unknown length, audio/mp3", async () => {
  const { simulator, source } = simulated();
  const ref = { vendorId: awkwardId(2), vendorRef: (await awkwardFile(2)).vendorRef };
  const sound = await source.openAudio(ref, signal);
  expect(sound).toMatchObject({ state: "ready", mimeType: "audio/mpeg", sizeBytes: null });
  simulator.switches.audioAs = "json";
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({ kind: "internal" });
  simulator.switches.audioAs = "html";
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({ kind: "unreachable" });
  for (const fault of ["okWithError", "okHtml", "badGateway", "truncatedJson", "internalError"] as const) {
    simulator.switches[fault] = true;
    await expect(source.walk(EVERYTHING, null, signal), fault).rejects.toMatchObject({ name: "SourceError" });
    await expect(supported(source.readById).read(awkwardId(2), signal), fault).rejects.toMatchObject({
      name: "SourceError",
    });
    simulator.switches[fault] = false;
  }
  const expired = awkwardId(18);
  const decrypt = { vendorId: expired, vendorRef: (await awkwardFile(18)).vendorRef };
  await expect(source.openAudio(decrypt, signal)).rejects.toMatchObject({ kind: "internal" });
});

test("14.19 no secret or internal host of the vendor's gets into recordings or errors", async () => {
  const { simulator, source } = simulated({ calls: 120 });
  const { recordings, rejected } = await walkAll(source, EVERYTHING);
  const secrets = [
    ...Object.values(CANARIES),
    "rpSys",
    "rws-admin-pass",
    "speechminer",
    "storageCredentials",
    "pkcs7",
  ];
  expect(rejected).toBe(0);
  const kept = inspect(recordings, {
    depth: Number.POSITIVE_INFINITY,
    maxStringLength: null,
    maxArrayLength: null,
  });
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);

  const wire = JSON.stringify({
    statusCode: 4,
    statusMessage: CANARIES.speechminerAuth,
    recordings: simulator.recordings().slice(0, 5),
  });
  const answers = [
    wire,
    wire.slice(0, 900),
    `<html>${CANARIES.mediaHost}</html>`,
    wire.replace('"statusCode":4', '"statusCode":0'),
  ];
  for (const text of answers) {
    const { fetch } = scripted(() => new Response(text, { headers: { "x-internal": CANARIES.nextHost } }));
    const other = engageSource(fetch);
    const tries = [
      supported(other.readById).read("R", signal),
      other.openAudio({ vendorId: "R", vendorRef: "/recordings/R/play/x.mp3" }, signal),
      supported(other.deletion).delete("R", signal),
    ];
    for (const attempt of tries) {
      const error: unknown = await attempt.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SourceError);
      const told = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
      expect(told).not.toMatch(/rws\.example|authorization|Basic /i);
    }
  }
});

test("14.19 hostile strings come through unharmed, for the presenter to make safe", async () => {
  const [html_, turned, long, formula, control] = await Promise.all(
    [2, 3, 4, 5, 6].map((nth) => read(19, nth)),
  );
  const firstNames = (one: typeof html_) =>
    one?.recording.events.flatMap(({ contact }) => contact?.firstName ?? []) ?? [];
  expect(firstNames(html_)).toContain(`<img src=x onerror="alert('canary-xss')"><script>alert(1)</script>`);
  expect(firstNames(turned)[0]).toContain("\u202e");
  expect(firstNames(long)[0]).toHaveLength(10_240);
  expect(firstNames(formula)[0]).toMatch(/^=HYPERLINK/);
  expect(
    control?.recording.events.some(({ data }) =>
      Object.entries(data?.added ?? {}).some(([key]) => key === "constructor"),
    ),
  ).toBe(true);
});

describe("14.20 between two calls", () => {
  test("the session and its token expire between list and delete", async () => {
    const { simulator, source } = simulated();
    simulator.switches.csrf = true;
    await source.walk(EVERYTHING, null, signal);
    simulator.expireSessions();
    simulator.forgetCalls();
    expect(await supported(source.deletion).delete(awkwardId(17, 3), signal)).toMatchObject({
      deleted: "done",
    });
    // Its life is over with the first change: each later one needs a new session.
    simulator.switches.sessionCalls = 2;
    expect(await supported(source.deletion).delete(awkwardId(17, 2), signal)).toMatchObject({
      deleted: "done",
    });
  });

  test("a new password is demanded", async () => {
    const { simulator, source } = simulated();
    simulator.switches.passwordChange = true;
    const refusal = {
      kind: "refused",
      message: "Genesys Engage demands a new password for Earmark's account.",
    };
    await expect(source.walk(EVERYTHING, null, signal)).rejects.toMatchObject(refusal);
    await expect(source.check(signal)).rejects.toMatchObject(refusal);
  });

  test("the account is locked in the middle of its work", async () => {
    const { simulator, source } = simulated();
    simulator.switches.unauthorizedAfterCalls = 1;
    await source.check(signal);
    await expect(source.check(signal)).rejects.toMatchObject({
      kind: "refused",
      message: /user name or password/,
    });
  });

  test("a fresh call is found although the vendor's clock is ahead or behind", async () => {
    for (const skewMs of [-120_000, 120_000]) {
      const { simulator, source } = simulated();
      simulator.switches.clockSkewMs = skewMs;
      // What sync asks for: the last fifteen minutes, and ten into our future.
      const window = { fromMs: NOW_MS - 15 * 60_000, toMs: NOW_MS + 10 * 60_000 };
      const { recordings } = await walkAll(source, window);
      expect(recordings.map(({ recording }) => recording.vendorId)).toContain(awkwardId(20));
    }
  });

  test("the vendor goes away for a while", async () => {
    const { simulator, source } = simulated();
    simulator.switches.unavailableHtml = { times: 3 };
    await expect(source.walk(EVERYTHING, null, signal)).rejects.toMatchObject({ kind: "unreachable" });
    expect((await source.walk(EVERYTHING, null, signal)).recordings.length).toBeGreaterThan(0);
    const { fetch } = scripted(() => html(200));
    await expect(engageSource(fetch).check(signal)).rejects.toMatchObject({ kind: "unreachable" });
  });
});
