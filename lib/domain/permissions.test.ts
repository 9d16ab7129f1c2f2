import { describe, expect, test } from "vitest";
import { grantOf, may, permissionsOf, RIGHTS, ROLES, type Role, seesMaskedFields } from "./permissions";

type Word = "yes" | "403" | "404";

/** Contract §2, written out: administrator, supervisor, evaluator, agent. */
const TABLE = {
  "recording.search": ["yes", "yes", "404", "403"],
  "recording.open": ["yes", "yes", "404", "yes"],
  "recording.play": ["yes", "yes", "404", "yes"],
  "recording.download": ["yes", "yes", "404", "403"],
  "recording.export": ["yes", "yes", "404", "403"],
  "recording.label": ["yes", "yes", "404", "403"],
  "recording.reveal": ["yes", "yes", "404", "403"],
  "recording.protect": ["yes", "yes", "404", "403"],
  "recording.unprotect": ["yes", "403", "404", "403"],
  "recording.delete": ["yes", "403", "403", "403"],
  "recording.control": ["yes", "yes", "404", "403"],
  "recording.bulk": ["yes", "yes", "404", "403"],
  "live.view": ["yes", "yes", "403", "403"],
  "search.store": ["yes", "yes", "403", "403"],
  "search.facets": ["yes", "yes", "403", "403"],
  "job.view": ["yes", "yes", "403", "403"],
  "label-definition.view": ["yes", "403", "403", "403"],
  "label-definition.manage": ["yes", "403", "403", "403"],
  "review.view": ["yes", "yes", "yes", "403"],
  "review.assign": ["yes", "yes", "403", "403"],
  "review.results": ["yes", "yes", "yes", "403"],
  "review.export": ["yes", "yes", "403", "403"],
  "scorecard.view": ["yes", "yes", "403", "403"],
  "scorecard.manage": ["yes", "403", "403", "403"],
  "settings.manage": ["yes", "403", "403", "403"],
  "user.manage": ["yes", "403", "403", "403"],
  "source.view": ["yes", "403", "403", "403"],
  "audit.view": ["yes", "403", "403", "403"],
  "me.view": ["yes", "yes", "yes", "yes"],
} as const satisfies Record<keyof typeof RIGHTS, readonly [Word, Word, Word, Word]>;

const GRANTS = { yes: "allowed", "403": "forbidden", "404": "hidden" } as const;
const CELLS = Object.entries(TABLE).flatMap(([permission, row]) =>
  ROLES.map((role, index) => ({ permission, role, word: row[index] ?? "403" })),
);

test("the table has a row for every permission and a column for every role", () => {
  expect(Object.keys(TABLE).sort()).toEqual(Object.keys(RIGHTS).sort());
  expect(CELLS).toHaveLength(Object.keys(RIGHTS).length * 4);
});

describe("who may do what (contract §2)", () => {
  for (const { permission, role, word } of CELLS) {
    test(`${permission}, ${role}: ${word}`, () => {
      const known = permissionOf(permission);
      expect(grantOf(role, known)).toBe(GRANTS[word]);
      expect(may(role, known)).toBe(word === "yes");
      expect(permissionsOf(role).includes(known)).toBe(word === "yes");
    });
  }
});

test.each<[Role, boolean]>([
  ["administrator", true],
  ["supervisor", false],
  ["evaluator", false],
  ["agent", false],
])("%s sees masked fields in clear: %s", (role, sees) => {
  expect(seesMaskedFields(role)).toBe(sees);
});

function permissionOf(name: string): keyof typeof RIGHTS {
  const found = permissionsOf("administrator").find((permission) => permission === name);
  if (!found) throw new Error(`no such permission: ${name}`);
  return found;
}
