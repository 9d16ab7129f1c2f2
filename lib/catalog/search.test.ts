import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/domain/access";
import { SourceIdSchema } from "@/lib/domain/ids";
import { RecordingFilterSchema } from "@/lib/domain/recording-filter";
import { talkBasis } from "@/lib/domain/talk-numbers";
import type { SourceRecording } from "@/lib/sources/source";
import {
  fileOf,
  NO_RESTRICTIONS,
  SOURCE,
  SYSTEM,
  scopeOf,
  sourceRecording,
  T0,
  vendorLabel,
} from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines } from "@/lib/testing/database";
import { inOrder, matchesFilter } from "@/lib/testing/search-reference";
import { aContact, anEvent } from "@/lib/testing/stored-recording";
import type { Catalog } from "./client";
import { upsertRecordings } from "./recordings";
import {
  type Cursor,
  countRecordings,
  decodeCursor,
  encodeCursor,
  listIds,
  searchRecordings,
} from "./search";
import { saveTalk } from "./talk";

const OTHER = SourceIdSchema.parse("other");
const MINUTE_MS = 60_000;

const name = fc.constantFrom(null, "Ali", "ali.m", "O'Neil", "50%_off", "Ä*b?", "\\");
const phone = fc.constantFrom(
  null,
  "+1 (555) 968-0001",
  "15559680001",
  "+15551234567",
  "anonymous",
  "sip:Bob@x",
  "",
);
const time = fc.constantFrom(null, T0, T0 + 1, T0 + MINUTE_MS, T0 + 7 * MINUTE_MS);
const group = fc.constantFrom<readonly string[]>([], ["/Sales"], ["/Sales/EU"], ["/Support"]);
const data = fc.dictionary(
  fc.constantFrom("OrderId", "tier"),
  fc.constantFrom("gold", "GOLD ", "ORD-77", "a_b", "100%"),
  { maxKeys: 2 },
);

const event = fc
  .record({
    callId: fc.constantFrom(null, "leg-a", "leg-b"),
    userName: name,
    firstName: name,
    added: data,
    updated: data,
    deleted: data,
  })
  .map(({ callId, userName, firstName, ...maps }) =>
    anEvent({ callId, contact: aContact({ userName, firstName }), data: maps }),
  );

const row = fc
  .record({
    callerPhoneNumber: phone,
    dialedPhoneNumber: phone,
    startMs: time,
    stopMs: time,
    callType: fc.constantFrom(null, "Inbound", "Outbound"),
    region: fc.constantFrom(null, "eu"),
    screenRecording: fc.boolean(),
    nonDelete: fc.boolean(),
    events: fc.array(event, { maxLength: 3 }),
    groups: fc.array(group, { maxLength: 2 }),
    durationMs: fc.constantFrom(null, 1_000, 90_000),
    labels: fc.uniqueArray(fc.constantFrom("VIP", "Review", "b"), { maxLength: 2 }),
    isOther: fc.boolean(),
  })
  .map(({ groups, durationMs, labels, isOther, startMs, stopMs, ...rest }) => ({
    groups,
    durationMs,
    labels,
    isOther,
    startMs: startMs ?? (stopMs === null ? T0 : null),
    stopMs,
    rest,
  }));

const pattern = fc.constantFrom(
  "*",
  "*555*",
  "1555968????",
  "+1 (555) 968-0001",
  "anonymous",
  "sipBob*",
  "*7",
  "nobody*",
);
const text = fc.constantFrom(
  "*",
  "ali",
  "ALI*",
  "*li*",
  "o'neil",
  "50%_off",
  "*%*",
  "?_b",
  "gold",
  "*ord-77",
  "ä*",
  "\\",
  "*\\*",
  "nobody",
);
const filter = fc.record(
  {
    callerPhoneNumber: pattern,
    dialedPhoneNumber: pattern,
    phoneNumber: pattern,
    startTime: fc.constantFrom(T0, T0 + 1),
    endTime: fc.constantFrom(T0, T0 + 2 * MINUTE_MS, 8_640_000_000_000_000),
    startBefore: fc.constantFrom(T0 + 1, T0 + 7 * MINUTE_MS),
    userName: text,
    userData: text,
    includeLabels: fc.constantFrom("vip", " review , VIP", "__screenRecording", "none"),
    excludeLabels: fc.constantFrom("vip", "__SCREENrecording,review", "none", ","),
    source: fc.constantFrom(SOURCE.id, OTHER),
    callType: fc.constantFrom("Inbound", "inbound"),
    region: fc.constant("eu"),
    minDuration: fc.constantFrom(0, 1_001, 60_000),
    maxDuration: fc.constantFrom(0, 1_000, 60_000),
    screenRecording: fc.boolean(),
    nonDelete: fc.boolean(),
    minSilence: fc.constantFrom(0, 5_000, 20_000),
    minCrosstalk: fc.constantFrom(0, 1_000),
    minHold: fc.constantFrom(0, 8_000),
    agentTalkShare: fc.constantFrom("0.2..0.6", "..0.5", "0.35..", "0.4..0.4"),
  },
  { requiredKeys: [] },
);
// Few of the fields at a time, else nothing is ever found.
const someFilter = fc
  .tuple(filter, fc.subarray([...Object.keys(RecordingFilterSchema.shape)], { maxLength: 3 }))
  .map(([full, keys]) =>
    RecordingFilterSchema.parse(
      Object.fromEntries(Object.entries(full).filter(([key]) => keys.includes(key))),
    ),
  );

const SCOPES: Readonly<Record<string, Scope>> = {
  system: SYSTEM,
  everything: scopeOf({}),
  sales: scopeOf({ accessGroups: ["/Sales"] }),
  "sales in Europe": scopeOf({ accessGroups: ["/Sales/EU"] }),
  support: scopeOf({ accessGroups: ["/Support"], partitions: [] }),
  "no group": scopeOf({ accessGroups: [] }),
};

function rowsOf(drawn: readonly (typeof row extends fc.Arbitrary<infer R> ? R : never)[]): SourceRecording[] {
  return drawn.map(({ groups, durationMs, labels, isOther, startMs, stopMs, rest }, index) =>
    sourceRecording(
      `R${index}`,
      {
        ...rest,
        startMs,
        stopMs,
        mediaFiles: groups.map((accessGroups, file) =>
          fileOf(`R${index}x${file}`, { accessGroups, durationMs, callId: file === 0 ? "leg-a" : "leg-b" }),
        ),
      },
      labels.map((label) => vendorLabel(`${index}${label}`, label)),
      isOther ? OTHER : SOURCE.id,
    ),
  );
}

const talk = fc.record({
  countedMs: fc.constant(50_000),
  silenceMs: fc.constant(20_000),
  longestSilenceMs: fc.constantFrom(0, 5_000, 20_000),
  agentMs: fc.constantFrom(null, 5_000, 20_000, 30_000),
  customerMs: fc.constant(null),
  crosstalkMs: fc.constantFrom(null, 0, 600),
  crosstalkCount: fc.constant(null),
  holdMs: fc.constant(9_000),
  longestHoldMs: fc.constantFrom(null, 0, 9_000),
});

describeOnBothEngines("search", (open) => {
  let catalog: Catalog;
  const rows = rowsOf(fc.sample(row, { numRuns: 150, seed: 42 }));
  const files = rows.flatMap(({ recording }) => recording.mediaFiles.map((file) => ({ recording, file })));
  const drawn = fc.sample(talk, { numRuns: files.length, seed: 3 });
  /** Two thirds of all files are measured. */
  const talkByFile = new Map(
    files.flatMap(({ file }, index) => {
      const one = drawn[index];
      return one && index % 3 !== 0 ? [[file.mediaKey, one] as const] : [];
    }),
  );
  beforeAll(async () => {
    catalog = await open();
    for (const id of [SOURCE.id, OTHER]) {
      const own = rows.filter(({ recording }) => recording.sourceId === id);
      await upsertRecordings(SYSTEM, catalog.db, { ...SOURCE, id }, own, T0);
    }
    for (const { recording, file } of files) {
      const measured = talkByFile.get(file.mediaKey);
      if (!measured) continue;
      const { mediaKey } = file;
      await saveTalk(SYSTEM, catalog.db, {
        mediaKey,
        recordingId: recording.id,
        talk: measured,
        maskEvidence: [],
        basis: talkBasis(recording, file),
      });
    }
  });
  const page = (
    scope: Scope,
    searched: object,
    wish: { limit: number; offset: number; after: Cursor | null },
  ) => searchRecordings(scope, catalog.db, { filter: searched, restrictions: NO_RESTRICTIONS, page: wish });

  test("finds what the rules say, in order and counted, for any filter and any scope", async () => {
    await fc.assert(
      fc.asyncProperty(someFilter, fc.constantFrom(...Object.keys(SCOPES)), async (searched, scopeName) => {
        const scope = SCOPES[scopeName] ?? SYSTEM;
        const expected = inOrder(
          rows.filter((candidate) => matchesFilter(scope, candidate, searched, talkByFile)),
        );
        const found = await page(scope, searched, { limit: 500, offset: 0, after: null });
        expect(found.recordings.map((recording) => recording.id)).toEqual(
          expected.map(({ recording }) => recording.id),
        );
        expect(found).toMatchObject({
          totalCount: expected.length,
          totalCountIsLowerBound: false,
          next: null,
        });
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  test("pages by offset and by cursor give the same order, ties included, and end", async () => {
    for (const searched of [
      {},
      { userData: "*o*" },
      { includeLabels: "vip" },
      { phoneNumber: "*555*" },
      { endTime: T0 + MINUTE_MS },
      { minSilence: 5_000 },
    ]) {
      const whole = (await page(SYSTEM, searched, { limit: 500, offset: 0, after: null })).recordings.map(
        ({ id }) => id,
      );
      const byCursor: string[] = [];
      let after: Cursor | null = null;
      do {
        const part = await page(SYSTEM, searched, { limit: 7, offset: 0, after });
        const byOffset = await page(SYSTEM, searched, { limit: 7, offset: byCursor.length, after: null });
        expect(part.recordings).toEqual(byOffset.recordings);
        expect(part.totalCount).toBe(whole.length);
        byCursor.push(...part.recordings.map(({ id }) => id));
        after = part.next === null ? null : decodeCursor(encodeCursor(part.next));
      } while (after);
      expect(byCursor).toEqual(whole);
      expect(byCursor.length).toBeGreaterThan(14);
    }
  });

  test("ids for bulk work come in the same order and end", async () => {
    const query = { filter: { callType: "Inbound" }, restrictions: NO_RESTRICTIONS };
    const whole = await listIds(SYSTEM, catalog.db, query, null, 500);
    const first = await listIds(SYSTEM, catalog.db, query, null, 10);
    const rest = await listIds(SYSTEM, catalog.db, query, first.next, 500);
    expect([...first.ids, ...rest.ids]).toEqual(whole.ids);
    expect(rest.next).toBeNull();
    expect(await countRecordings(SYSTEM, catalog.db, query)).toEqual({
      totalCount: whole.ids.length,
      totalCountIsLowerBound: false,
    });
  });

  test("an agent has no search", async () => {
    const agent = scopeOf({ role: "agent", agents: [{ sourceId: SOURCE.id, key: "ali.m" }] });
    expect((await page(agent, {}, { limit: 10, offset: 0, after: null })).totalCount).toBe(0);
  });

  test.each([
    "",
    "x",
    "!!",
    encodeCursor({ sortMs: 1, id: "no id" }),
    Buffer.from("99999999999999999~a.b").toString("base64url"),
  ])("refuses the cursor %j", (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  test("refuses phone numbers of punctuation alone", async () => {
    await expect(
      page(SYSTEM, { phoneNumber: "+-" }, { limit: 1, offset: 0, after: null }),
    ).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describeOnBothEngines("what masking takes from a search", (open) => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await open();
    const events = (secret: string) => [
      anEvent({ contact: aContact({ userName: "m.ali", firstName: "Mo" }) }),
      anEvent({
        data: {
          added: { Note: `call ${secret} back`, Tier: "gold", "SIP-X": "hidden" },
          updated: {},
          deleted: {},
        },
      }),
    ];
    await upsertRecordings(
      SYSTEM,
      catalog.db,
      SOURCE,
      [
        sourceRecording("A1", { callerPhoneNumber: "+15559680001", events: events("555-968-0001") }),
        sourceRecording("A2", { callerPhoneNumber: "+15550000000", events: events("Mo") }),
      ],
      T0,
    );
    await upsertRecordings(
      SYSTEM,
      catalog.db,
      { ...SOURCE, id: OTHER },
      [
        sourceRecording(
          "B1",
          { callerPhoneNumber: "+15559680001", events: events("555-968-0001") },
          [],
          OTHER,
        ),
      ],
      T0,
    );
  });
  const found = async (
    searched: object,
    restrictions: Parameters<typeof searchRecordings>[2]["restrictions"],
  ) => {
    const result = await searchRecordings(scopeOf({}), catalog.db, {
      filter: searched,
      restrictions,
      page: { limit: 10, offset: 0, after: null },
    });
    expect(result.totalCount).toBe(result.recordings.length);
    return result.recordings.map((recording) => recording.vendorId);
  };

  test("hides keys source by source, by exact name and by ending, also where words are many", async () => {
    const hidden = {
      excludedSources: [],
      hiddenDataKeys: { [SOURCE.id]: ["tier", "sip-*"], [OTHER]: ["sip-*"] },
    };
    expect(await found({ userData: "gold" }, NO_RESTRICTIONS)).toEqual(["A1", "A2", "B1"]);
    expect(await found({ userData: "gold" }, hidden)).toEqual(["B1"]);
    expect(await found({ userData: "g*" }, hidden)).toEqual(["B1"]);
    expect(await found({ userData: "hidden" }, hidden)).toEqual([]);
    expect(
      await found(
        { userData: "*" },
        { excludedSources: [], hiddenDataKeys: { [SOURCE.id]: ["*"], [OTHER]: ["*"] } },
      ),
    ).toEqual([]);
  });

  test("does not tell a masked number or name through the data that repeats it", async () => {
    const masked = {
      excludedSources: [],
      hiddenDataKeys: { [SOURCE.id]: [], [OTHER]: [] },
      hiddenSecrets: { [SOURCE.id]: ["callerPhoneNumber" as const, "firstName" as const] },
    };
    expect(await found({ userData: "*968*" }, NO_RESTRICTIONS)).toEqual(["A1", "B1"]);
    expect(await found({ userData: "*968*" }, masked)).toEqual(["B1"]);
    expect(await found({ userData: "call mo back" }, masked)).toEqual([]);
    expect(await found({ userData: "gold" }, masked)).toEqual(["A1", "A2", "B1"]);
    const both = {
      ...masked,
      hiddenSecrets: { [SOURCE.id]: ["callerPhoneNumber" as const], [OTHER]: ["callerPhoneNumber" as const] },
    };
    expect(await found({ userData: "*968*" }, both)).toEqual([]);
  });

  test("leaves sources out where a field is masked, and those that nobody has named", async () => {
    expect(await found({ userData: "gold" }, { excludedSources: [SOURCE.id], hiddenDataKeys: {} })).toEqual([
      "B1",
    ]);
    const unnamed = { excludedSources: [], hiddenDataKeys: { [SOURCE.id]: [] } };
    expect(await found({ userData: "gold" }, unnamed)).toEqual(["A1", "A2"]);
    expect(await found({ callerPhoneNumber: "*968*" }, unnamed)).toEqual(["A1"]);
    expect(await found({ callType: "Inbound" }, unnamed)).toEqual(["A1", "A2", "B1"]);
  });
});

describe("more than ten thousand matches", () => {
  describeOnBothEngines("in the catalog", (open) => {
    let catalog: Catalog;
    const COUNT = 10_200;
    beforeAll(async () => {
      catalog = await open();
      const rows = Array.from({ length: COUNT }, (_, index) =>
        sourceRecording(
          `R${String(index).padStart(6, "0")}`,
          {
            // Three of a time each, so that pages end amid ties.
            startMs: T0 - Math.floor(index / 3) * 1_000,
            stopMs: T0 - Math.floor(index / 3) * 1_000 + 500,
            callerPhoneNumber: `+1555${String(index).padStart(7, "0")}`,
            dialedPhoneNumber: index % 2 === 0 ? "100" : "200",
            events: [
              anEvent({ contact: aContact({ userName: "everybody", firstName: `agent ${index % 40}` }) }),
              anEvent({
                data: { added: { OrderId: `ord-${index}`, tier: "gold" }, updated: {}, deleted: {} },
              }),
            ],
          },
          index < 10_100 ? [vendorLabel("v", "review")] : [],
        ),
      );
      await upsertRecordings(SYSTEM, catalog.db, SOURCE, rows, T0);
    }, 120_000);

    test.each<[string, object]>([
      ["nothing asked", {}],
      ["a number", { callerPhoneNumber: "1555*" }],
      ["either number", { phoneNumber: "*0*" }],
      ["an end", { endTime: T0 + 1_000 }],
      ["a name", { userName: "everybody" }],
      ["names", { userName: "agent*" }],
      ["a value", { userData: "gold" }],
      ["very many values", { userData: "ord-*" }],
      ["very many values and a field", { userData: "ord-*", callType: "Inbound" }],
      ["a label", { includeLabels: "review" }],
      ["a label and a name", { includeLabels: "review", userName: "every*" }],
      ["no label", { excludeLabels: "none" }],
    ])("are counted up to there and paged alike by offset and cursor: %s", async (_, searched) => {
      for (const scope of [SYSTEM, scopeOf({ partitions: [] })]) {
        const run = (wish: { limit: number; offset: number; after: Cursor | null }) =>
          searchRecordings(scope, catalog.db, {
            filter: searched,
            restrictions: NO_RESTRICTIONS,
            page: wish,
          });
        const first = await run({ limit: 10, offset: 0, after: null });
        const [second, ahead, deep] = [
          await run({ limit: 10, offset: 0, after: first.next }),
          await run({ limit: 20, offset: 0, after: null }),
          await run({ limit: 2, offset: 10_000, after: null }),
        ];
        expect(first).toMatchObject({ totalCount: 10_000, totalCountIsLowerBound: true });
        expect([...first.recordings, ...second.recordings]).toEqual(ahead.recordings);
        expect(ahead.recordings.map((recording) => recording.vendorId)).toEqual(
          Array.from({ length: 20 }, (_unused, index) => `R${String(index).padStart(6, "0")}`),
        );
        expect(deep.recordings.map((recording) => recording.vendorId)).toEqual(["R010000", "R010001"]);
      }
    });

    test("or fewer are counted exactly", async () => {
      for (const [searched, total] of [
        [{ dialedPhoneNumber: "100" }, 5_100],
        [{ userName: "agent 7" }, 255],
        [{ userData: "ord-1*", callerPhoneNumber: "*00010??" }, 100],
        [{ userData: "ord-77" }, 1],
        [{ excludeLabels: "review" }, 100],
      ] as const) {
        const query = { filter: searched, restrictions: NO_RESTRICTIONS };
        expect(await countRecordings(SYSTEM, catalog.db, query)).toEqual({
          totalCount: total,
          totalCountIsLowerBound: false,
        });
      }
    });
  });
});
