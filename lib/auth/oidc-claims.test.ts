import { describe, expect, test } from "vitest";
import type { OidcSettings } from "@/lib/env";
import { readClaims } from "./oidc-claims";

const SETTINGS: OidcSettings = {
  issuer: "https://id.example.com",
  clientId: "earmark",
  clientSecret: "s",
  roleClaim: "role",
  groupsClaim: "groups",
  partitionsClaim: null,
};

describe("an identity provider's claims", () => {
  test("give role, groups and name; what no claim is configured for is left alone", () => {
    const claims = {
      sub: "42",
      email: "s@x.test",
      name: "Sam",
      role: "supervisor",
      groups: ["/Sales", " ", 7],
    };
    expect(readClaims(claims, SETTINGS)).toEqual({
      subject: "42",
      email: "s@x.test",
      name: "Sam",
      role: "supervisor",
      accessGroups: ["/Sales"],
      partitions: null,
    });
  });

  test("a configured claim that is absent gives no groups at all", () => {
    expect(readClaims({ sub: "42", role: "agent" }, SETTINGS).accessGroups).toEqual([]);
  });

  test.each([
    ["superuser", null],
    [undefined, null],
    [{ administrator: true }, null],
    ["Administrator", null],
    [["staff", "evaluator"], "evaluator"],
    ["evaluator,supervisor", "supervisor"],
  ])("role %j is %s", (role, expected) => {
    expect(readClaims({ sub: "42", role }, SETTINGS).role).toBe(expected);
  });

  test("a dotted name reaches into objects, and a claim of that very name comes first", () => {
    const settings = { ...SETTINGS, roleClaim: "realm_access.roles" };
    expect(readClaims({ sub: "1", realm_access: { roles: ["agent"] } }, settings).role).toBe("agent");
    expect(readClaims({ sub: "1", "realm_access.roles": "supervisor" }, settings).role).toBe("supervisor");
    expect(readClaims({ sub: "1" }, { ...SETTINGS, roleClaim: "constructor.name" }).role).toBeNull();
  });
});
