import { describe, expect, test } from "vitest";
import { MediaKeySchema } from "@/lib/domain/ids";
import { ROLES, type Role } from "@/lib/domain/permissions";
import type { Label } from "@/lib/domain/recording";
import {
  aComment,
  aContact,
  aLabel,
  aMediaFile,
  anEvent,
  aRecording,
  aViewer,
  dataEvent,
  START_MS,
} from "@/lib/testing/stored-recording";
import { presentLabel, presentRecording } from "./present";
import { MASKED } from "./scrub";

const OPEN = { labels: true, allowReveal: true } as const;
const administrator = aViewer("callerPhoneNumber, lastName", { role: "administrator", userId: "user-admin" });

const whole = aRecording({
  callerPhoneNumber: "+15559680001",
  dialedPhoneNumber: "+15559680002",
  region: "region1",
  nonDelete: true,
  screenRecording: true,
  events: [
    anEvent({
      contact: aContact({ phoneNumber: "7103", userName: "jsmith", firstName: "Jane", lastName: "Smith" }),
    }),
    anEvent({ event: "Left", occurredAtMs: null, callId: null, contact: aContact({ type: "External" }) }),
    anEvent({
      event: "Data",
      data: { added: { GSIP_RECORD: "ON" }, updated: {}, deleted: { BusinessCall: "1" } },
    }),
  ],
  mediaFiles: [
    aMediaFile({
      masks: [{ timeMs: START_MS + 24_034, type: "paused" }],
      maskedSpans: [
        { startMs: 24_034, endMs: 26_098, pausedMs: 2_064, uncertainMs: 1_000, open: false, origin: "masks" },
      ],
      accessGroups: ["/Newx"],
      partitions: ["genesys_markham"],
    }),
  ],
  labels: [
    aLabel({
      createUser: "supervisor",
      content: { time: "2016-04-22T12:42:44.000+0000", text: "This is an awesome comment!" },
    }),
  ],
});

describe("the shape of contract §4.2", () => {
  test("an administrator gets everything there is, field by field", () => {
    expect(presentRecording(whole, administrator, { ...OPEN, live: "paused" })).toStrictEqual({
      id: "engage.011AP643CSAPR4FKQGQE31TAES0002A0",
      source: "engage",
      vendor: "genesys-engage",
      vendorId: "011AP643CSAPR4FKQGQE31TAES0002A0",
      callerPhoneNumber: "+15559680001",
      dialedPhoneNumber: "+15559680002",
      startTime: "2015-09-10T18:36:58.000+0000",
      stopTime: "2015-09-10T18:37:30.000+0000",
      callType: "Inbound",
      region: "region1",
      screenRecording: true,
      nonDelete: true,
      live: "paused",
      labels: [
        {
          id: "label-1",
          name: "comment",
          type: "custom",
          createTime: "2015-09-10T18:37:58.000+0000",
          createUser: "supervisor",
          content: { time: "2016-04-22T12:42:44.000+0000", text: "This is an awesome comment!" },
          path: "/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/labels/label-1",
          kept: "vendor",
          removable: true,
        },
        {
          id: "__screenRecording",
          name: "__screenRecording",
          type: "reserved",
          path: "/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/labels/__screenRecording",
          kept: "vendor",
          removable: false,
        },
      ],
      eventHistory: [
        {
          occurredAt: "2015-09-10T18:36:58.000+0000",
          event: "Joined",
          calluuid: "leg-a",
          contact: {
            type: "User",
            phoneNumber: "7103",
            userName: "jsmith",
            firstName: "Jane",
            lastName: "Smith",
          },
        },
        { event: "Left", contact: { type: "External" } },
        {
          occurredAt: "2015-09-10T18:36:58.000+0000",
          event: "Data",
          calluuid: "leg-a",
          data: { added: { GSIP_RECORD: "ON" }, deleted: { BusinessCall: "1" } },
        },
      ],
      mediaFiles: [
        {
          mediaKey: "AAAAAAAAAAAAAAAAAAAAAAAA",
          playPath: "/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/play/AAAAAAAAAAAAAAAAAAAAAAAA.mp3",
          peaksPath: "/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/peaks/AAAAAAAAAAAAAAAAAAAAAAAA",
          startTime: "2015-09-10T18:36:58.000+0000",
          stopTime: "2015-09-10T18:37:30.000+0000",
          type: "audio/mpeg",
          duration: "33100",
          size: "528768",
          masks: [{ time: "2015-09-10T18:37:22.034Z", type: "paused" }],
          maskedSpans: [
            {
              startMs: 24_034,
              endMs: 26_098,
              pausedMs: 2_064,
              uncertainMs: 1_000,
              open: false,
              origin: "masks",
            },
          ],
          channels: 2,
          audio: "ready",
          accessgroups: ["/Newx"],
          partitions: ["genesys_markham"],
        },
      ],
    });
  });

  test("unknown is absent", () => {
    const bare = aRecording({ startMs: null, stopMs: null, callType: null });
    const file = aMediaFile({
      startMs: null,
      stopMs: null,
      durationMs: null,
      sizeBytes: null,
      channels: null,
      audio: "missing",
    });
    expect(
      presentRecording({ ...bare, mediaFiles: [file] }, aViewer(""), { labels: false, allowReveal: false }),
    ).toStrictEqual({
      id: "engage.011AP643CSAPR4FKQGQE31TAES0002A0",
      source: "engage",
      vendor: "genesys-engage",
      vendorId: "011AP643CSAPR4FKQGQE31TAES0002A0",
      screenRecording: false,
      nonDelete: false,
      eventHistory: [],
      mediaFiles: [
        {
          mediaKey: file.mediaKey,
          playPath: `/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/play/${file.mediaKey}.mp3`,
          peaksPath: `/recordings/engage.011AP643CSAPR4FKQGQE31TAES0002A0/peaks/${file.mediaKey}`,
          type: "audio/mpeg",
          masks: [],
          maskedSpans: [],
          audio: "missing",
        },
      ],
    });
  });

  test.each<[Role, boolean]>([
    ["administrator", true],
    ["supervisor", false],
    ["evaluator", false],
    ["agent", false],
  ])("a %s is told access groups and partitions: %s", (role, told) => {
    const [file] = presentRecording(whole, aViewer("", { role }), OPEN).mediaFiles;
    expect(file && "accessgroups" in file).toBe(told);
    expect(file && "partitions" in file).toBe(told);
  });

  test("labels are sent only when asked for", () => {
    expect(presentRecording(whole, administrator, { ...OPEN, labels: false })).not.toHaveProperty("labels");
    expect(presentRecording(aRecording(), administrator, OPEN).labels).toEqual([]);
  });

  test("protected by us counts as protected, going and stale are told", () => {
    const going = aRecording({ protectedHere: true, stale: true, deleteTimeMs: START_MS });
    expect(presentRecording(going, administrator, OPEN)).toMatchObject({
      nonDelete: true,
      stale: true,
      deleteTime: "2015-09-10T18:36:58.000+0000",
    });
  });

  test.each([
    ["audio/mpeg", "mp3", "audio/mpeg", ".mp3"],
    ["audio/x-wav", "wav", "audio/x-wav", ".wav"],
    ["text/html; charset=x", "ht ml", "application/octet-stream", ".bin"],
    ["<script>", "../../x", "application/octet-stream", ".bin"],
  ])("type %j and extension %j leave as %j and %j", (mimeType, extension, type, ending) => {
    const recording = aRecording({ mediaFiles: [aMediaFile({ mimeType, extension })] });
    const [file] = presentRecording(recording, administrator, OPEN).mediaFiles;
    expect(file?.type).toBe(type);
    expect(file?.playPath.endsWith(ending)).toBe(true);
  });
});

describe("nothing that is not on the list leaves, for any role", () => {
  const CANARY = "CANARY-rpSys:111111";
  /** Puts an unknown field of the vendor's into every object, as a careless mapper would. */
  function poisoned<T>(value: T): T {
    const copy: unknown = JSON.parse(JSON.stringify(value), (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? {
            ...inner,
            mediaUri: CANARY,
            parameters: { "rp.speechminer_auth": CANARY },
            eventId: CANARY,
            pkcs7: CANARY,
          }
        : inner,
    );
    return sameShape(value, copy);
  }

  test.each(ROLES)("%s", (role) => {
    const recording = poisoned({
      ...whole,
      events: whole.events.filter((event) => event.data === null),
      mediaFiles: whole.mediaFiles.map((file) => ({
        ...file,
        vendorRef: CANARY,
        parties: { ani: CANARY, dnis: CANARY, agentId: CANARY, username: CANARY },
      })),
    });
    const sent = JSON.stringify(presentRecording(recording, aViewer("", { role }), OPEN));
    expect(sent).not.toContain("CANARY");
    expect(sent).not.toMatch(/mediaUri|parameters|eventId|pkcs7|vendorRef|parties/);
  });

  test.each(ROLES)("%s: attached data of the recorder's own", (role) => {
    const recording = aRecording({
      events: [
        dataEvent({
          GSIP_REC_FN: CANARY,
          GRECORD_PARTITIONS: CANARY,
          "sip-iscc-cofid": CANARY,
          "rp.speechminer_auth": CANARY,
          mediaUri: CANARY,
          BusinessCall: "1",
        }),
      ],
    });
    expect(presentRecording(recording, aViewer("", { role }), OPEN).eventHistory[0]?.data).toEqual({
      added: { BusinessCall: "1" },
    });
  });

  test("of a vendor's label only what a comment holds", () => {
    const content = {
      text: "x",
      "rp.speechminer_auth": CANARY,
      nested: { mediaUri: CANARY },
      startMs: 5,
      mediaKey: CANARY,
    };
    const sent = presentRecording(aRecording({ labels: [aLabel({ content })] }), administrator, OPEN);
    expect(sent.labels?.[0]?.content).toEqual({ text: "x", startMs: 5 });
    const empty = presentRecording(
      aRecording({ labels: [aLabel({ content: { a: CANARY } })] }),
      administrator,
      OPEN,
    );
    expect(empty.labels?.[0]).not.toHaveProperty("content");
  });
});

describe("labels", () => {
  const own = aLabel({ createdByUserId: "user-supervisor", createUser: "S. Ortiz", kept: "earmark" });
  const others = aLabel({ createdByUserId: "user-other", createUser: "P. Novak" });
  const reserved = aLabel({ name: "__x", createdByUserId: "user-supervisor" });
  const flagged = aLabel({ reserved: true, createdByUserId: "user-supervisor" });

  test.each<[Role, Label, boolean]>([
    ["administrator", own, true],
    ["administrator", others, true],
    ["administrator", aLabel(), true],
    ["administrator", reserved, false],
    ["administrator", flagged, false],
    ["supervisor", own, true],
    ["supervisor", others, false],
    ["supervisor", aLabel(), false],
    ["supervisor", reserved, false],
    ["supervisor", flagged, false],
    ["evaluator", own, false],
    ["agent", own, false],
  ])("a %s may remove it: %#, %s", (role, label, removable) => {
    const sent = presentLabel(label, aRecording({ labels: [label] }), aViewer("", { role }));
    expect(sent.removable).toBe(removable);
    expect(sent.type).toBe(label.reserved || label.name.startsWith("__") ? "reserved" : "custom");
  });

  test("no user at all owns a label that nobody here made", () => {
    expect(presentLabel(aLabel(), aRecording(), aViewer("", { userId: "" })).removable).toBe(false);
  });

  test.each([
    [false, [], 0],
    [true, [], 1],
    [true, [aLabel({ name: "__screenRecording", reserved: true })], 1],
    [false, [aLabel({ name: "__screenRecording", reserved: true })], 1],
  ])(
    "a screen recording %s with %# of the vendor's label shows one label",
    (screenRecording, labels, count) => {
      const sent =
        presentRecording(aRecording({ screenRecording, labels }), administrator, OPEN).labels ?? [];
      expect(sent.filter((label) => label.name === "__screenRecording")).toHaveLength(count);
      for (const label of sent)
        expect(label).toMatchObject({ id: "__screenRecording", type: "reserved", removable: false });
    },
  );

  test("what our own people wrote comes back whole, made safe", () => {
    const mediaKey = MediaKeySchema.parse("B".repeat(24));
    const content = {
      text: "a\u0000b\nc",
      mediaKey,
      startMs: 5,
      endMs: 9,
      score: 3,
      ok: true,
      tags: ["x", { y: "z\u0007" }],
    };
    const sent = presentLabel(
      aLabel({ createdByUserId: "user-admin", content }),
      aRecording(),
      administrator,
    );
    expect(sent.content).toEqual({ ...content, text: "ab\nc", tags: ["x", { y: "z" }] });
  });

  test("a label's id is made safe for its path", () => {
    expect(presentLabel(aLabel({ id: "../x?y" }), aRecording(), administrator).path).toMatch(
      /\/labels\/\.\.%2Fx%3Fy$/,
    );
  });
});

describe("a vendor's strings are data, whatever they hold", () => {
  const hostile = '<script>alert(1)</script>"\u0000\u0007\u0085\u202e\ud800';
  const safe = '<script>alert(1)</script>"\ufffd';
  const recording = aRecording({
    callerPhoneNumber: hostile,
    callType: hostile,
    region: hostile,
    events: [
      anEvent({
        event: hostile,
        callId: hostile,
        contact: {
          type: hostile,
          phoneNumber: hostile,
          userName: hostile,
          firstName: hostile,
          lastName: hostile,
        },
        data: { added: { [hostile]: hostile }, updated: {}, deleted: {} },
      }),
    ],
    labels: [aLabel({ name: hostile, createUser: hostile, content: { text: hostile, time: hostile } })],
  });

  test.each(ROLES)("control and direction characters go, everything else stays: %s", (role) => {
    const sent = presentRecording(recording, aViewer("", { role }), OPEN);
    expect(sent).toMatchObject({ callerPhoneNumber: safe, callType: safe, region: safe });
    expect(sent.eventHistory[0]).toMatchObject({
      event: safe,
      calluuid: safe,
      contact: { type: safe, phoneNumber: safe, userName: safe, firstName: safe, lastName: safe },
      data: { added: { [safe]: safe } },
    });
    expect(sent.labels?.[0]).toMatchObject({ name: safe, createUser: safe, content: { text: safe } });
    expect(sent.labels?.[0]?.content).not.toHaveProperty("time");
  });

  test("newlines and tabs stay in comments and become blanks in names", () => {
    const two = aRecording({ region: "a\n\tb", labels: [aComment("a\r\n\tb")] });
    const sent = presentRecording(two, administrator, OPEN);
    expect(sent.region).toBe("a b");
    expect(sent.labels?.[0]?.content?.text).toBe("a\n\tb");
  });

  test.each(["administrator", "supervisor"] as const)("a name of 10 kB is cut: %s", (role) => {
    const long = aRecording({
      events: [anEvent({ contact: aContact({ firstName: "é😀".repeat(5_000) }) })],
      labels: [aComment("x".repeat(20_000))],
    });
    const sent = presentRecording(long, aViewer("dialedPhoneNumber", { role }), OPEN);
    const firstName = Array.from(sent.eventHistory[0]?.contact?.firstName ?? "");
    expect(firstName).toHaveLength(512);
    expect(firstName.at(-1)).toBe("…");
    expect(sent.labels?.[0]?.content?.text).toHaveLength(10_000);
  });

  test("the key __proto__ is a key like any other", () => {
    const odd = aRecording({ events: [dataEvent(JSON.parse('{"__proto__":"x","constructor":"y"}'))] });
    expect(JSON.stringify(presentRecording(odd, administrator, OPEN).eventHistory[0]?.data)).toBe(
      '{"added":{"__proto__":"x","constructor":"y"}}',
    );
  });
});

test("what is masked is exactly seven asterisks", () => {
  expect(MASKED).toBe("*".repeat(7));
});

/** The guarantee: `copy` came out of `value` through JSON with fields added, so it has at least its fields. */
function sameShape<T>(_value: T, copy: unknown): T {
  return copy as T;
}
