import { describe, expect, test } from "vitest";
import { liveRecordingId, recordingId, splitRecordingId } from "@/lib/domain/ids";
import { mergeRecording } from "@/lib/domain/merge-recording";
import {
  type RecordingSource,
  SourceError,
  type SourceRecording,
  type TimeWindow,
} from "@/lib/sources/source";

/** A fresh vendor with calls in it, and what this suite must know about them. */
export type SourceFixture = Readonly<{
  source: RecordingSource;
  /** Holds exactly `vendorIds`, on the vendor's own axis; the calls need several pages. */
  window: TimeWindow;
  /** Where a recording lies on that axis, in epoch ms; its start when absent. Null = only the vendor knows. */
  axisMs?(row: SourceRecording): number | null;
  vendorIds: readonly string[];
  /** Well-formed, of this vendor, and not there. */
  unknownId: string;
  /** In the window, with audio that can be played. */
  playableId: string;
  /** In the window, not protected, with a file. */
  deletableId: string;
  /** What the vendor sends and nobody else may ever see. */
  secrets: readonly string[];
  /** From now on the vendor answers like a proxy in front of a dead server. */
  breakDown(): void;
  /** Requests the vendor has seen so far. */
  requests(): number;
  /** False for a vendor that holds names of labels only. */
  labelContent?: boolean;
  /** The vendor's id of a call that is being recorded now. */
  liveId?: string;
}>;

const never = new AbortController().signal;

/** What every RecordingSource owes those who use it, whatever the vendor. `makeFixture` starts a fresh vendor for each test. */
export function sourceContract(
  name: string,
  makeFixture: () => SourceFixture | Promise<SourceFixture>,
): void {
  describe(`${name} keeps the contract of sources`, () => {
    test("a walk covers every recording of its window, and none outside", async () => {
      const { source, window, vendorIds, axisMs } = await makeFixture();
      const found = await walked(source, window);
      expect(new Set(found.map(({ recording }) => recording.vendorId))).toEqual(new Set(vendorIds));
      for (const row of found) {
        const atMs = axisMs ? axisMs(row) : row.recording.startMs;
        if (atMs === null) continue;
        expect(atMs).toBeGreaterThanOrEqual(window.fromMs);
        expect(atMs).toBeLessThan(window.toMs);
      }
    });

    test("two halves of a window hold what the whole holds, and share nothing", async () => {
      const { source, window, vendorIds } = await makeFixture();
      const middleMs = Math.floor((window.fromMs + window.toMs) / 2);
      const early = await walked(source, { ...window, toMs: middleMs });
      const late = await walked(source, { ...window, fromMs: middleMs });
      expect(new Set([...idsOf(early), ...idsOf(late)]).size).toBe(vendorIds.length);
      // Windows that overlap at the vendor, or parts of one call on both sides, come twice; the catalog merges them.
      const wholes = (rows: readonly SourceRecording[]) => idsOf(rows.filter((row) => row.files !== "some"));
      const lateIds = wholes(late);
      expect([...wholes(early)].filter((id) => lateIds.has(id))).toEqual([]);
    });

    test("ids and media keys are well formed, single, and the same at every reading", async () => {
      const { source, window } = await makeFixture();
      const [first, second] = [await walked(source, window), await walked(source, window)];
      const keysOf = (rows: readonly SourceRecording[]) =>
        new Map(
          rows.map(({ recording }) => [recording.id, recording.mediaFiles.map((file) => file.mediaKey)]),
        );
      expect(keysOf(second)).toEqual(keysOf(first));
      for (const { recording } of first) {
        expect(recording.id).toBe(recordingId(source.id, recording.vendorId));
        expect(splitRecordingId(recording.id).vendorId).toBe(recording.vendorId);
        expect(recording.sourceId).toBe(source.id);
        expect(recording.vendor).toBe(source.vendor);
        const keys = recording.mediaFiles.map((file) => file.mediaKey);
        expect(new Set(keys).size).toBe(keys.length);
      }
    });

    test("events are in order, spans lie inside their file, lengths are whole or unknown", async () => {
      const { source, window } = await makeFixture();
      for (const { recording } of await walked(source, window)) {
        const times = recording.events.flatMap((event) => event.occurredAtMs ?? []);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const file of recording.mediaFiles) {
          for (const length of [file.durationMs, file.sizeBytes]) {
            if (length !== null) expect(Number.isSafeInteger(length) && length >= 0).toBe(true);
          }
          expect(file.mimeType).toMatch(/^audio\//);
          for (const span of file.maskedSpans) {
            expect(span.startMs).toBeGreaterThanOrEqual(0);
            expect(span.endMs).toBeGreaterThanOrEqual(span.startMs);
            if (file.durationMs !== null) expect(span.endMs).toBeLessThanOrEqual(file.durationMs);
          }
        }
      }
    });

    test("nothing internal to the vendor is carried along", async () => {
      const { source, window, secrets } = await makeFixture();
      const text = JSON.stringify(await walked(source, window));
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
      expect(text).not.toMatch(/"\*+"/);
    });

    test("reading by id tells what the walk told, and null for what is not there", async () => {
      const { source, window, playableId, unknownId } = await makeFixture();
      const { readById } = source;
      if (!readById.supported) return expectReason(readById.reason);
      const listed = (await walked(source, window)).find(
        ({ recording }) => recording.vendorId === playableId,
      );
      const read = await readById.read(playableId, never);
      if (listed?.files === undefined || listed.files === "all") expect(read).toEqual(listed);
      else {
        // Asked by id the vendor tells all; what the walk told besides is the same.
        expect(read?.files ?? "all").toBe("all");
        expect({ ...read?.recording, mediaFiles: [], nonDelete: false, region: null }).toEqual({
          ...listed.recording,
          mediaFiles: [],
          nonDelete: false,
          region: null,
        });
      }
      expect(await readById.read(unknownId, never)).toBeNull();
    });

    test("audio comes as bytes of an audio type", async () => {
      const { source, window, playableId } = await makeFixture();
      const audio = await source.openAudio(await fileOf(source, window, playableId), never);
      if (audio.state !== "ready") throw new Error("the audio of this call should be ready");
      const bytes = new Uint8Array(await new Response(audio.body).arrayBuffer());
      expect(bytes.length).toBeGreaterThan(1_000);
      expect(audio.mimeType).toMatch(/^audio\//);
      if (audio.sizeBytes !== null) expect(audio.sizeBytes).toBe(bytes.length);
    });

    test("audio that is not there is an error, and an aborted listener ends it", async () => {
      const { source, window, playableId, unknownId } = await makeFixture();
      const ref = await fileOf(source, window, playableId);
      await expectSourceError(source.openAudio({ ...ref, vendorId: unknownId }, never));
      const left = new AbortController();
      const audio = await source.openAudio(ref, left.signal);
      if (audio.state !== "ready") throw new Error("the audio of this call should be ready");
      const reader = audio.body.getReader();
      await reader.read();
      left.abort();
      await expect(drain(reader)).rejects.toBeDefined();
    });

    test("a label goes to the vendor and comes back, changes, and goes", async () => {
      const { source, window, playableId, labelContent = true } = await makeFixture();
      const { labels } = source;
      if (!labels.supported) return expectReason(labels.reason);
      const name = "contract-suite";
      const content = labelContent ? { text: "one" } : null;
      expect(labels.refuses(name, content)).toBeNull();
      if (!labelContent) expect(labels.refuses(name, { text: "one" })).toMatch(/\w.*\.$/);
      const { vendorLabelId } = await labels.add(playableId, { name, content }, never);
      expect(await labelOf(source, window, playableId, vendorLabelId)).toMatchObject({
        name,
        reserved: false,
      });
      if (labelContent) {
        expect((await labels.definitions(never)).map((one) => one.name)).toContain(name);
        await labels.update(playableId, vendorLabelId, { text: "two" }, never);
        expect((await labelOf(source, window, playableId, vendorLabelId))?.content).toEqual({ text: "two" });
      }
      await labels.remove(playableId, vendorLabelId, never);
      await labels.remove(playableId, vendorLabelId, never);
      expect(await labelOf(source, window, playableId, vendorLabelId)).toBeUndefined();
    });

    test("protection can be set and lifted, twice each", async () => {
      const { source, window, deletableId } = await makeFixture();
      const { protection } = source;
      if (!protection.supported) return expectReason(protection.reason);
      for (const on of [true, true, false, false]) {
        await protection.set(deletableId, on, never);
        expect((await one(source, window, deletableId))?.recording.nonDelete).toBe(on);
      }
    });

    test("what is deleted is gone; deleting it again is notFound, and what is protected stays", async () => {
      const { source, window, deletableId, playableId } = await makeFixture();
      const { deletion, protection } = source;
      if (!deletion.supported) return expectReason(deletion.reason);
      const outcome = await deletion.delete(deletableId, never);
      expect(["done", "scheduled"]).toContain(outcome.deleted);
      if (outcome.deleted === "done") {
        expect(idsOf(await walked(source, window)).has(deletableId)).toBe(false);
        await expectSourceError(deletion.delete(deletableId, never), "notFound");
      }
      if (!protection.supported) return;
      await protection.set(playableId, true, never);
      await expectSourceError(deletion.delete(playableId, never), "forbidden");
      expect(await one(source, window, playableId)).toBeDefined();
    });

    test("a live call is listed and can be asked to pause; one that is not there is notFound", async () => {
      const { source, liveId, unknownId } = await makeFixture();
      const { live } = source;
      if (!live.supported) return expectReason(live.reason);
      if (liveId === undefined)
        throw new Error("the fixture of a vendor with live control needs a live call");
      const call = (await live.list(never)).find(({ vendorLiveId }) => vendorLiveId === liveId);
      expect(call?.recording.id).toBe(liveRecordingId(source.id, liveId));
      expect(call?.recording.mediaFiles).toEqual([]);
      expect(call?.can).toContain("paused");
      expect(["done", "requested"]).toContain((await live.set(liveId, "paused", never)).state);
      await expectSourceError(live.set(unknownId, "paused", never), "notFound");
    });

    test("an aborted signal stops before the vendor is asked", async () => {
      const { source, window, playableId, requests } = await makeFixture();
      const ref = await fileOf(source, window, playableId);
      const before = requests();
      const aborted = AbortSignal.abort();
      await expect(source.walk(window, null, aborted)).rejects.toBeDefined();
      await expect(source.openAudio(ref, aborted)).rejects.toBeDefined();
      await expect(source.check(aborted)).rejects.toBeDefined();
      expect(requests()).toBe(before);
    });

    test("a vendor that is down is a SourceError everywhere, without a word of the vendor's", async () => {
      const { source, window, playableId, deletableId, breakDown } = await makeFixture();
      const ref = await fileOf(source, window, playableId);
      breakDown();
      await expectSourceError(source.check(never), "unreachable");
      await expectSourceError(source.walk(window, null, never), "unreachable");
      await expectSourceError(source.openAudio(ref, never), "unreachable");
      const { readById, labels, protection, deletion, privacyLists, live } = source;
      if (live.supported) await expectSourceError(live.list(never), "unreachable");
      if (readById.supported) await expectSourceError(readById.read(playableId, never), "unreachable");
      if (labels.supported) {
        await expectSourceError(
          labels.add(playableId, { name: "late", content: null }, never),
          "unreachable",
        );
      }
      if (protection.supported)
        await expectSourceError(protection.set(playableId, true, never), "unreachable");
      if (deletion.supported) await expectSourceError(deletion.delete(deletableId, never), "unreachable");
      if (privacyLists.supported) await expectSourceError(privacyLists.read(never), "unreachable");
    });
  });
}

async function walked(source: RecordingSource, window: TimeWindow): Promise<SourceRecording[]> {
  const rows = new Map<string, SourceRecording>();
  let cursor: string | null = null;
  for (let pages = 0; ; pages += 1) {
    if (pages > 1_000) throw new Error("this walk does not end");
    const page = await source.walk(window, cursor, never);
    expect(page.overflow).toBe(false);
    expect(page.rejected).toBe(0);
    for (const row of page.recordings) {
      const known = rows.get(row.recording.id);
      const recording = known
        ? mergeRecording(known.recording, row.recording, row.files ?? "all")
        : row.recording;
      rows.set(row.recording.id, { ...row, recording });
    }
    cursor = page.cursor;
    if (cursor === null) return [...rows.values()];
  }
}

function idsOf(rows: readonly SourceRecording[]): Set<string> {
  return new Set(rows.map(({ recording }) => recording.vendorId));
}

/** The recording as the vendor tells it now: by id where it can be asked, else from a walk. */
async function one(source: RecordingSource, window: TimeWindow, vendorId: string) {
  if (source.readById.supported) return (await source.readById.read(vendorId, never)) ?? undefined;
  return (await walked(source, window)).find(({ recording }) => recording.vendorId === vendorId);
}

async function labelOf(source: RecordingSource, window: TimeWindow, vendorId: string, labelId: string) {
  const found = await one(source, window, vendorId);
  return found?.labels?.find((label) => label.vendorLabelId === labelId);
}

async function fileOf(source: RecordingSource, window: TimeWindow, vendorId: string) {
  const found = await one(source, window, vendorId);
  const file = found?.recording.mediaFiles.find(({ audio }) => audio === "ready");
  if (!file) throw new Error(`the recording ${vendorId} should have audio`);
  return { vendorId, vendorRef: file.vendorRef };
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}

function expectReason(reason: string): void {
  expect(reason).toMatch(/\w.*\.$/);
}

/** The promise must fail as a SourceError that carries nothing but our own words. */
async function expectSourceError(promise: Promise<unknown>, kind?: SourceError["kind"]): Promise<void> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SourceError);
  if (!(error instanceof SourceError)) return;
  if (kind !== undefined) expect(error.kind).toBe(kind);
  expect(error.message).not.toMatch(/<|https?:|statusMessage/);
}
