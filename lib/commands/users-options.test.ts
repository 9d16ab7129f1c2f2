import { describe, expect, test } from "vitest";
import { parseUsersCommand } from "./users-options";

const parse = (line: string) => parseUsersCommand(line.split(" ").filter((word) => word !== ""));

describe("npm run users", () => {
  test("add takes an e-mail and a role, and leaves open what is not given", () => {
    expect(parse("add a@b.test --role supervisor")).toEqual({
      verb: "add",
      email: "a@b.test",
      role: "supervisor",
      name: null,
      accessGroups: null,
      partitions: null,
    });
  });

  test("lists are split at commas", () => {
    expect(
      parse("add a@b.test --role agent --name Ann --access-groups /Sales,/Support/EU --partitions p,q"),
    ).toMatchObject({
      name: "Ann",
      accessGroups: ["/Sales", "/Support/EU"],
      partitions: ["p", "q"],
    });
    expect(parse("add a@b.test --role=agent --access-groups=")).toMatchObject({ accessGroups: [] });
  });

  test.each(["list", "disable a@b.test", "enable a@b.test"])("%s is understood", (line) => {
    expect(parse(line).verb).toBe(line.split(" ")[0]);
  });

  test.each([
    ["", /Say what to do/],
    ["remove a@b.test", /no `remove`/],
    ["add --role agent", /one e-mail/],
    ["add a@b.test c@d.test --role agent", /one e-mail/],
    ["add nobody --role agent", /not an e-mail/],
    ["add a@b.test", /--role must be one of administrator/],
    ["add a@b.test --role boss", /--role must be one of/],
    ["add a@b.test --role agent --access-groups Sales", /begin with/],
    ["add a@b.test --role agent --colour red", /colour/],
    ["disable", /one e-mail/],
    ["list all", /nothing more/],
  ])("`%s` is refused in words", (line, words) => {
    expect(() => parse(line)).toThrow(words);
  });
});
