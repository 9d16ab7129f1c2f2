import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INTERACTION, mapped, NOW, NOW_MS, rawDocument } from "./test-kit";

const OWNER = "aaaabbbbccccddddeeeeffff00001111";
const people = new Map([[OWNER, { username: "d.desk", firstName: "Dana", lastName: "Desk" }]]);
const fileOf = (changes: Readonly<Record<string, unknown>>) => {
  const [file] = mapped([rawDocument(changes)]).recording.mediaFiles;
  if (file === undefined) throw new Error("a document is a file");
  return file;
};
const audioOf = (changes: Readonly<Record<string, unknown>>) => fileOf(changes).audio;

test("the fact sheet's example is a recording of ours", () => {
  const row = mapped([rawDocument()], { people });
  expect(row).toMatchObject({ askAgainMs: null, liveIds: ["2026111601@192_0_2_10"], labels: [] });
  expect(row.files).toBeUndefined();
  expect(row.recording).toMatchObject({
    id: `kazoo.i-${NOW - 700}-0a1b2c3d`,
    vendorId: `i-${NOW - 700}-0a1b2c3d`,
    callerPhoneNumber: "1002",
    dialedPhoneNumber: "15550100123",
    startMs: NOW_MS - 690_000,
    stopMs: NOW_MS - 690_000 + 90_960,
    callType: "Outbound",
    screenRecording: false,
    nonDelete: false,
  });
  expect(row.recording.mediaFiles).toMatchObject([
    {
      durationMs: 90_960,
      sizeBytes: null,
      mimeType: "audio/mpeg",
      extension: "mp3",
      audio: "ready",
      accessUnits: [OWNER],
      parties: { ani: "1002", dnis: "15550100123", agentId: OWNER, username: "d.desk" },
    },
  ]);
  expect(row.recording.events.map(({ event, contact, data }) => [event, contact ?? data?.added])).toEqual([
    [
      "Joined",
      { type: "User", phoneNumber: "1002", userName: "d.desk", firstName: "Dana", lastName: "Desk" },
    ],
    [
      "Joined",
      { type: "External", phoneNumber: "15550100123", userName: null, firstName: null, lastName: null },
    ],
    ["Data", { origin: "outbound to offnet from endpoint" }],
    ["Left", expect.objectContaining({ phoneNumber: "1002" })],
    ["Left", expect.objectContaining({ phoneNumber: "15550100123" })],
  ]);
});

describe("ids", () => {
  test.each([
    [null, "r-202611-0123456789abcdef0123456789abcdef"],
    [INTERACTION, `i-${INTERACTION}`],
    // Seconds from which no look could meet this document again: a day after it, or over a month before.
    [`${NOW + 86_400}-0a1b2c3d`, "r-202611-0123456789abcdef0123456789abcdef"],
    [`${NOW - 32 * 86_400}-0a1b2c3d`, "r-202611-0123456789abcdef0123456789abcdef"],
    ["63898889998-0a1b2c3d", "r-202611-0123456789abcdef0123456789abcdef"],
    ["9f2c@203.0.113.77", "r-202611-0123456789abcdef0123456789abcdef"],
    [63898889998, "r-202611-0123456789abcdef0123456789abcdef"],
    ["", "r-202611-0123456789abcdef0123456789abcdef"],
  ])("interaction_id %s gives %s", (interaction_id, vendorId) => {
    expect(mapped([rawDocument({ interaction_id })]).recording.vendorId).toBe(vendorId);
  });

  test("a leg's id is a hash: two recordings of one leg share it, and no address of the network is in it", () => {
    const call = { call_id: "9f2c77aa01@203.0.113.77" };
    const row = mapped([
      rawDocument({ ...call, id: "202611-a" }),
      rawDocument({ ...call, id: "202611-b", start: NOW - 680 }),
      rawDocument({ id: "202611-c", call_id: null, start: NOW - 670 }),
    ]);
    const legs = row.recording.mediaFiles.map(({ callId }) => callId);
    expect(legs[0]).toBe(legs[1]);
    expect(legs[2]).not.toBe(legs[0]);
    expect(JSON.stringify(row.recording)).not.toContain("203.0.113.77");
    // One leg's people are told once, from its first start to its last stop.
    const joined = row.recording.events.filter(
      ({ event, callId }) => event === "Joined" && callId === legs[0],
    );
    expect(joined).toHaveLength(2);
    const left = row.recording.events.filter(({ event, callId }) => event === "Left" && callId === legs[0]);
    expect(left[0]?.occurredAtMs).toBe(NOW_MS - 680_000 + 90_960);
  });
});

describe("times and lengths", () => {
  test.each([
    [{ start: null, start_time: NOW - 50 }, NOW_MS - 50_000],
    [{ start: NOW - 60, start_time: NOW - 50 }, NOW_MS - 50_000],
    [{ start: String(NOW - 60) }, NOW_MS - 60_000],
    [{ start: NOW_MS / 1_000 }, null],
    [{ start: NOW_MS }, null],
    [{ start: -5 }, null],
    [{ start: "soon" }, null],
  ])("%j starts at %s", (changes, startMs) => {
    expect(fileOf(changes).startMs).toBe(startMs);
  });

  test("a call without times begins when its interaction did; a lone document has no time", () => {
    expect(mapped([rawDocument({ start: null })]).recording).toMatchObject({
      startMs: NOW_MS - 700_000,
      stopMs: null,
    });
    expect(mapped([rawDocument({ start: null, interaction_id: null })]).recording.startMs).toBeNull();
  });

  test.each([
    [{ duration_ms: null }, 90_000],
    [{ duration_ms: null, duration: null }, null],
    [{ duration_ms: "23960" }, 23_960],
    [{ duration_ms: 0.4 }, 0],
    [{ duration_ms: -1, duration: 7 }, 7_000],
    [{ duration_ms: 1e300 }, null],
  ])("%j lasts %s ms", (changes, durationMs) => {
    expect(fileOf(changes).durationMs).toBe(durationMs);
  });
});

describe("audio", () => {
  const old = { start: NOW - 86_400 };

  test("is ready when the list names a type, awaited while young, and missing after an hour", () => {
    expect(audioOf({ _read_only: { content_types: ["audio/x-wav"] } })).toBe("ready");
    expect(audioOf({ _read_only: { content_types: [] } })).toBe("pending");
    expect(audioOf({ ...old, _read_only: { content_types: [] } })).toBe("missing");
    expect(audioOf({ start: null, _read_only: { content_types: [] } })).toBe("missing");
    expect(audioOf({ _read_only: null })).toBe("pending");
    expect(audioOf({ ...old, _read_only: null })).toBe("ready");
  });

  test("that is awaited is asked for again, ever less often", () => {
    const asks = (secondsAgo: number) =>
      mapped([rawDocument({ start: NOW - secondsAgo, duration_ms: 0, _read_only: { content_types: [] } })])
        .askAgainMs;
    expect([5, 120, 1_200, 3_000, 3_601].map(asks)).toEqual([30_000, 60_000, 600_000, 600_000, null]);
  });

  test.each([
    [{ _read_only: { content_types: ["audio/x-wav"] }, content_type: "audio/mpeg" }, "audio/wav", "wav"],
    [{ _read_only: { content_types: ["audio/mpeg; charset=x"] } }, "audio/mpeg", "mp3"],
    [{ _read_only: null, content_type: "audio/wav" }, "audio/wav", "wav"],
    [{ _read_only: null, content_type: "application/octet-stream", media_type: ".wav" }, "audio/wav", "wav"],
    [{ _read_only: null, content_type: null, media_type: ".mp3" }, "audio/mpeg", "mp3"],
    [{ _read_only: null, content_type: "text/html", media_type: null }, "audio/mpeg", "mp3"],
  ])("%j is %s", (changes, mimeType, extension) => {
    expect(fileOf(changes)).toMatchObject({ mimeType, extension });
  });
});

describe("access groups", () => {
  test("come from the owner, document by document", () => {
    const groupsOf = (units: readonly string[]) => (units.includes(OWNER) ? ["/Sales"] : []);
    const row = mapped([rawDocument({ id: "202611-a" }), rawDocument({ id: "202611-b", owner_id: null })], {
      groupsOf,
    });
    expect(
      row.recording.mediaFiles.map(({ accessGroups, accessUnits }) => [accessGroups, accessUnits]),
    ).toEqual([
      [["/Sales"], [OWNER]],
      [[], []],
    ]);
  });
});

describe("tags", () => {
  const labelsOf = (...metadata: unknown[]) =>
    mapped(
      metadata.map((user_metadata, nth) => rawDocument({ id: `202611-${nth}`, user_metadata })),
    ).labels?.map(({ name }) => name);

  test("of all documents are labels, each once", () => {
    expect(labelsOf({ tags: { vip: 1, Vip: 1 } }, { tags: { vip: true, later: "yes" } })).toEqual([
      "vip",
      "later",
    ]);
  });

  test("may be a list; null, false, 0 and empty are no tags; names that can't be labels are left out", () => {
    expect(labelsOf({ tags: ["a", "b", 7, null] })).toEqual(["a", "b", "7"]);
    expect(labelsOf({ tags: { a: null, b: false, c: 0, d: "", e: 1 } })).toEqual(["e"]);
    expect(labelsOf({ tags: { "a,b": 1, __system: 1, "": 1, ok: 1 } })).toEqual(["ok"]);
    expect(labelsOf("tags", { tags: "vip" }, { tags: 3 }, {})).toEqual([]);
  });
});

describe("whatever a document holds", () => {
  const keys = Object.keys(rawDocument());
  const document = fc
    .dictionary(fc.constantFrom(...keys, "url", "user_metadata", "start_time", "anything"), fc.jsonValue())
    .map((fields): Record<string, unknown> => ({ ...rawDocument(), ...fields, id: "202611-a" }));

  test("it becomes a well-formed recording, and its neighbour is as it was", () => {
    fc.assert(
      fc.property(document, (odd) => {
        const row = mapped([odd, rawDocument({ id: "202611-b", interaction_id: odd.interaction_id })]);
        expect(row.recording.mediaFiles).toHaveLength(2);
        for (const file of row.recording.mediaFiles) {
          expect(file.mimeType).toMatch(/^audio\/[a-z]+$/);
          expect(file.startMs === null || Number.isSafeInteger(file.startMs)).toBe(true);
          expect(
            file.durationMs === null || (Number.isSafeInteger(file.durationMs) && file.durationMs >= 0),
          ).toBe(true);
        }
        const times = row.recording.events.flatMap(({ occurredAtMs }) => occurredAtMs ?? []);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  test("what must not travel does not, wherever it stands", () => {
    const secret = "canary-7f3a";
    const hidden = ["url", "name", "description", "cdr_id", "call_id", "endpoint_id", "origin", "x_new"];
    fc.assert(
      fc.property(
        fc.subarray(hidden),
        fc.constantFrom(secret, { deep: secret }, [secret]),
        (places, value) => {
          const odd = rawDocument({
            ...Object.fromEntries(places.map((place) => [place, value])),
            custom_channel_vars: { "X-Key": secret, Username: secret, Realm: secret },
            from: `1002@${secret}`,
            to: `${secret}@acme.example.com`,
            user_metadata: { note: secret, tags: { vip: secret } },
            soft_restore: { by: secret },
          });
          const { liveIds, ...row } = mapped([odd]);
          expect(JSON.stringify(row)).not.toContain(secret);
        },
      ),
    );
  });
});
