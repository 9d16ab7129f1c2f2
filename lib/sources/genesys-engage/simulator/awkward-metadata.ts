/** Awkward cases about times, events, people, labels and regions: 1, 4, 5, 6, 11 to 14, 16 and 20. */

import { agentNamed } from "@/lib/samples/directory";
import { type AwkwardCase, type CaseContext, done, draftCall, plainCase, seedLabel } from "./awkward-draft";
import { contactEvent, userContact } from "./document-parts";
import { secondTime, vendorTime, type WireLabel, type WireRecording } from "./wire";

const DAY_MS = 86_400_000;

/** The last change of Central European clocks before a time: 01:00 UTC on the last Sunday of March or October. */
export function lastClockChange(beforeMs: number): number {
  const year = new Date(beforeMs).getUTCFullYear();
  const changes = [year - 1, year].flatMap((y) =>
    [2, 9].map((month) => {
      const last = Date.UTC(y, month, 31, 1);
      return last - new Date(last).getUTCDay() * DAY_MS;
    }),
  );
  return Math.max(...changes.filter((change) => change < beforeMs));
}

/** A midnight in UTC about so many days before the base time. */
const midnight = (baseMs: number, daysBefore: number): number =>
  (Math.floor(baseMs / DAY_MS) - daysBefore) * DAY_MS;

function bentCase(
  number: number,
  what: string,
  bend: (recording: WireRecording, context: CaseContext) => void,
): AwkwardCase {
  return {
    number,
    what,
    build: (context) => {
      const drafted = draftCall(context);
      bend(drafted.recording, context);
      return done(drafted);
    },
  };
}

function timedCase(
  number: number,
  what: string,
  seconds: number,
  startMs: (baseMs: number) => number,
): AwkwardCase {
  return {
    number,
    what,
    build: (context) => done(draftCall(context, { seconds, startMs: startMs(context.baseMs) })),
  };
}

const labelCase = (
  number: number,
  what: string,
  labels: (id: string) => WireLabel[],
  screen = false,
): AwkwardCase => ({
  number,
  what,
  build: (context) => done(draftCall(context, { screen }), { labels: labels(context.id) }),
});

const regionCase = (what: string, id?: string): AwkwardCase => ({
  number: 11,
  what,
  ...(id === undefined ? {} : { id }),
  build: (context) => done(draftCall(context, { region: context.otherRegion })),
});

export const METADATA_CASES: readonly AwkwardCase[] = [
  timedCase(
    1,
    "the oldest call, alone behind the last page",
    90,
    (baseMs) => midnight(baseMs, 244) + 9 * 3_600_000,
  ),

  bentCase(4, "four ways to write a time in one record", (recording, { startMs }) => {
    recording.startTime = secondTime(startMs);
    recording.stopTime = `${secondTime(startMs + 90_000).slice(0, -1)}+0000`;
    const [file] = recording.mediaFiles ?? [];
    if (file !== undefined) file.stopTime = new Date(startMs + 90_072).toISOString();
    for (const [nth, event] of (recording.eventHistory ?? []).entries()) {
      if (nth % 2 === 0) event.occurredAt = new Date(startMs + nth * 1000 + 417).toISOString();
    }
  }),

  bentCase(5, "events in no order, one before the start", (recording, { id, startMs }) => {
    recording.eventHistory = [
      ...(recording.eventHistory ?? []).reverse(),
      contactEvent("Joined", startMs - 2000, id, userContact(agentNamed("zkhan"))),
    ];
  }),
  bentCase(5, "an eventId of the other kind", (recording, { id }) => {
    for (const event of recording.eventHistory ?? []) {
      if (event.event === "Data") event.eventId = `04-NOV-14 1_${id}`;
    }
  }),
  bentCase(5, "events and contacts nobody has heard of", (recording, { id, startMs }) => {
    recording.eventHistory?.push(
      { occurredAt: vendorTime(startMs + 20_000), calluuid: id, event: "Held" },
      {
        occurredAt: vendorTime(startMs + 30_000),
        calluuid: id,
        event: "Joined",
        contact: { type: "RoutingPoint", phoneNumber: "8999" },
      },
      {
        occurredAt: vendorTime(startMs + 31_000),
        calluuid: id,
        event: "Joined",
        contact: { type: "Unknown" },
      },
      { occurredAt: vendorTime(startMs + 32_000), calluuid: id, event: "Data" },
    );
  }),

  plainCase(6, "a customer with nothing but a number, and no agent", {
    agent: null,
    caller: "+442079460199",
  }),
  bentCase(6, "an internal call of two users", (recording, { id, startMs }) => {
    Object.assign(recording, { callType: "Internal", callerPhoneNumber: "7109", dialedPhoneNumber: "7127" });
    recording.eventHistory = ["t.oneill@tidewell.example", "gpatel"].flatMap((name) => [
      contactEvent("Joined", startMs, id, userContact(agentNamed(name))),
      contactEvent("Left", startMs + 90_000, id, userContact(agentNamed(name))),
    ]);
  }),
  bentCase(6, "a conference that one user joins twice", (recording, { id, startMs }) => {
    const second = userContact(agentNamed("hsato"));
    recording.eventHistory?.push(
      contactEvent("Joined", startMs + 10_000, id, second),
      contactEvent("Left", startMs + 30_000, id, second),
      contactEvent("Joined", startMs + 50_000, id, second),
      contactEvent("Left", startMs + 90_000, id, second),
    );
  }),

  regionCase("of the other region"),
  regionCase("of the other region, with a dashed id", "7c1d9b1e-90aa-4c55-9f1e-0f4c6b2a1101"),
  regionCase("of the other region"),
  regionCase("of the other region"),

  {
    number: 12,
    what: "still listed, but gone",
    build: (context) => done(draftCall(context), { isGhost: true }),
  },

  labelCase(13, "no label at all", () => []),
  labelCase(13, "a label without type, and two of one name", (id) => [
    seedLabel(id, 1, "vip", { type: undefined, path: undefined }),
    seedLabel(id, 2, "comment", { content: { time: "2026-09-01T08:00:00.000+0000", text: "First comment" } }),
    seedLabel(id, 3, "comment", { content: { text: "Second comment, with no time" } }),
  ]),
  labelCase(13, "Review and review side by side", (id) => [
    seedLabel(id, 4, "Review"),
    seedLabel(id, 5, "review"),
  ]),
  labelCase(13, "a type with a capital", (id) => [
    seedLabel(id, 6, "complaint", { type: "Custom", createUser: "Agent1" }),
  ]),

  labelCase(14, "a label with a comma in its name", (id) => [seedLabel(id, 7, "callback,urgent")]),
  labelCase(14, "a screen recording without its label", () => [], true),
  labelCase(14, "the label without a screen recording", (id) => [
    seedLabel(id, 8, "__screenRecording", { type: "reserved", createUser: "system" }),
  ]),

  timedCase(16, "across midnight in UTC", 22 * 60, (baseMs) => midnight(baseMs, 9) - 10 * 60_000),
  timedCase(
    16,
    "across midnight in Berlin",
    15 * 60,
    (baseMs) => midnight(baseMs, 11) - 60 * 60_000 - 6 * 60_000,
  ),
  timedCase(16, "across a change of the clocks", 30 * 60, (baseMs) => lastClockChange(baseMs) - 10 * 60_000),
  timedCase(
    16,
    "half an hour before a change of the clocks",
    120,
    (baseMs) => lastClockChange(baseMs) - 30 * 60_000,
  ),
  timedCase(
    16,
    "half an hour after a change of the clocks",
    120,
    (baseMs) => lastClockChange(baseMs) + 30 * 60_000,
  ),

  timedCase(
    20,
    "so fresh that a slow clock does not see it",
    75,
    (baseMs) => Math.floor(baseMs / 1000) * 1000 - 95_000,
  ),
];
