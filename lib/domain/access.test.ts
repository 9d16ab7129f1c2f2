import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aComment,
  aContact,
  aMediaFile,
  anEvent,
  aRecording,
  SOURCE_ID,
} from "@/lib/testing/stored-recording";
import {
  accessKeysOfActor,
  accessKeysOfEvent,
  accessKeysOfFile,
  accessKeysOfRecording,
  holdsAtLeast,
  passes,
  personScope,
  type Scope,
  withinScope,
} from "./access";
import type { Actor } from "./actor";
import { MediaKeySchema, SourceIdSchema } from "./ids";

const SYSTEM: Scope = { kind: "system" };

function anActor(rest: Partial<Actor> = {}): Actor {
  return {
    userId: "u1",
    email: "ann@earmark.test",
    name: "Ann",
    role: "supervisor",
    accessGroups: ["/"],
    partitions: ["*"],
    agents: [],
    ...rest,
  };
}

/** May somebody with these groups and partitions know a file with those? */
function sees(
  person: readonly [groups: readonly string[], partitions: readonly string[]],
  file: readonly [groups: readonly string[], partitions: readonly string[]],
): boolean {
  const scope = personScope(anActor({ accessGroups: person[0], partitions: person[1] }));
  return passes(scope, accessKeysOfFile({ accessGroups: file[0], partitions: file[1] }));
}

describe("access groups (contract §2)", () => {
  test.each<[string[], string[], boolean]>([
    [["/"], ["/Sales"], true],
    [["/"], [], true],
    [["/"], ["/"], true],
    [["/Sales"], ["/Sales"], true],
    [["/Sales"], ["/Sales/EU"], true],
    [["/Sales"], ["/Sales/EU/Berlin"], true],
    [["/Sales/EU"], ["/Sales"], false],
    [["/Sales/EU"], ["/Sales/US"], false],
    [["/Sales"], ["/Support"], false],
    [["/Ann"], ["/Anne"], false],
    [["/Anne"], ["/Ann"], false],
    [["/Company A"], ["/Company A/Team"], true],
    [["/Company"], ["/Company A"], false],
    [["/sales"], ["/Sales"], false],
    [["/Sales"], [], false],
    [["/Sales"], ["/"], false],
    [["/Sales"], ["/Support", "/Sales"], true],
    [["/Support", "/Sales"], ["/Sales/EU"], true],
    [["Sales/"], ["/Sales"], true],
    [["/Sales"], ["Sales"], true],
    [["//Sales//EU"], ["/Sales/EU"], true],
    [[], ["/Sales"], false],
    [[], [], false],
    [[], ["/"], false],
    [[""], ["/Sales"], false],
    [["  "], [], false],
    [["/Sales"], [""], false],
    [["/Sales\u001f*"], ["/Sales"], false],
  ])("a user with %j sees a file of %j: %s", (groups, file, seen) => {
    expect(sees([groups, ["*"]], [file, []])).toBe(seen);
    expect(sees([groups, []], [file, []])).toBe(seen);
  });
});

describe("partitions (contract §2)", () => {
  test.each<[string[], string[], boolean]>([
    [[], [], true],
    [[], ["/sales"], false],
    [["/sales"], ["/sales"], true],
    [["/sales"], [], true],
    [["/sales"], ["/support"], false],
    [["/sales"], ["/sales", "/support"], true],
    [["/support", "/sales"], ["/sales"], true],
    [["*"], ["/sales"], true],
    [["*"], [], true],
    [["sales"], ["/sales"], false],
    [["/Sales"], ["/sales"], false],
    [["/sales"], ["/sales/eu"], false],
    [[], [""], true],
    [[], ["", "/sales"], false],
    [["/sales"], ["", "/sales"], true],
    [["/sales"], ["*"], false],
    [["*"], ["*"], true],
    [[""], ["/sales"], false],
  ])("a user with %j sees a file of %j: %s", (partitions, file, seen) => {
    expect(sees([["/"], partitions], [["/Sales"], file])).toBe(seen);
    expect(sees([["/Sales"], partitions], [["/Sales"], file])).toBe(seen);
  });

  test("both the group and the partition are needed", () => {
    expect(sees([["/Sales"], ["/a"]], [["/Sales"], ["/b"]])).toBe(false);
    expect(sees([["/Support"], ["/a"]], [["/Sales"], ["/a"]])).toBe(false);
    expect(sees([["/Sales"], ["/a"]], [["/Sales"], ["/a"]])).toBe(true);
  });
});

test("the keys decide as the rule in words does", () => {
  const group = fc
    .array(fc.constantFrom("a", "b", "ab"), { maxLength: 3 })
    .map((parts) => `/${parts.join("/")}`);
  const partition = fc.constantFrom("p", "q");
  const person = fc.record({
    groups: fc.array(group, { maxLength: 2 }),
    partitions: fc.array(fc.constantFrom("p", "q", "*"), { maxLength: 2 }),
  });
  const file = fc.record({
    groups: fc.array(group, { maxLength: 2 }),
    partitions: fc.array(partition, { maxLength: 2 }),
  });
  const covers = (held: string, wanted: string) =>
    held === "/" || wanted === held || wanted.startsWith(`${held}/`);
  fc.assert(
    fc.property(person, file, (who, what) => {
      const wanted = what.groups.length === 0 ? ["/"] : what.groups;
      const byGroup = who.groups.some((held) => wanted.some((one) => covers(held, one)));
      const byPartition =
        what.partitions.length === 0 ||
        who.partitions.includes("*") ||
        what.partitions.some((one) => who.partitions.includes(one));
      expect(sees([who.groups, who.partitions], [what.groups, what.partitions])).toBe(byGroup && byPartition);
    }),
  );
});

test("only `/` with every partition is a scope without a filter", () => {
  expect(accessKeysOfActor({ accessGroups: ["/"], partitions: ["*"] })).toBe("all");
  expect(accessKeysOfActor({ accessGroups: ["/"], partitions: [] })).not.toBe("all");
  expect(accessKeysOfActor({ accessGroups: ["/Sales"], partitions: ["*"] })).not.toBe("all");
  expect(accessKeysOfActor({ accessGroups: [], partitions: ["*"] })).toEqual([]);
  expect(accessKeysOfActor({ accessGroups: [""], partitions: ["*"] })).toEqual([]);
});

const sales = aMediaFile({
  callId: "leg-s",
  accessGroups: ["/Sales"],
  mediaKey: MediaKeySchema.parse("S".repeat(24)),
});
const support = aMediaFile({
  callId: "leg-t",
  accessGroups: ["/Support"],
  mediaKey: MediaKeySchema.parse("T".repeat(24)),
});
const salesScope = personScope(anActor({ accessGroups: ["/Sales"] }));

describe("a recording within a scope", () => {
  const events = [
    anEvent({ callId: "leg-s", contact: aContact({ userName: "sam" }) }),
    anEvent({ callId: "leg-t", contact: aContact({ userName: "tom" }) }),
    anEvent({ callId: null }),
    anEvent({ callId: "leg-of-no-file" }),
  ];
  const recording = aRecording({
    mediaFiles: [sales, support],
    events,
    labels: [
      aComment("on the sales leg", { content: { text: "s", mediaKey: sales.mediaKey, startMs: 1 } }),
      aComment("on the support leg", { content: { text: "t", mediaKey: support.mediaKey, startMs: 1 } }),
      aComment("unplaced"),
    ],
  });

  test("the system sees it as it is", () => {
    expect(withinScope(SYSTEM, recording, [])).toBe(recording);
  });

  test("with every file in scope nothing changes", () => {
    expect(withinScope(personScope(anActor()), recording, [])).toBe(recording);
  });

  test("files out of scope go, and with them their events and the comments pinned to them", () => {
    const seen = withinScope(salesScope, recording, []);
    expect(seen?.mediaFiles).toEqual([sales]);
    expect(seen?.events).toEqual([events[0], events[2], events[3]]);
    expect(seen?.labels.map((label) => label.content?.text)).toEqual(["s", "unplaced"]);
  });

  test("an event of a call that a kept file shares with a dropped one stays", () => {
    const shared = aRecording({
      mediaFiles: [sales, { ...support, callId: "leg-s" }],
      events: [anEvent({ callId: "leg-s" })],
    });
    expect(withinScope(salesScope, shared, [])?.events).toHaveLength(1);
  });

  test("with no file in scope nothing of it is known, for administrators too", () => {
    const other = aRecording({ mediaFiles: [support] });
    expect(withinScope(salesScope, other, [])).toBeNull();
    expect(
      withinScope(personScope(anActor({ role: "administrator", accessGroups: ["/Sales"] })), other, []),
    ).toBeNull();
  });

  test.each<[string[], boolean]>([
    [[], false],
    [["/"], false],
    [["/Sales/EU"], true],
    [["/Support"], false],
  ])("without files it counts as one file with the source's groups %j: %s", (defaults, seen) => {
    expect(withinScope(salesScope, aRecording(), defaults) !== null).toBe(seen);
    expect(passes(salesScope, accessKeysOfRecording(aRecording(), defaults))).toBe(seen);
  });

  test("the keys of a recording are those of its files", () => {
    const keys = accessKeysOfRecording(aRecording({ mediaFiles: [sales, support] }), ["/Else"]);
    expect(new Set(keys)).toEqual(new Set([...accessKeysOfFile(sales), ...accessKeysOfFile(support)]));
  });
});

describe("an event's names may be matched only by whom its call's files are open to", () => {
  const recording = { mediaFiles: [sales, support] };
  test.each([
    ["leg-s", true],
    ["leg-t", false],
    [null, true],
    ["leg-of-no-file", true],
  ])("call %j for /Sales: %s", (callId, matched) => {
    expect(passes(salesScope, accessKeysOfEvent(anEvent({ callId }), recording, []))).toBe(matched);
  });
});

describe("an agent", () => {
  const call = aRecording({
    mediaFiles: [
      aMediaFile({ parties: { ani: null, dnis: null, agentId: "A-77", username: "jsmith@x.test" } }),
    ],
    events: [anEvent({ contact: aContact({ userName: "jsmith" }) })],
  });
  const agent = (key: string, source = "engage") =>
    personScope(anActor({ role: "agent", agents: [{ sourceId: SourceIdSchema.parse(source), key }] }));

  test.each([
    ["jsmith", true],
    ["JSmith", true],
    ["a-77", true],
    ["jsmith@x.test", true],
    ["jsmit", false],
    ["other", false],
    ["", false],
  ])("known to the vendor as %j was on the call: %s", (key, seen) => {
    expect(withinScope(agent(key), call, []) !== null).toBe(seen);
  });

  test("a blank key is not the blank name of an unknown agent", () => {
    const unknown = aRecording({
      mediaFiles: [aMediaFile({ parties: { ani: null, dnis: null, agentId: "", username: "" } })],
    });
    expect(withinScope(agent(""), unknown, [])).toBeNull();
  });

  test("is tied to the source, not to the name alone", () => {
    expect(call.sourceId).toBe(SOURCE_ID);
    expect(withinScope(agent("jsmith", "other"), call, [])).toBeNull();
  });

  test("without a tie knows nothing", () => {
    expect(withinScope(personScope(anActor({ role: "agent" })), call, [])).toBeNull();
  });

  test("still needs the access group", () => {
    const elsewhere = {
      ...call,
      mediaFiles: call.mediaFiles.map((file) => ({ ...file, accessGroups: ["/Sales"] })),
    };
    const scope = personScope(
      anActor({
        role: "agent",
        accessGroups: ["/Support"],
        agents: [{ sourceId: SOURCE_ID, key: "jsmith" }],
      }),
    );
    expect(withinScope(scope, elsewhere, [])).toBeNull();
  });
});

describe("an administrator grants at most what they hold (model.md)", () => {
  const all = { accessGroups: ["/"], partitions: ["*"] };
  const salesOnly = { accessGroups: ["/Sales"], partitions: ["/a"] };
  test.each([
    ["all to all", all, all, true],
    ["all to one group", all, salesOnly, true],
    ["one's own", salesOnly, salesOnly, true],
    ["a group below", salesOnly, { accessGroups: ["/Sales/EU"], partitions: [] }, true],
    ["nothing", salesOnly, { accessGroups: [], partitions: [] }, true],
    ["a blank group, which names nothing", salesOnly, { accessGroups: [""], partitions: [] }, true],
    ["the root", salesOnly, { accessGroups: ["/"], partitions: [] }, false],
    ["another group", salesOnly, { accessGroups: ["/Support"], partitions: [] }, false],
    ["one of two", salesOnly, { accessGroups: ["/Sales", "/Support"], partitions: [] }, false],
    [
      "a group above",
      { accessGroups: ["/Sales/EU"], partitions: ["*"] },
      { accessGroups: ["/Sales"], partitions: [] },
      false,
    ],
    ["another partition", salesOnly, { accessGroups: ["/Sales"], partitions: ["/b"] }, false],
    ["every partition", salesOnly, { accessGroups: ["/Sales"], partitions: ["*"] }, false],
    [
      "from a blank group",
      { accessGroups: [""], partitions: ["*"] },
      { accessGroups: ["/Sales"], partitions: [] },
      false,
    ],
  ])("%s", (_name, held, given, may) => {
    expect(holdsAtLeast(held, given)).toBe(may);
  });
});
