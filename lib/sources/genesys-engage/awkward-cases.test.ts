import { describe, expect, test } from "vitest";
import { AWKWARD } from "./simulator";
import {
  awkwardFile,
  awkwardId,
  EVERYTHING,
  engageSource,
  ok,
  readOne,
  scripted,
  signal,
  simulated,
  supported,
  walkAll,
} from "./test-kit";

const read = async (number: number, nth = 1) => readOne(simulated().source, awkwardId(number, nth));
const spansOf = async (nth: number) =>
  (await awkwardFile(3, nth)).maskedSpans.map(({ startMs, endMs, open }) =>
    open ? [startMs, endMs, "open"] : [startMs, endMs],
  );

describe("14.1 paging", () => {
  test("a nextPath on the last page is not followed, and every call is found once it is counted", async () => {
    const { simulator, source } = simulated({ calls: 250 });
    simulator.switches.alwaysNextPath = true;
    const { recordings } = await walkAll(source, EVERYTHING);
    const ids = new Set(recordings.map(({ recording }) => recording.vendorId));
    expect(ids.has(awkwardId(1))).toBe(true);
    const pages = simulator.calls().length;
    expect(pages).toBe(Math.ceil(ids.size / 95));
    expect(simulator.calls().every(({ query }) => query.includes(`startTime=${EVERYTHING.fromMs}`))).toBe(
      true,
    );
  });

  test("a count that shrinks from page to page loses nothing", async () => {
    const { simulator, source } = simulated({ calls: 250 });
    const all = new Set((await walkAll(source, EVERYTHING)).recordings.map(({ recording }) => recording.id));
    simulator.switches.totalCountShrinksBy = 12;
    const shrunk = await walkAll(source, EVERYTHING);
    const lost = [...all].filter((id) => !shrunk.recordings.some(({ recording }) => recording.id === id));
    // What the wrong count hides at the very end is at most what it hides in all.
    expect(lost.length).toBeLessThanOrEqual(12 * 3);
  });

  test("an empty page ends the walk early", async () => {
    const { simulator, source } = simulated({ calls: 250 });
    simulator.switches.emptyFromOffset = 120;
    const { recordings } = await walkAll(source, EVERYTHING);
    expect(new Set(recordings.map(({ recording }) => recording.id)).size).toBe(195);
  });
});

test("14.2 a duration longer than stop − start, empty, missing, 0, or a real number", async () => {
  const longer = await awkwardFile(2, 1);
  expect(longer.durationMs).toBe(33_100);
  expect(longer.durationMs).toBeGreaterThan((longer.stopMs ?? 0) - (longer.startMs ?? 0));
  for (const nth of [2, 3, 4]) expect((await awkwardFile(2, nth)).durationMs).toBeNull();
  const numbers = await awkwardFile(2, 5);
  expect(numbers.durationMs).toBeGreaterThan(80_000);
  expect(numbers.sizeBytes).toBeGreaterThan(1_000_000);
});

test("14.3 masks that are unpaired, unsorted, doubled, outside the file, or spelt otherwise", async () => {
  const end = (await awkwardFile(3, 1)).durationMs;
  expect(await spansOf(1)).toEqual([[60_000, end, "open"]]);
  expect(await spansOf(2)).toEqual([[0, 20_000]]);
  expect(await spansOf(3)).toEqual([
    [10_000, 20_000],
    [50_000, 65_500],
  ]);
  expect(await spansOf(4)).toEqual([[0, 4_000]]);
  expect(await spansOf(5)).toEqual([[30_000, 41_250]]);
  expect((await awkwardFile(3, 5)).masks.map(({ type }) => type)).toEqual(["paused", "resume"]);
  expect(await spansOf(6)).toEqual([[30_000, 35_000]]);
  for (const span of (await awkwardFile(3, 1)).maskedSpans)
    expect(span).toMatchObject({ uncertainMs: 1_000, origin: "masks" });
});

test("14.4 four ways to write a time in one record", async () => {
  const { simulator, source } = simulated();
  const wire = simulator.recording(awkwardId(4));
  expect(
    new Set([wire?.startTime?.at(-1), wire?.stopTime?.slice(-5), wire?.mediaFiles?.[0]?.stopTime?.slice(-4)])
      .size,
  ).toBe(3);
  const { recording } = await readOne(source, awkwardId(4));
  const [file] = recording.mediaFiles;
  expect((recording.stopMs ?? 0) - (recording.startMs ?? 0)).toBe(90_000);
  expect(file?.startMs).toBe(recording.startMs);
  expect((file?.stopMs ?? 0) - (recording.startMs ?? 0)).toBe(90_072);
  expect(recording.events.every(({ occurredAtMs }) => occurredAtMs !== null)).toBe(true);
});

test("14.5 events in no order, before the start, of unknown kinds, with any eventId", async () => {
  const unsorted = (await read(5, 1)).recording;
  const times = unsorted.events.map(({ occurredAtMs }) => occurredAtMs ?? Number.NaN);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times[0]).toBe((unsorted.startMs ?? 0) - 2_000);
  expect(JSON.stringify(await read(5, 2))).not.toContain("04-NOV-14");
  const strange = (await read(5, 3)).recording.events;
  expect(strange.map(({ event }) => event)).toContain("Held");
  expect(strange.find(({ contact }) => contact?.type === "RoutingPoint")?.contact).toMatchObject({
    phoneNumber: "8999",
    userName: null,
  });
  expect(strange.some(({ contact }) => contact?.type === "Unknown" && contact.phoneNumber === null)).toBe(
    true,
  );
  expect(strange.some(({ event, data }) => event === "Data" && data === null)).toBe(true);
});

test("14.5 ties keep the vendor's order", async () => {
  const event = (name: string, second: string) => ({
    event: name,
    occurredAt: `2026-01-01T00:00:0${second}.000+0000`,
  });
  const eventHistory = [
    event("b", "2"),
    event("a", "1"),
    { event: "untimed" },
    event("c", "2"),
    event("d", "1"),
  ];
  const { fetch } = scripted(() => ok({ recording: { id: "R", eventHistory, labels: [] } }));
  const { recording } = await readOne(engageSource(fetch), "R");
  expect(recording.events.map((one) => one.event)).toEqual(["a", "d", "b", "c", "untimed"]);
});

test("14.6 an external with a number only, two users and no external, one user joining twice", async () => {
  const external = (await read(6, 1)).recording.events.filter(({ contact }) => contact !== null);
  expect(external).toHaveLength(2);
  expect(external[0]?.contact).toEqual({
    type: "External",
    phoneNumber: "+442079460199",
    userName: null,
    firstName: null,
    lastName: null,
  });
  const internal = (await read(6, 2)).recording;
  expect(new Set(internal.events.flatMap(({ contact }) => contact?.type ?? []))).toEqual(new Set(["User"]));
  expect(internal.callType).toBe("Internal");
  const conference = (await read(6, 3)).recording.events;
  const twice = conference.filter(
    ({ contact, event }) => contact?.userName === "hsato" && event === "Joined",
  );
  expect(twice).toHaveLength(2);
});

test("14.7 files of different calls, groups and partitions, one of them not to be decrypted", async () => {
  const { simulator, source } = simulated();
  const { recording } = await readOne(source, awkwardId(7));
  const [first, second, third] = recording.mediaFiles;
  expect(new Set(recording.mediaFiles.map(({ callId }) => callId)).size).toBe(3);
  expect([first?.partitions, second?.partitions, third?.partitions]).toEqual([
    [],
    ["/support"],
    ["/sales", "/support"],
  ]);
  expect(first?.accessGroups).not.toEqual(third?.accessGroups);
  expect(third?.sizeBytes).toBeNull();
  expect(
    (await readOne(source, awkwardId(7, 2))).recording.mediaFiles.map(({ accessGroups }) => accessGroups),
  ).toEqual([["/"], []]);
  const { username, password } = simulator.credentials.supervisorNoDecrypt;
  const other = engageSource(simulator.fetch, { username, password });
  const ref = (file: typeof first) => ({ vendorId: recording.vendorId, vendorRef: file?.vendorRef ?? "" });
  expect((await other.openAudio(ref(first), signal)).state).toBe("ready");
  await expect(other.openAudio(ref(third), signal)).rejects.toMatchObject({ kind: "forbidden" });
});

test("14.8 no media files at all, or a playPath that must not be used", async () => {
  expect((await read(8, 1)).recording.mediaFiles).toEqual([]);
  expect((await read(8, 2)).recording.mediaFiles).toEqual([]);
  for (const nth of [3, 4, 5, 6, 7]) {
    const { simulator, source } = simulated();
    const { recording } = await readOne(source, awkwardId(8, nth));
    const [file] = recording.mediaFiles;
    expect(file).toMatchObject({ audio: "missing", vendorRef: "" });
    simulator.forgetCalls();
    const raw = simulator.recording(awkwardId(8, nth))?.mediaFiles?.[0]?.playPath ?? "";
    for (const vendorRef of ["", raw]) {
      const asked = source.openAudio({ vendorId: recording.vendorId, vendorRef }, signal);
      await expect(asked).rejects.toMatchObject({ kind: "notFound" });
    }
    expect(simulator.calls()).toEqual([]);
  }
});

test("14.9 values masked by the vendor are unknown, whatever the number of asterisks", async () => {
  const { recording } = await read(9, 2);
  expect(recording).toMatchObject({ callerPhoneNumber: null, dialedPhoneNumber: null });
  expect(recording.mediaFiles[0]?.parties).toMatchObject({ agentId: null, username: null });
  expect(JSON.stringify(recording)).not.toMatch(/\*\*\*/);
  expect(JSON.stringify(recording)).not.toContain("+19059680001");
  // recordDN, mediaId and the file's stem carry the caller's number too: they are not kept. The rest is masked when shown.
  const leaking = (await read(9, 1)).recording;
  expect(leaking.callerPhoneNumber).toBe("+19175550123");
  const files = leaking.mediaFiles.map((file) => ({ ...file, parties: null }));
  const rest = { ...leaking, callerPhoneNumber: null, events: [], mediaFiles: files };
  expect(JSON.stringify(rest)).not.toContain("9175550123");
});

test("14.10 403 that means the account, a feature, one file, or the session", async () => {
  const { simulator, source } = simulated();
  const { username, password } = simulator.credentials.agent;
  await expect(
    engageSource(simulator.fetch, { username, password }).walk(EVERYTHING, null, signal),
  ).rejects.toMatchObject({ kind: "refused" });
  simulator.switches.features.supervisorRecording = false;
  await expect(source.walk(EVERYTHING, null, signal)).rejects.toMatchObject({
    kind: "refused",
    message: /feature/,
  });
  simulator.switches.features.supervisorRecording = true;
  simulator.switches.features.decryptionProxying = false;
  const file = (await readOne(source, awkwardId(10))).recording.mediaFiles[0];
  const ref = { vendorId: awkwardId(10), vendorRef: file?.vendorRef ?? "" };
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({ kind: "forbidden" });
  // Plain text: the session, not the person. A masked query parameter can't happen: no number or name is ever searched there.
  simulator.switches.csrf = true;
  await supported(source.protection).set(awkwardId(10), true, signal);
  expect((await readOne(source, awkwardId(10))).recording.nonDelete).toBe(true);
  for (const { query } of simulator.calls()) expect(query).not.toMatch(/PhoneNumber|userName|userData/);
});

test("14.11 get-by-id wrapped or bare, and one 404 for deleted, another region, or no access", async () => {
  const { simulator, source } = simulated();
  const wrapped = await readOne(source, awkwardId(2));
  simulator.switches.bareGetById = true;
  expect(await readOne(source, awkwardId(2))).toEqual(wrapped);
  for (const id of [...(AWKWARD[11] ?? []), "deleted-long-ago"]) {
    expect(await supported(source.readById).read(id, signal)).toBeNull();
  }
  const found = (await walkAll(source, EVERYTHING)).recordings.map(({ recording }) => recording.vendorId);
  expect(found.filter((id) => AWKWARD[11]?.includes(id))).toEqual([]);
});

test("14.12 listed by the search, gone when opened, and gone in the middle of playing", async () => {
  const { simulator, source } = simulated();
  const listed = (await walkAll(source, EVERYTHING)).recordings.find(
    ({ recording }) => recording.vendorId === awkwardId(12),
  );
  const [file] = listed?.recording.mediaFiles ?? [];
  expect(file?.audio).toBe("ready");
  expect(await supported(source.readById).read(awkwardId(12), signal)).toBeNull();
  const ref = { vendorId: awkwardId(12), vendorRef: file?.vendorRef ?? "" };
  await expect(source.openAudio(ref, signal)).rejects.toMatchObject({ kind: "notFound" });

  const playing = { vendorId: awkwardId(2), vendorRef: (await awkwardFile(2)).vendorRef };
  const sound = await source.openAudio(playing, signal);
  simulator.purge(awkwardId(2));
  if (sound.state === "ready")
    expect((await new Response(sound.body).arrayBuffer()).byteLength).toBeGreaterThan(0);
  await expect(source.openAudio(playing, signal)).rejects.toMatchObject({ kind: "notFound" });
});

test("14.13 labels not asked for, without a type, twice, and in two spellings", async () => {
  const { fetch } = scripted(() => ok({ recordings: [{ id: "A" }, { id: "B", labels: [] }], totalCount: 2 }));
  const page = await engageSource(fetch).walk(EVERYTHING, null, signal);
  expect(page.recordings.map(({ labels }) => labels)).toEqual([null, []]);
  expect((await read(13, 1)).labels).toEqual([]);
  const untyped = (await read(13, 2)).labels ?? [];
  expect(untyped.map(({ name, reserved }) => [name, reserved])).toEqual([
    ["vip", false],
    ["comment", false],
    ["comment", false],
  ]);
  expect(new Set(untyped.map(({ vendorLabelId }) => vendorLabelId)).size).toBe(3);
  expect((await read(13, 3)).labels?.map(({ name }) => name)).toEqual(["Review", "review"]);
  expect((await read(13, 4)).labels).toMatchObject([
    { name: "complaint", reserved: false, createUser: "Agent1" },
  ]);
  const page5 = (await read(13, 5)).labels ?? [];
  expect(page5).toMatchObject([
    {
      name: "comment",
      content: { text: "This is an awesome comment!", time: "2016-04-22T12:42:44.000+0000" },
    },
  ]);
});
