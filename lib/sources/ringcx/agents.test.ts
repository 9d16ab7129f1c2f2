import { expect, test } from "vitest";
import { SourceError } from "../source";
import { createAgentDirectory } from "./agents";
import type { RawAgent } from "./api-types";
import { DAY_MS, HOUR_MS, MINUTE_MS, NOW_MS, signal } from "./test-kit";

const agent = (agentId: string, userName: string): RawAgent => ({
  agentId,
  rcUserId: `rc-${agentId}`,
  userName,
  firstName: userName,
  lastName: "Nair",
});

/** Lists that a test changes, with the calls made for them. */
function listsOf(groups: Record<string, readonly RawAgent[] | SourceError>) {
  const calls: string[] = [];
  const trouble: { groups: SourceError | null } = { groups: null };
  return {
    calls,
    groups,
    trouble,
    client: {
      async agentGroups() {
        calls.push("groups");
        if (trouble.groups !== null) throw trouble.groups;
        return Object.keys(groups).map((id) => ({ agentGroupId: id, groupName: `Group ${id}` }));
      },
      async agents(agentGroupId: string) {
        calls.push(agentGroupId);
        const found = groups[agentGroupId] ?? [];
        if (found instanceof SourceError) throw found;
        return found;
      },
    },
  };
}

test("lists are read once a day, by one reading for all who wait", async () => {
  const lists = listsOf({ 1: [agent("7", "priya")], 2: [] });
  const clock = { ms: NOW_MS };
  const directory = createAgentDirectory(lists.client, () => clock.ms);
  const [names] = await Promise.all([directory.names(signal), directory.names(signal)]);
  expect(names.agentOf("7", null)?.userName).toBe("priya");
  expect(names.groupName("2")).toBe("Group 2");
  clock.ms += DAY_MS - 1;
  await directory.names(signal);
  expect(lists.calls).toEqual(["groups", "1", "2"]);
  clock.ms += 1;
  await directory.names(signal);
  expect(lists.calls).toHaveLength(6);
});

test("the renamed have their new name, the ones who left their last", async () => {
  const lists = listsOf({ 1: [agent("7", "priya"), agent("8", "mo")] });
  const clock = { ms: NOW_MS };
  const directory = createAgentDirectory(lists.client, () => clock.ms);
  await directory.names(signal);
  lists.groups[1] = [agent("7", "priya.nair")];
  clock.ms += DAY_MS;
  const names = await directory.names(signal);
  expect(names.agentOf("7", null)?.userName).toBe("priya.nair");
  expect(names.agentOf("8", null)?.userName).toBe("mo");
  expect(names.agentOf("9", null)).toBeNull();
});

test("a refused list leaves agents unknown, and is asked for again before long", async () => {
  const lists = listsOf({ 1: [agent("7", "priya")] });
  lists.trouble.groups = new SourceError("forbidden", "no");
  const clock = { ms: NOW_MS };
  const directory = createAgentDirectory(lists.client, () => clock.ms);
  expect((await directory.names(signal)).agentOf("7", null)).toBeNull();
  await directory.names(signal);
  expect(lists.calls).toEqual(["groups"]);
  lists.trouble.groups = null;
  clock.ms += 5 * MINUTE_MS;
  expect((await directory.names(signal)).agentOf("7", null)?.userName).toBe("priya");
});

test("one group in trouble does not hide the others; a limit is waited out, going on where it stopped", async () => {
  const lists = listsOf({
    1: new SourceError("internal", "broken"),
    2: [agent("7", "priya")],
    3: new SourceError("rateLimited", "later", { retryAfterMs: 20_000 }),
  });
  const clock = { ms: NOW_MS };
  const directory = createAgentDirectory(lists.client, () => clock.ms);
  expect((await directory.names(signal)).agentOf("7", null)?.userName).toBe("priya");
  lists.groups[3] = [agent("8", "mo")];
  clock.ms += 20_000;
  expect((await directory.names(signal)).agentOf("8", null)?.userName).toBe("mo");
  expect(lists.calls).toEqual(["groups", "1", "2", "3", "3"]);
  clock.ms += HOUR_MS;
  await directory.names(signal);
  expect(lists.calls).toHaveLength(5);
});

test("one who leaves does not end the reading for the others", async () => {
  const lists = listsOf({ 1: [agent("7", "priya")] });
  const directory = createAgentDirectory(lists.client, () => NOW_MS);
  const left = new AbortController();
  const leaving = directory.names(left.signal);
  const staying = directory.names(signal);
  left.abort(new Error("left"));
  await expect(leaving).rejects.toThrow("left");
  expect((await staying).agentOf("7", null)?.userName).toBe("priya");
});
