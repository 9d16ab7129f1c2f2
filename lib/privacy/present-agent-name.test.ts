import { expect, test } from "vitest";
import { type MaskSet, maskSet } from "./policy";
import { presentAgentName } from "./present-review-row";

const setOf = (...agentFields: string[]) =>
  maskSet({ agentFields, customerFields: [] }, "none", "genesys-engage");

test.each<[string, string, MaskSet, string]>([
  ["nothing is masked", "Jane Smith", setOf(), "Jane Smith"],
  ["first names are", "Jane Smith", setOf("firstName"), "*******"],
  ["last names are", "Jane Smith", setOf("lastName"), "*******"],
  ["agents' ids are", "jsmith", setOf("agentId"), "*******"],
  ["numbers are, and it is none", "Jane Smith", setOf("callerPhoneNumber"), "Jane Smith"],
  ["numbers are, and it may be one", "+1 (312) 555-0142", setOf("phoneNumber"), "*******"],
  [
    "what is masked can't be told",
    "Jane Smith",
    maskSet({ agentFields: [], customerFields: [] }, "unreadable", "kazoo"),
    "*******",
  ],
  ["it holds what turns the text", "Jane\u202e\u0007 Smith\n", setOf(), "Jane Smith "],
])("an agent's name when %s", (_case, name, set, shown) => {
  expect(presentAgentName(name, set)).toBe(shown);
});
