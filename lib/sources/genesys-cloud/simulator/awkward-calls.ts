/** The awkward cases of fact sheet §13 as conversations, and one conversation for every state a stored file can be in. */
import { uuid } from "@/lib/samples/random";
import { type AwkwardPlace, awkwardDraft, type Bend, SPEECH, TALK_MS } from "./awkward-draft";
import { CANARIES } from "./canaries";
import { DELETED_USER_FROM, DIVISIONS, HIDDEN_USER, userAt, userOfAgent } from "./directory";
import { type Draft, idWithin, recordingIdOf } from "./draft";
import { steadyId } from "./live-calls";
import { holdAnnotation, pauseAnnotations } from "./pauses";
import { spokenId } from "./spoken-calls";

type Case = Readonly<{
  number: number;
  what: string;
  /** How the conversation differs from an ordinary one; `dayMs` is a midnight. */
  bend: (place: AwkwardPlace) => Bend;
  /** Begins so long after the midnight of its day, where that matters. */
  startOfDayMs?: number;
}>;

const plain = (): Bend => ({});
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const annotated = ({ conversationId }: AwkwardPlace): Bend => {
  const id = recordingIdOf(conversationId, 0);
  const shared = pauseAnnotations(id, [
    { atMs: 10_080, durationMs: 5_040, fill: "cut", reason: "FlowOrQueue" },
    { atMs: 30_240, durationMs: 4_032, fill: "cut", reason: "Pause" },
  ]);
  const [first, second] = shared;
  const merged = {
    ...first,
    id: first?.id ?? id,
    durationMs: 8_000,
    annotations: first && second ? [first, second] : [],
  };
  return {
    recording: {
      annotations: [
        merged,
        ...shared,
        { ...holdAnnotation(id, -224_572, 9_000), absoluteLocation: -224_572 },
        holdAnnotation(id, TALK_MS + 60_000, 7_000),
        { id: idWithin(id, 1, 5), type: "Pause", description: "" },
      ],
    },
  };
};

const CASES: readonly Case[] = [
  { number: 1, what: "the list is answered 202 with an empty body at first", bend: plain },
  { number: 2, what: "the single call is answered 202 with a body that looks complete", bend: plain },
  { number: 3, what: "one format is ready while another still is not", bend: plain },
  {
    number: 4,
    what: "AVAILABLE with mediaUris {}",
    bend: () => ({ recording: { plan: null, emptyUris: "object" } }),
  },
  { number: 4, what: "AVAILABLE without mediaUris", bend: () => ({ recording: { plan: null } }) },
  { number: 4, what: "mediaUris with 0 and 1 and no S", bend: () => ({ recording: { layout: "0,1" } }) },
  { number: 5, what: "the signed address runs out (switch playbackUrlTtlMinutes)", bend: plain },
  {
    number: 8,
    what: "began before midnight, its recording is from the day after",
    startOfDayMs: DAY_MS - 5_000,
    bend: plain,
  },
  {
    number: 8,
    what: "in the morning: a search of one hour at night returns it too",
    startOfDayMs: 9 * HOUR_MS,
    bend: plain,
  },
  { number: 10, what: "the recording has no sessionId", bend: () => ({ recording: { sessionId: null } }) },
  {
    number: 10,
    what: "trunk and consult recordings share one sessionId",
    bend: ({ conversationId }) => ({
      recordings: (usual) => [
        usual,
        {
          ...usual,
          id: recordingIdOf(conversationId, 1),
          subtype: "Consult",
          subject: usual.userIds[0] ?? null,
        },
      ],
    }),
  },
  {
    number: 10,
    what: "users is empty while analytics know the agent",
    bend: () => ({ recording: { userIds: [] } }),
  },
  { number: 11, what: "the agent has been deleted", bend: () => ({ user: userAt(DELETED_USER_FROM) }) },
  { number: 11, what: "the agent is in a division nobody sees", bend: () => ({ user: userAt(HIDDEN_USER) }) },
  {
    number: 11,
    what: "the agent is in no list at all",
    bend: ({ conversationId }) => ({
      user: { ...userOfAgent("jsmith"), id: idWithin(conversationId, 0, 2), name: "Unknown Agent" },
    }),
  },
  {
    number: 14,
    what: "deletion is accepted and the recording stays listed; it can be protected meanwhile",
    bend: plain,
  },
  { number: 15, what: "shared pause ids, nested pauses, negative and late locations", bend: annotated },
];

const OTHERS: readonly Omit<Case, "number">[] = [
  {
    what: "stub",
    // Seen on a live org (§10): still AVAILABLE, but its media are gone.
    bend: ({ startMs }) => ({
      recording: {
        plan: null,
        emptyUris: "object",
        sessionId: null,
        archiveMs: startMs + DAY_MS / 2,
        quirks: { archiveMedium: "CLOUDARCHIVE" },
      },
    }),
  },
  {
    what: "ARCHIVED",
    bend: ({ startMs }) => ({ recording: { state: "ARCHIVED", archiveMs: startMs + HOUR_MS } }),
  },
  {
    what: "RESTORED",
    bend: ({ startMs }) => ({ recording: { state: "RESTORED", restoredUntilMs: startMs + 400 * DAY_MS } }),
  },
  { what: "UPLOADING", bend: () => ({ recording: { state: "UPLOADING" } }) },
  { what: "ERROR", bend: () => ({ recording: { state: "ERROR", plan: null } }) },
  { what: "DELETED", bend: () => ({ recording: { state: "DELETED", plan: null } }) },
  {
    what: "adhoc",
    bend: ({ conversationId }) => ({
      recordings: (usual) => [usual, { ...usual, id: recordingIdOf(conversationId, 1), role: "ADHOC" }],
    }),
  },
  { what: "hidden", bend: () => ({ call: { divisionIds: [DIVISIONS.hidden.id] } }) },
  // A leg says that it was recorded, and yet nothing was kept.
  { what: "unrecorded", bend: () => ({ recordings: () => [] }) },
  {
    what: "threeKinds",
    bend: ({ conversationId, startMs }) => ({
      recordings: (usual) => [
        usual,
        { ...usual, id: recordingIdOf(conversationId, 1), subtype: "Consult" },
        {
          ...usual,
          id: recordingIdOf(conversationId, 2),
          media: "screen",
          subtype: "Screen",
          role: null,
          plan: null,
          startMs: startMs + 9_000,
        },
      ],
    }),
  },
  { what: "anonymous", bend: () => ({ call: { customer: { address: "unavailable" } } }) },
  {
    what: "sip",
    bend: () => ({
      call: { customer: { address: "sip:+442079460171@10.4.2.9;user=phone", name: "London" } },
    }),
  },
  {
    what: "newFields",
    bend: ({ conversationId }) => ({
      call: { attributes: { note: CANARIES.attribute } },
      recording: {
        plan: SPEECH,
        quirks: {
          path: CANARIES.storagePath,
          brandNew: { text: CANARIES.unknownField },
          externalContacts: [
            { id: idWithin(conversationId, 0, 4), selfUri: "/api/v2/externalcontacts/contacts/1" },
          ],
        },
      },
    }),
  },
];

const idOfCase = (nth: number): string => uuid(0xa3d, nth, 1);
const idOfOther = (nth: number): string => uuid(0xa3d, nth, 2);

const idsOf = (number: number): string[] =>
  CASES.flatMap((one, nth) => (one.number === number ? [idOfCase(nth)] : []));

/** Conversation ids by the number of the awkward case they show; empty where a switch alone does (see README). */
export const AWKWARD: Readonly<Record<number, readonly string[]>> = {
  ...Object.fromEntries(Array.from({ length: 15 }, (_, nth) => [nth + 1, idsOf(nth + 1)])),
  // Live calls: one paused by a hold, one to pause; only in `steady` mode.
  12: [steadyId(1)],
  13: [steadyId(0)],
  15: [...idsOf(15), spokenId("card-payment-cut")],
};

/** Conversations for every `fileState`, and some other kinds, by name. */
export const KINDS: Readonly<Record<string, string>> = Object.fromEntries(
  OTHERS.map((one, nth) => [one.what, idOfOther(nth)]),
);

/** What each awkward conversation is, in words, by id. */
export const AWKWARD_WORDS: Readonly<Record<string, string>> = Object.fromEntries([
  ...CASES.map((one, nth) => [idOfCase(nth), `${one.number}: ${one.what}`]),
  ...OTHERS.map((one, nth) => [idOfOther(nth), one.what]),
]);

/** Builds all of them; they lie one to eight days before the base time. */
export function awkwardCalls(baseMs: number): Draft[] {
  const midnightMs = Math.floor(baseMs / DAY_MS) * DAY_MS;
  const place = (one: Omit<Case, "number">, nth: number, id: string): Draft => {
    const usualMs = baseMs - 26 * HOUR_MS - nth * 5 * HOUR_MS;
    const startMs = one.startOfDayMs === undefined ? usualMs : midnightMs - 2 * DAY_MS + one.startOfDayMs;
    const where = { conversationId: id, startMs };
    return awkwardDraft(where, one.bend(where));
  };
  return [
    ...CASES.map((one, nth) => place(one, nth, idOfCase(nth))),
    ...OTHERS.map((one, nth) => place(one, CASES.length + nth, idOfOther(nth))),
  ];
}
