/** The filters of a conversation query: at most two levels, exact and case-insensitive (§4.1). */
import { z } from "zod";
import { failures } from "./answers";
import type { WireConversation, WireParticipant, WireSegment, WireSession } from "./wire";

const PredicateSchema = z.looseObject({
  type: z.enum(["dimension", "property", "metric"]).optional(),
  dimension: z.string().optional(),
  metric: z.string().optional(),
  operator: z.enum(["matches", "exists", "notExists"]).nullish(),
  value: z.string().nullish(),
  range: z
    .object({
      gt: z.number().nullish(),
      gte: z.number().nullish(),
      lt: z.number().nullish(),
      lte: z.number().nullish(),
    })
    .nullish(),
});
type Predicate = z.infer<typeof PredicateSchema>;

const ClauseSchema = z.looseObject({
  type: z.enum(["and", "or"]),
  predicates: z.array(PredicateSchema).min(1),
});

export const FilterSchema = z.looseObject({
  type: z.enum(["and", "or"]),
  clauses: z.array(ClauseSchema).nullish(),
  predicates: z.array(PredicateSchema).nullish(),
});
export type Filter = z.infer<typeof FilterSchema>;

type Read<T> = (subject: T) => readonly (string | number | undefined)[];

const CONVERSATION: Readonly<Record<string, Read<WireConversation>>> = {
  conversationId: (one) => [one.conversationId],
  conversationStart: (one) => [one.conversationStart],
  conversationEnd: (one) => [one.conversationEnd],
  divisionId: (one) => one.divisionIds ?? [],
  externalTag: (one) => [one.externalTag],
  originatingDirection: (one) => [one.originatingDirection],
  mediaStatsMinConversationMos: (one) => [one.mediaStatsMinConversationMos],
};

type Row = Readonly<{ participant: WireParticipant; session: WireSession; segment: WireSegment | null }>;

const SEGMENT: Readonly<Record<string, Read<Row>>> = {
  ani: ({ session }) => [session.ani],
  dnis: ({ session }) => [session.dnis],
  sessionDnis: ({ session }) => [session.sessionDnis],
  remote: ({ session }) => [session.remote],
  addressFrom: ({ session }) => [session.ani],
  addressTo: ({ session }) => [session.dnis],
  callbackNumber: ({ session }) => session.callbackNumbers ?? [],
  direction: ({ session }) => [session.direction],
  mediaType: ({ session }) => [session.mediaType],
  sessionId: ({ session }) => [session.sessionId],
  recording: ({ session }) => [session.recording === undefined ? undefined : String(session.recording)],
  userId: ({ participant }) => [participant.userId],
  purpose: ({ participant }) => [participant.purpose],
  participantName: ({ participant }) => [participant.participantName],
  externalContactId: ({ participant }) => [participant.externalContactId],
  queueId: ({ segment }) => [segment?.queueId],
  wrapUpCode: ({ segment }) => [segment?.wrapUpCode],
  wrapUpNote: ({ segment }) => [segment?.wrapUpNote],
  disconnectType: ({ segment }) => [segment?.disconnectType],
  segmentType: ({ segment }) => [segment?.segmentType],
  segmentEnd: ({ segment }) => [segment?.segmentEnd],
};

/** Conversation metrics, added up over the sessions, in milliseconds. */
const METRICS = ["tTalk", "tHandle", "tAcd", "tIvr", "tConversationDuration"];

function metricOf(conversation: WireConversation, metric: string): number | undefined {
  if (metric === "tConversationDuration") {
    return conversation.conversationEnd === undefined
      ? undefined
      : Date.parse(conversation.conversationEnd) - Date.parse(conversation.conversationStart);
  }
  const values = conversation.participants.flatMap((participant) =>
    participant.sessions.flatMap((session) => (session.metrics ?? []).filter((one) => one.name === metric)),
  );
  return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one.value, 0);
}

function within(value: number, range: NonNullable<Predicate["range"]>): boolean {
  return (
    (range.gt == null || value > range.gt) &&
    (range.gte == null || value >= range.gte) &&
    (range.lt == null || value < range.lt) &&
    (range.lte == null || value <= range.lte)
  );
}

function holds(predicate: Predicate, values: readonly (string | number | undefined)[]): boolean {
  const present = values.filter((value) => value !== undefined && value !== "");
  if (predicate.operator === "exists") return present.length > 0;
  if (predicate.operator === "notExists") return present.length === 0;
  const { range, value } = predicate;
  if (range != null) {
    return present.some((one) => within(typeof one === "number" ? one : Date.parse(one ?? ""), range));
  }
  const wanted = value?.toLowerCase();
  return present.some((one) => String(one).toLowerCase() === wanted);
}

type Test<T> = (predicate: Predicate, subject: T) => boolean;

function passes<T>(filter: Filter, subject: T, test: Test<T>): boolean {
  const joined = (type: "and" | "or", results: readonly boolean[]) =>
    type === "and" ? results.every((one) => one) : results.some((one) => one);
  return joined(filter.type, [
    ...(filter.clauses ?? []).map((clause) =>
      joined(
        clause.type,
        clause.predicates.map((predicate) => test(predicate, subject)),
      ),
    ),
    ...(filter.predicates ?? []).map((predicate) => test(predicate, subject)),
  ]);
}

const testConversation: Test<WireConversation> = (predicate, conversation) =>
  holds(
    predicate,
    predicate.metric === undefined || predicate.metric === null
      ? (CONVERSATION[predicate.dimension ?? ""]?.(conversation) ?? [])
      : [metricOf(conversation, predicate.metric)],
  );

const testRow: Test<Row> = (predicate, row) =>
  holds(predicate, SEGMENT[predicate.dimension ?? ""]?.(row) ?? []);

function rowsOf(conversation: WireConversation): Row[] {
  return conversation.participants.flatMap((participant) =>
    participant.sessions.flatMap((session): Row[] =>
      session.segments.length === 0
        ? [{ participant, session, segment: null }]
        : session.segments.map((segment) => ({ participant, session, segment })),
    ),
  );
}

export type Filters = Readonly<{ conversation: readonly Filter[]; segment: readonly Filter[] }>;

/** Whether a conversation passes all filters; a segment filter must hold within one segment. */
export function matches(conversation: WireConversation, filters: Filters): boolean {
  if (!filters.conversation.every((filter) => passes(filter, conversation, testConversation))) return false;
  if (filters.segment.length === 0) return true;
  const rows = rowsOf(conversation);
  return filters.segment.every((filter) => rows.some((row) => passes(filter, row, testRow)));
}

/** True when only conversations that go on can match, so that ended ones need not be looked at. */
export function wantsLiveOnly(filters: Filters): boolean {
  const asks = (predicate: Predicate) =>
    predicate.dimension === "conversationEnd" && predicate.operator === "notExists";
  return filters.conversation.some(
    (filter) =>
      (filter.predicates ?? []).some(
        (one) => asks(one) && (filter.type === "and" || filter.predicates?.length === 1),
      ) &&
      (filter.type === "and" || (filter.clauses ?? []).length === 0),
  );
}

/** Throws 400 for dimensions and metrics that there are not, and for values that are missing. */
export function checkFilters(filters: Filters): void {
  const check = (list: readonly Filter[], dimensions: Readonly<Record<string, unknown>>, kind: string) => {
    for (const filter of list) {
      const predicates = [
        ...(filter.predicates ?? []),
        ...(filter.clauses ?? []).flatMap((one) => one.predicates),
      ];
      if (predicates.length === 0) throw failures.badRequest(`A ${kind} filter needs predicates or clauses.`);
      for (const one of predicates) {
        const isKnown =
          one.metric == null ? (one.dimension ?? "") in dimensions : METRICS.includes(one.metric);
        if (!isKnown)
          throw failures.badRequest(`A ${kind} filter names a dimension or metric that is not known.`);
        const needsValue = one.operator === undefined || one.operator === null || one.operator === "matches";
        if (needsValue && one.value == null && one.range == null) {
          throw failures.badRequest(`A ${kind} filter compares with nothing.`);
        }
      }
    }
  };
  check(filters.conversation, CONVERSATION, "conversation");
  check(filters.segment, SEGMENT, "segment");
}
