import { describe, expect, test } from "vitest";
import { SourceIdSchema } from "@/lib/domain/ids";
import { accessGroupsOf } from "../access-units";
import { ConversationSchema, isRecordedCall } from "./api-conversation";
import { RecordingSchema } from "./api-recording";
import { numbersOf, shownNumber, splitName } from "./map-parties";
import { type Mapping, mapFound, mapWhole } from "./mapper";
import type { Names } from "./names";
import {
  AGENT,
  agent,
  conversation,
  customer,
  DIVISION,
  ID,
  QUEUE,
  queueLeg,
  RECORDING,
  recording,
  SESSION,
  START_MS,
  WRAP_UP,
} from "./test-conversations";
import { iso, NOW_MS } from "./test-kit";

const MAPPING: Mapping = {
  sourceId: SourceIdSchema.parse("cloud"),
  pauseFill: undefined,
  unitGroups: null,
  now: () => NOW_MS,
};
const NOBODY: Names = { users: new Map(), queues: new Map(), wrapUpCodes: new Map() };
const NAMES: Names = {
  users: new Map([[AGENT, { name: "Ana María López", userName: "ana@example.com" }]]),
  queues: new Map([[QUEUE, { name: "Billing", userName: null }]]),
  wrapUpCodes: new Map([[WRAP_UP, { name: "Dispute", userName: null }]]),
};

const at = (seconds: number) => START_MS + seconds * 1_000;
const read = (raw: object) => ConversationSchema.parse(raw);
const found = (raw: object = conversation(), names = NAMES, mapping = MAPPING) => {
  const row = mapFound(read(raw), names, mapping);
  if (row === null) throw new Error("this conversation should be a row");
  return row;
};
const whole = (raw: object, recordings: readonly object[], rest: object = {}) =>
  mapWhole(
    read(raw),
    {
      names: NAMES,
      recordings: recordings.map((one) => RecordingSchema.parse(one)),
      region: null,
      nonDelete: false,
      ...rest,
    },
    MAPPING,
  );
const filesOf = (...recordings: readonly object[]) =>
  whole(conversation(), recordings)?.recording.mediaFiles ?? [];

describe("a conversation that a search found", () => {
  test("is a row whose files are still to be asked for, at once", () => {
    const row = found();
    expect(row).toMatchObject({ files: "notAsked", askAgainMs: 0, labels: null, liveIds: [ID] });
    expect(row.recording).toMatchObject({
      id: `cloud.${ID}`,
      vendor: "genesys-cloud",
      vendorId: ID,
      callerPhoneNumber: "+13175550101",
      dialedPhoneNumber: "+18005550199",
      startMs: at(0),
      stopMs: at(140),
      callType: "Inbound",
      nonDelete: false,
      screenRecording: false,
    });
    expect(row.recording.mediaFiles).toMatchObject([{ audio: "pending", vendorRef: "", startMs: at(0) }]);
  });

  test("is asked about later while it goes on", () => {
    const row = found(conversation({ conversationEnd: undefined }));
    expect(row.askAgainMs).toBe(120_000);
    expect(row.recording.stopMs).toBeNull();
  });

  test("carries its division and queues, and the groups that the setting makes of them", () => {
    const { unitGroups } = accessGroupsOf({ [QUEUE]: ["/Support/Billing"], [DIVISION]: ["/US"] });
    const [file] = found(conversation(), NAMES, { ...MAPPING, unitGroups }).recording.mediaFiles;
    expect(file).toMatchObject({
      accessUnits: [QUEUE, DIVISION],
      accessGroups: ["/Support/Billing", "/US"],
    });
  });

  test("that is hardly more than an id is a row as well", () => {
    const row = found({ conversationId: "c", participants: [null, 7, { sessions: "x" }], divisionIds: "d" });
    expect(row.recording).toMatchObject({ vendorId: "c", startMs: null, callType: null, events: [] });
    expect(ConversationSchema.safeParse({ conversationStart: iso(NOW_MS) }).success).toBe(false);
    expect(mapFound(read({ conversationId: "x".repeat(600) }), NOBODY, MAPPING)).toBeNull();
  });
});

describe("which conversations are calls of ours", () => {
  const recorded = (session: object) =>
    isRecordedCall(read(conversation({ participants: [agent({}, session)] })));

  test("voice sessions that were recorded, and no others", () => {
    expect(recorded({})).toBe(true);
    expect(recorded({ mediaType: "Voice", recording: "true" })).toBe(true);
    expect(recorded({ recording: false })).toBe(false);
    expect(recorded({ recording: undefined })).toBe(false);
    expect(recorded({ mediaType: "chat" })).toBe(false);
    expect(recorded({ mediaType: "message" })).toBe(false);
    expect(isRecordedCall(read({ conversationId: "c" }))).toBe(false);
  });
});

describe("numbers", () => {
  test.each([
    ["tel:+13175550101", "+13175550101"],
    ["sip:+13175550101@10.1.2.3;user=phone", "+13175550101"],
    ["sips:anna@org.example", "anna"],
    ["TEL:5550101;ext=7", "5550101"],
    ["3175550101", "3175550101"],
    ["unavailable", null],
    ["sip:anonymous@anonymous.invalid", null],
    ["tel:", null],
    ["", null],
    [null, null],
  ])("%j is shown as %j", (raw, shown) => {
    expect(shownNumber(raw)).toBe(shown);
  });

  test("come from the customer's leg alone, whoever is first", () => {
    const legs = [agent(), queueLeg(), customer()];
    expect(numbersOf(read(conversation({ participants: legs })))).toEqual({
      caller: "+13175550101",
      dialed: "+18005550199",
    });
    expect(numbersOf(read(conversation({ participants: [agent(), queueLeg()] })))).toEqual({
      caller: null,
      dialed: null,
    });
  });

  test("of an outbound call: ours calls, the customer is called", () => {
    const leg = customer(
      { purpose: "external" },
      { direction: "outbound", ani: "tel:+1800", dnis: "tel:+49301" },
    );
    const row = found(conversation({ originatingDirection: "outbound", participants: [agent(), leg] }));
    expect(row.recording).toMatchObject({
      callerPhoneNumber: "+1800",
      dialedPhoneNumber: "+49301",
      callType: "Outbound",
    });
    const contact = row.recording.events.find((event) => event.contact?.type === "External")?.contact;
    expect(contact?.phoneNumber).toBe("+49301");
  });

  test("between colleagues: internal, and no customer is made up", () => {
    const second = agent({ userId: "03970000-0000-4000-8000-00000000000b", purpose: "user" });
    const row = found(conversation({ originatingDirection: undefined, participants: [agent(), second] }));
    expect(row.recording.callType).toBe("Internal");
  });
});

describe("events", () => {
  test("tell who came, was held and left, and what was attached, in order", () => {
    const told = found().recording.events.map(({ callId, contact, data, event, occurredAtMs }) => [
      ((occurredAtMs ?? 0) - START_MS) / 1_000,
      event,
      callId,
      contact?.type ?? data?.added,
    ]);
    expect(told).toEqual([
      [0, "Joined", "s-customer", "External"],
      [10, "Data", "s-acd", { queue: "Billing" }],
      [15, "Data", SESSION, { queue: "Billing" }],
      [20, "Joined", SESSION, "User"],
      [60, "Hold", SESSION, "User"],
      [70, "Retrieved", SESSION, "User"],
      [120, "Left", "s-customer", "External"],
      [120, "Left", SESSION, "User"],
      [120, "Data", SESSION, { wrapUpCode: "Dispute", wrapUpNote: "calls back" }],
    ]);
  });

  test("name the agent by what the vendor says now: last word the last name, the rest the first", () => {
    const contact = found().recording.events.find((event) => event.contact?.type === "User")?.contact;
    expect(contact).toEqual({
      type: "User",
      phoneNumber: null,
      userName: "ana@example.com",
      firstName: "Ana María",
      lastName: "López",
    });
    expect(splitName("Cher")).toEqual({ firstName: null, lastName: "Cher" });
    expect(splitName("  ")).toEqual({ firstName: null, lastName: null });
  });

  test("an agent nobody can name is the name on the leg, else the unknown agent", () => {
    const contactIn = (participant: object) =>
      found(conversation({ participants: [participant] }), NOBODY).recording.events.find(
        ({ contact }) => contact !== null,
      )?.contact;
    expect(contactIn(agent())).toMatchObject({ firstName: "Agent", lastName: "One", userName: null });
    expect(contactIn(agent({ participantName: undefined }))).toMatchObject({
      userName: "unknown agent",
      firstName: null,
      lastName: null,
    });
  });

  test("a phone that only rang has nobody on it; a call that goes on has no Left", () => {
    const events = (segments: readonly object[]) =>
      found(conversation({ participants: [agent({}, { segments })] })).recording.events.map(
        ({ event }) => event,
      );
    expect(events([{ segmentType: "alert", segmentStart: iso(at(1)), segmentEnd: iso(at(9)) }])).toEqual([]);
    expect(events([{ segmentType: "interact", segmentStart: iso(at(1)) }])).toEqual(["Joined"]);
    expect(events([{ segmentType: "interact" }, { segmentStart: 5 }])).toEqual([]);
  });

  test("attributes and the external tag are attached data; long ones are cut", () => {
    const attributes = { orderNumber: "A-17", empty: "", count: 3, nested: {}, long: "x".repeat(9_000) };
    const raw = conversation({ externalTag: "crm-7", participants: [customer({ attributes })] });
    const added = found(raw).recording.events.flatMap(({ data }) => (data === null ? [] : [data.added]));
    expect(added[0]).toEqual({ externalTag: "crm-7" });
    expect(added[1]).toEqual({ orderNumber: "A-17", count: "3", long: "x".repeat(4_000) });
  });
});

describe("the files of a call", () => {
  test("have the recording's own times, its leg, and an address of their own", () => {
    const [file] = filesOf(recording());
    expect(file).toMatchObject({
      vendorRef: RECORDING,
      callId: SESSION,
      startMs: at(20),
      stopMs: at(120),
      durationMs: 100_000,
      sizeBytes: null,
      mimeType: "audio/wav",
      channels: null,
      audio: "ready",
      parties: {
        ani: "+13175550101",
        dnis: "+18005550199",
        agentId: AGENT,
        username: "agent.one@example.com",
      },
    });
  });

  test("take their times from the leg of the same session, else from the call", () => {
    const bare = { startTime: undefined, endTime: undefined };
    expect(filesOf(recording(bare))[0]).toMatchObject({ startMs: at(20), stopMs: at(120) });
    expect(filesOf(recording({ ...bare, sessionId: undefined }))[0]).toMatchObject({
      startMs: at(0),
      stopMs: at(140),
      callId: null,
    });
  });

  test("last as long as the vendor says, else as the clock says without what was cut", () => {
    expect(filesOf(recording({ outputDurationMs: 99_000 }))[0]?.durationMs).toBe(99_000);
    expect(filesOf(recording({ outputDurationMs: 0 }))[0]?.durationMs).toBe(100_000);
    const cut = {
      type: "Pause",
      reason: "SecurePause",
      location: 5_000,
      durationMs: 7_000,
      recordingDurationMs: 0,
    };
    expect(filesOf(recording({ annotations: [cut] }))[0]?.durationMs).toBe(93_000);
  });

  test.each([
    ["AVAILABLE", {}, "ready"],
    ["available", {}, "ready"],
    ["RESTORED", { archiveDate: iso(NOW_MS - 1), archiveMedium: "CLOUDARCHIVE" }, "ready"],
    [undefined, {}, "ready"],
    ["SOMETHING_NEW", {}, "ready"],
    ["UPLOADING", {}, "pending"],
    ["RESTORING", {}, "pending"],
    ["ARCHIVED", {}, "missing"],
    ["ERROR", {}, "missing"],
    ["AVAILABLE", { archiveDate: iso(NOW_MS - 1), archiveMedium: "CLOUDARCHIVE" }, "missing"],
    ["AVAILABLE", { archiveDate: iso(NOW_MS + 1), archiveMedium: "CLOUDARCHIVE" }, "ready"],
  ])("state %s with %j is %s", (fileState, rest, audio) => {
    expect(filesOf(recording({ fileState, ...rest }))[0]?.audio).toBe(audio);
  });

  test("come in order of time; deleted ones, screens and chats are none", () => {
    const second = recording({ id: "second", startTime: iso(at(80)) });
    const screen = recording({ id: "screen", media: "screen", mediaSubtype: "Screen" });
    const mapped = whole(conversation(), [
      second,
      recording({ id: "gone", fileState: "DELETED" }),
      recording(),
      screen,
      recording({ id: "chat", media: "chat" }),
    ]);
    expect(mapped?.recording.mediaFiles.map((file) => file.vendorRef)).toEqual([RECORDING, "second"]);
    expect(mapped?.recording.screenRecording).toBe(true);
    expect(mapped?.askAgainMs).toBeNull();
    expect(mapped?.files).toBeUndefined();
  });

  test("when all are gone there is no recording; a lone screen is none either", () => {
    expect(whole(conversation(), [recording({ fileState: "DELETED" })])).toBeNull();
    expect(whole(conversation(), [recording({ media: "screen" })])).toBeNull();
  });

  test("what is still uploaded, or of a call that goes on, is asked for again, ever later", () => {
    const uploading = [recording({ fileState: "UPLOADING" })];
    const endedAgo = (ms: number) =>
      whole(conversation({ conversationEnd: iso(NOW_MS - ms) }), uploading)?.askAgainMs;
    expect(endedAgo(1_000)).toBe(15_000);
    expect(endedAgo(600_000)).toBe(300_000);
    expect(endedAgo(86_400_000)).toBe(3_600_000);
    expect(endedAgo(3 * 86_400_000)).toBeNull();
    expect(whole(conversation({ conversationEnd: undefined }), [recording()])?.askAgainMs).toBe(1_800_000);
  });

  test("region and legal hold are what the vendor says of them", () => {
    const mapped = whole(conversation(), [recording()], { region: "eu-west-1", nonDelete: true });
    expect(mapped?.recording).toMatchObject({ region: "eu-west-1", nonDelete: true });
  });

  test("nothing of subjects, paths or addresses is kept", () => {
    const mapped = whole(conversation(), [
      recording({
        path: "secret-path",
        mediaSubject: "secret-place",
        mediaUris: { S: { mediaUri: "https://secret.example" } },
      }),
    ]);
    expect(JSON.stringify(mapped)).not.toContain("secret");
  });
});
