import { expect, test } from "vitest";
import { agentChannelOf, agentFirst } from "./sides";
import { VENDORS } from "./vendors";

test("two channels come with the agent first, whatever the vendor; others stay as they are", () => {
  for (const vendor of VENDORS) {
    const file = agentChannelOf(vendor) === 0 ? ["agent", "customer"] : ["customer", "agent"];
    expect(agentFirst(file, vendor)).toEqual(["agent", "customer"]);
    expect(agentFirst(["one"], vendor)).toEqual(["one"]);
    expect(agentFirst([1, 2, 3], vendor)).toEqual([1, 2, 3]);
  }
});
