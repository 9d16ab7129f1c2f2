/** Awkward cases about rows of the report: 6 to 8, 13 and 15 of fact sheet §11. */
import type { AwkwardCase, Draft, SegmentDraft } from "./awkward-draft";
import { CANARIES } from "./canaries";
import { DEPARTED_AGENT } from "./people";
import { lastClockChange } from "./time-zones";
import type { WireRow } from "./wire";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The account keeps what is younger than this unless the switch says otherwise. */
const RETENTION_DAYS = 365;

const oneRow = (
  number: number,
  what: string,
  patch: (row: WireRow) => WireRow,
  segment: SegmentDraft = {},
): AwkwardCase => ({ number, what, draft: { segments: [{ ...segment, patch }] } });

const TIME_FIELDS = [
  "dialogStartTimeMs",
  "dialogEndTimeMs",
  "segmentStartTimeMs",
  "segmentEndTimeMs",
] as const;

/** Writes the four times of a row, and those of its events, in another way. */
function retimed(row: WireRow, write: (epochMs: number) => unknown): WireRow {
  const change = (object: WireRow, names: readonly string[]): WireRow => ({
    ...object,
    ...Object.fromEntries(names.map((name) => [name, write(Date.parse(String(object[name])))])),
  });
  const events = Array.isArray(row.segmentEvents) ? row.segmentEvents : [];
  return {
    ...change(row, TIME_FIELDS),
    segmentEvents: events.map((event: WireRow) => change(event, ["eventTimeMs", "clientEventTimeMs"])),
  };
}

const without = (row: WireRow, ...names: readonly string[]): WireRow =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

const addressed = (what: string, draft: Draft): AwkwardCase => ({ number: 8, what, draft });

const agent = (what: string, segment: SegmentDraft): AwkwardCase => ({
  number: 13,
  what,
  draft: { segments: [segment] },
});

const timed = (what: string, startMs: (baseMs: number) => number, draft: Draft = {}): AwkwardCase => ({
  number: 15,
  what,
  draft,
  startMs,
});

export const METADATA_CASES: readonly AwkwardCase[] = [
  { number: 6, what: "the report lists the row twice", draft: { segments: [{ twice: true }] } },
  {
    number: 6,
    what: "hasRecording turns true 55 minutes after the end: 25 minutes after the base time",
    draft: { segments: [{ seconds: 120, flagMinutes: 55 }] },
    startMs: (baseMs) => baseMs - 32 * MINUTE_MS,
  },
  {
    number: 6,
    what: "never recorded, though an agent was on it: hasRecording stays false",
    draft: { segments: [{ edges: [] }] },
  },
  {
    number: 6,
    what: "at the edge of retention: row and audio are gone two hours after the base time",
    draft: {},
    startMs: (baseMs) => baseMs - RETENTION_DAYS * DAY_MS + 2 * HOUR_MS - 90_000,
  },

  oneRow(7, "times as epoch numbers", (row) => retimed(row, (epochMs) => epochMs)),
  oneRow(7, "times as epoch numbers in texts", (row) => retimed(row, String)),
  oneRow(7, "no times of the segment, only of the dialog", (row) =>
    without(row, "segmentStartTimeMs", "segmentEndTimeMs"),
  ),
  oneRow(7, "no times at all", (row) => without(row, ...TIME_FIELDS)),
  oneRow(7, "no segmentEndTimeMs, but a duration", (row) => without(row, "segmentEndTimeMs")),
  oneRow(7, "times that are no times", (row) => retimed(row, () => "soon")),
  oneRow(7, "segmentID instead of segmentId", (row) => ({
    ...without(row, "segmentId"),
    segmentID: row.segmentId,
  })),
  oneRow(7, "neither segmentId nor dialogId: nothing to know it by", (row) =>
    without(row, "segmentId", "dialogId"),
  ),
  oneRow(7, "an unknown field, and texts that look for trouble", (row) => ({
    ...row,
    storageHint: { key: CANARIES.unknownField },
    agentNotes: '<script>alert(1)</script> \u202Efdp.exe =HYPERLINK("http://x.invalid") \u0000',
    agentDisposition: "=1+1",
    channelType: "HOLOGRAM",
  })),
  oneRow(7, "a row with little but its ids", (row) => ({
    dialogId: row.dialogId,
    segmentId: row.segmentId,
    hasRecording: true,
  })),

  addressed("the company's number in the first field, the customer's in the second", {
    model: "company-contact",
  }),
  addressed("outbound, with the customer's number as channelId", {
    origination: "OUTBOUND",
    channelId: "2125550118",
    from: "8005550199",
    to: "2125550118",
  }),
  addressed("neither address is the channelId", { channelId: "8005550123" }),
  addressed("both addresses are the channelId", {
    from: "8005550142",
    to: "8005550142",
    channelId: "8005550142",
  }),
  addressed("both numbers with a plus", {
    from: "+442079460136",
    to: "+448081570192",
    channelId: "448081570192",
  }),
  addressed("no addresses", { from: null, to: null }),
  addressed("an anonymous caller", { from: "anonymous" }),
  addressed("no interactionId", { interactionId: null }),

  agent("an agent who is in no list any more", { ...DEPARTED_AGENT }),
  agent("an agent without a group", { agentGroupId: null }),
  agent("ids as numbers", {
    patch: (row) => ({
      ...row,
      subAccountId: Number(row.subAccountId),
      segmentParticipantId: Number(row.segmentParticipantId),
      segmentParticipantRcExtensionId: Number(row.segmentParticipantRcExtensionId),
      segmentAgentGroupId: Number(row.segmentAgentGroupId),
    }),
  }),
  agent("no participant, only the extension", { agentId: null }),
  agent("the participant is the RingCentral user, as older texts have it", {
    patch: (row) => ({
      ...without(row, "segmentParticipantRcExtensionId"),
      segmentParticipantId: row.segmentParticipantRcExtensionId,
    }),
  }),
  agent("nobody named at all", { agentId: null, rcUserId: null, agentGroupId: null }),

  timed("across midnight UTC", (baseMs) => Math.floor(baseMs / DAY_MS) * DAY_MS - 2 * DAY_MS - 40_000),
  timed(
    "in autumn, ended in the first of the two hours from 1 to 2 in US/Eastern",
    (baseMs) => lastClockChange("US/Eastern", "back", baseMs) - 30 * MINUTE_MS,
  ),
  timed(
    "in autumn, ended in the second of them",
    (baseMs) => lastClockChange("US/Eastern", "back", baseMs) + 28 * MINUTE_MS,
  ),
  timed(
    "in spring, across the hour that US/Eastern leaves out",
    (baseMs) => lastClockChange("US/Eastern", "forward", baseMs) - 45_000,
  ),
];
