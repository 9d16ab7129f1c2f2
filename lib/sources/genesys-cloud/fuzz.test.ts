/** Whatever the vendor sends in place of its fields: a reader answers or says no; nothing throws, nothing foreign gets through. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SourceIdSchema } from "@/lib/domain/ids";
import { ConversationSchema, isRecordedCall, readConversations } from "./api-conversation";
import { readLiveState } from "./api-live";
import { RecordingSchema, readRecordings } from "./api-recording";
import { type Mapping, mapFound, mapWhole } from "./mapper";
import { agent, conversation, customer, recording } from "./test-conversations";
import { NOW_MS } from "./test-kit";

const MAPPING: Mapping = {
  sourceId: SourceIdSchema.parse("cloud"),
  pauseFill: undefined,
  unitGroups: null,
  now: () => NOW_MS,
};
const NAMES = { users: new Map(), queues: new Map(), wrapUpCodes: new Map() };

/** A document with some of its fields, at any depth, replaced by anything. */
function spoilt(document: unknown): fc.Arbitrary<unknown> {
  const anything = fc.jsonValue({ maxDepth: 2 });
  if (Array.isArray(document)) {
    return fc.oneof(
      { weight: 8, arbitrary: fc.tuple(...document.map(spoilt)) },
      { weight: 1, arbitrary: anything },
    );
  }
  if (typeof document === "object" && document !== null) {
    const fields = Object.fromEntries(Object.entries(document).map(([key, value]) => [key, spoilt(value)]));
    return fc.oneof(
      { weight: 8, arbitrary: fc.record(fields, { requiredKeys: [] }) },
      { weight: 1, arbitrary: anything },
    );
  }
  return fc.oneof({ weight: 8, arbitrary: fc.constant(document) }, { weight: 1, arbitrary: anything });
}

const PAUSE = { id: "p", type: "Pause", reason: "SecurePause", location: 9_000, durationMs: 4_000 };
const calls = spoilt(conversation({ participants: [customer({ attributes: { a: "b" } }), agent()] }));
const files = spoilt([recording({ annotations: [{ ...PAUSE, annotations: [PAUSE] }] }), recording()]);

test("conversations and recordings of any kind become rows or nothing", () => {
  fc.assert(
    fc.property(calls, files, (call, recordings) => {
      const page = readConversations({ conversations: [call], totalHits: 1 }, "query");
      expect((page?.conversations.length ?? 0) + (page?.rejected ?? 0)).toBe(1);
      const parsed = ConversationSchema.safeParse(call);
      if (!parsed.success) return;
      isRecordedCall(parsed.data);
      const found = mapFound(parsed.data, NAMES, MAPPING);
      if (found === null) return;
      expect(found.recording.vendorId).not.toBe("");
      const times = found.recording.events.flatMap(({ occurredAtMs }) => occurredAtMs ?? []);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      const told = {
        names: NAMES,
        recordings: readRecordings(recordings) ?? [],
        region: null,
        nonDelete: false,
      };
      for (const file of mapWhole(parsed.data, told, MAPPING)?.recording.mediaFiles ?? []) {
        if (file.durationMs !== null) expect(file.durationMs).toBeGreaterThanOrEqual(0);
        for (const { endMs, startMs } of file.maskedSpans) {
          expect(startMs).toBeGreaterThanOrEqual(0);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
        }
      }
    }),
    { numRuns: 400 },
  );
});

test("answers of any kind are read or refused", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      readConversations(body, "query");
      readConversations(body, "job");
      readRecordings(body);
      readLiveState(body);
      RecordingSchema.safeParse(body);
    }),
  );
});
