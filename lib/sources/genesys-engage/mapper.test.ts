import { describe, expect, test } from "vitest";
import { SourceIdSchema } from "@/lib/domain/ids";
import { type RawRecording, RawRecordingSchema, UNREADABLE_PARTITION } from "./api-types";
import { mapRecording } from "./mapper";

const sourceId = SourceIdSchema.parse("engage");
const START = "2015-09-10T18:36:58.000+0000";
const START_MS = Date.UTC(2015, 8, 10, 18, 36, 58);

function map(wire: object, pauseFill: "silence" | "cut" = "silence") {
  const raw: RawRecording = RawRecordingSchema.parse({ id: "R", startTime: START, ...wire });
  const mapped = mapRecording(raw, { sourceId, pauseFill });
  if (mapped === null) throw new Error("this recording should be one");
  return mapped;
}

const fileOf = (file: object, recording: object = {}, fill: "silence" | "cut" = "silence") => {
  const mapped = map(
    { ...recording, mediaFiles: [{ startTime: START, playPath: "/recordings/R/play/u1.mp3", ...file }] },
    fill,
  );
  const [first] = mapped.recording.mediaFiles;
  if (first === undefined) throw new Error("this recording should have a file");
  return first;
};
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();
const data = (seconds: number, change: object, calluuid = "leg-1") => ({
  occurredAt: at(seconds),
  event: "Data",
  calluuid,
  data: change,
});

describe("numbers and texts", () => {
  test.each([
    ["33100", 33_100],
    [33_100, 33_100],
    [" 12 ", 12],
    ["", null],
    ["12.5", null],
    [12.5, null],
    ["1e3", null],
    ["0x10", null],
    ["-1", null],
    [-1, null],
    ["9".repeat(20), null],
    [null, null],
    [{}, null],
    [true, null],
    ["0", null],
  ])("the duration %j is %j", (duration, expected) => {
    expect(fileOf({ duration, size: "100" }).durationMs).toBe(expected);
  });

  test("a duration of 0 is one when the size is 0 as well", () => {
    expect(fileOf({ duration: "0", size: "0" })).toMatchObject({ durationMs: 0, sizeBytes: 0 });
    expect(fileOf({ duration: "0" }).durationMs).toBeNull();
  });

  test("numbers pass for texts, texts for numbers and flags, and null for anything", () => {
    const { recording } = map({
      callerPhoneNumber: 8522001,
      dialedPhoneNumber: null,
      callType: 7,
      region: {},
      screenRecording: "true",
      nonDelete: null,
      stopTime: START_MS + 5_000,
      mediaFiles: null,
      eventHistory: "none",
    });
    expect(recording).toMatchObject({
      callerPhoneNumber: "8522001",
      dialedPhoneNumber: null,
      callType: "7",
      region: null,
      screenRecording: true,
      nonDelete: false,
      stopMs: START_MS + 5_000,
      mediaFiles: [],
      events: [],
    });
    expect(map({ id: 42 }).recording.vendorId).toBe("42");
  });

  test("blank values are unknown ones", () => {
    expect(map({ callerPhoneNumber: "", dialedPhoneNumber: "  " }).recording).toMatchObject({
      callerPhoneNumber: null,
      dialedPhoneNumber: null,
    });
  });
});

describe("media files", () => {
  test("the type is the real one, and never anything but audio", () => {
    const types = ["audio/mp3", "AUDIO/MPEG; rate=8000", "audio/x-wav", "text/html", null];
    expect(types.map((type) => fileOf({ type }).mimeType)).toEqual([
      "audio/mpeg",
      "audio/mpeg",
      "audio/wav",
      "audio/mpeg",
      "audio/mpeg",
    ]);
  });

  test("the key follows the file, not its place or the way to play it", () => {
    const keysOf = (files: readonly object[]) =>
      map({ mediaFiles: files }).recording.mediaFiles.map((file) => file.mediaKey);
    const [one, two] = [{ playPath: "/recordings/R/play/u1.mp3" }, { playPath: "/recordings/R/play/u2.mp3" }];
    const [keyOne, keyTwo] = keysOf([one, two]);
    expect(keysOf([two, one])).toEqual([keyTwo, keyOne]);
    expect(keysOf([{ playPath: "/recordings/R/decrypt/u1.mp3", mediaId: "x" }])).toEqual([keyOne]);
    const [byId] = keysOf([{ mediaId: "stem-1.mp3" }]);
    expect(keysOf([{}, { mediaId: "stem-1.mp3" }])[1]).toBe(byId);
    expect(new Set(keysOf([{}, {}, one, one, { mediaId: "a" }, { mediaId: "a" }])).size).toBe(6);
  });

  test("a file that can't be played safely is there, but its audio is missing", () => {
    expect(fileOf({ playPath: "http://host/x.mp3" })).toMatchObject({ audio: "missing", vendorRef: "" });
    expect(fileOf({})).toMatchObject({ audio: "ready", vendorRef: "/recordings/R/play/u1.mp3" });
  });

  test.each([{ pkcs7: "MII" }, { certAlias: ["a"] }, { playPath: "/recordings/R/decrypt/u1.mp3" }])(
    "the size of an encrypted file (%j) is not that of what is played",
    (file) => {
      expect(fileOf({ ...file, size: "199296" }).sizeBytes).toBeNull();
      expect(fileOf({ pkcs7: "", certAlias: [], size: "199296" }).sizeBytes).toBe(199_296);
    },
  );

  test("of parameters only the parties are kept", () => {
    const file = fileOf({
      parameters: {
        ani: 8522001,
        dnis: "*******",
        agentId: "7103",
        username: "",
        "rp.speechminer_auth": "rpSys:1",
      },
    });
    expect(file.parties).toEqual({ ani: "8522001", dnis: null, agentId: "7103", username: null });
    expect(JSON.stringify(file)).not.toContain("rpSys");
  });

  test("groups and partitions that can't be read close the file rather than open it", () => {
    expect(fileOf({ accessgroups: "/Sales", partitions: "/sales, /support" })).toMatchObject({
      accessGroups: ["/Sales"],
      partitions: ["/sales", "/support"],
    });
    expect(fileOf({ accessgroups: [null, "", 7, "/A"], partitions: [null, ""] })).toMatchObject({
      accessGroups: ["/A"],
      partitions: [],
    });
    for (const partitions of [{ a: 1 }, 7, [{}], [["/sales"]]]) {
      expect(fileOf({ partitions }).partitions).toEqual([UNREADABLE_PARTITION]);
    }
  });
});

describe("labels", () => {
  const label = (rest: object) => ({ id: "L", name: "vip", ...rest });

  test.each([
    [{ type: "custom" }, false],
    [{ type: "Custom", name: "__own" }, false],
    [{ type: "RESERVED" }, true],
    [{ name: "__system" }, true],
    [{ name: "vip" }, false],
    [{ type: null, name: "__system" }, true],
  ])("%j: reserved is %j", (rest, reserved) => {
    expect(map({ labels: [label(rest)] }).labels).toMatchObject([{ reserved }]);
  });

  test("without an id or a name are none, and content is an object or nothing", () => {
    const labels = [
      label({ id: null }),
      label({ name: " " }),
      label({ content: "text" }),
      label({ id: 7, content: { a: 1 } }),
      5,
    ];
    expect(map({ labels }).labels).toMatchObject([
      { vendorLabelId: "L", content: null },
      { vendorLabelId: "7", content: { a: 1 } },
    ]);
  });

  test("not in the answer is not the same as none", () => {
    expect(map({}).labels).toBeNull();
    expect(map({ labels: null }).labels).toBeNull();
    expect(map({ labels: [] }).labels).toEqual([]);
  });
});

describe("attached data", () => {
  test("is flat text; asterisks are unknown, an empty text is a value", () => {
    const added = {
      a: "x",
      b: 7,
      c: true,
      d: null,
      e: { f: 1 },
      g: "*******",
      RVQDBID: "",
      "sip-iscc-cofid": "1",
    };
    const { recording } = map({ eventHistory: [data(0, { added, updated: "none" })] });
    expect(recording.events[0]?.data).toEqual({
      added: { a: "x", b: "7", c: "true", RVQDBID: "", "sip-iscc-cofid": "1" },
      updated: {},
      deleted: {},
    });
  });

  test("keys that mean something to JavaScript do no harm", () => {
    const wire: unknown = JSON.parse(
      '{"id":"R","eventHistory":[{"event":"Data","data":{"added":{"__proto__":"p","constructor":"c"}}}]}',
    );
    const mapped = mapRecording(RawRecordingSchema.parse(wire), { sourceId, pauseFill: "silence" });
    const added = mapped?.recording.events[0]?.data?.added ?? {};
    expect(Object.getPrototypeOf(added)).toBe(Object.prototype);
    expect(Object.hasOwn(added, "constructor")).toBe(true);
  });
});

test("an id that can't be one of ours makes the row a rejected one", () => {
  const raw = RawRecordingSchema.parse({ id: "x".repeat(513) });
  expect(mapRecording(raw, { sourceId, pauseFill: "silence" })).toBeNull();
});
