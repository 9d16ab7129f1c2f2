import { describe, expect, test } from "vitest";
import type { VendorName } from "@/lib/domain/vendors";
import {
  blockedParameters,
  hiddenDataKey,
  hiddenDataKeys,
  maskSet,
  NOTHING_MASKED,
  neverSentKey,
  parseFieldList,
  revealedFields,
} from "./policy";

const NONE = { agentFields: [], customerFields: [] };
const agents = (text: string) => ({ agentFields: parseFieldList(text), customerFields: [] });
const customers = (text: string) => ({ agentFields: [], customerFields: parseFieldList(text) });
const masked = (text: string, vendor: VendorName = "genesys-engage") => maskSet(agents(text), "none", vendor);
const sorted = (names: Iterable<string>) => [...names].sort();

/** The vendor's own example value of both settings (fact sheet §5.1). */
const VENDOR_EXAMPLE =
  "callerPhoneNumber, dialedPhoneNumber, dnis, ani, agentId, username, phoneNumber, userName, firstName, lastName, GSIP_RECORD";

test.each([
  ["a,b", ["a", "b"]],
  [" a , b ", ["a", "b"]],
  ["a,,b,", ["a", "b"]],
  ["a,a", ["a"]],
  ["", []],
  ["  ", []],
  ["\ta\n,b", ["a", "b"]],
  ["two words", ["two words"]],
])("the setting %j lists %j", (text, names) => {
  expect(parseFieldList(text)).toEqual(names);
});

describe("what falls with a listed name (contract §3)", () => {
  const users = ["agentId", "userName", "username"];
  test.each<[string, string[]]>([
    ["", []],
    ["callerPhoneNumber", ["ani", "callerPhoneNumber"]],
    ["ani", ["ani", "callerPhoneNumber"]],
    ["dialedPhoneNumber", ["dialedPhoneNumber", "dnis"]],
    ["dnis", ["dialedPhoneNumber", "dnis"]],
    ["phoneNumber", ["phoneNumber"]],
    ["userName", users],
    ["username", users],
    ["agentId", users],
    ["firstName", ["firstName", ...users]],
    ["lastName", ["lastName", ...users]],
    ["GSIP_RECORD", ["GSIP_RECORD"]],
    ["userData", ["userData"]],
    ["ani, lastName", ["ani", "callerPhoneNumber", "lastName", ...users]],
    ["Ani", ["Ani"]],
    ["USERNAME", ["USERNAME"]],
    [
      VENDOR_EXAMPLE,
      [
        "GSIP_RECORD",
        "ani",
        "callerPhoneNumber",
        "dialedPhoneNumber",
        "dnis",
        "firstName",
        "lastName",
        "phoneNumber",
        ...users,
      ],
    ],
  ])("%j masks %j", (listed, names) => {
    expect(sorted(masked(listed).names)).toEqual(sorted(names));
    for (const name of names) expect(masked(listed).has(name)).toBe(true);
  });

  test("letter case counts", () => {
    expect(masked("gsip_record").has("GSIP_RECORD")).toBe(false);
    expect(masked("Ani").has("ani")).toBe(false);
  });

  test.each(["callerPhoneNumber", "ani", "dialedPhoneNumber", "dnis", "phoneNumber"])(
    "RingCX: %s masks both ends",
    (listed) => {
      const set = masked(listed, "ringcx");
      for (const name of ["callerPhoneNumber", "ani", "dialedPhoneNumber", "dnis"])
        expect(set.has(name)).toBe(true);
    },
  );

  test("RingCX: a name masks no number", () => {
    expect(masked("lastName", "ringcx").has("callerPhoneNumber")).toBe(false);
  });
});

describe("whose lists count", () => {
  test("both lists, ours and the source's, together", () => {
    const set = maskSet(
      { agentFields: ["lastName"], customerFields: ["ani"] },
      { agentFields: ["GSIP_RECORD"], customerFields: [" dnis "] },
      "genesys-engage",
    );
    for (const name of ["lastName", "userName", "callerPhoneNumber", "GSIP_RECORD", "dialedPhoneNumber"]) {
      expect(set.has(name)).toBe(true);
    }
    expect(set.has("phoneNumber")).toBe(false);
    expect(set.all).toBe(false);
  });

  test("the customer list counts as the agent list does", () => {
    expect(sorted(maskSet(customers("lastName"), "none", "kazoo").names)).toEqual(
      sorted(masked("lastName").names),
    );
  });

  test("a source that has none adds nothing", () => {
    expect(maskSet(NONE, "none", "kazoo")).toBe(NOTHING_MASKED);
    expect(maskSet(NONE, NONE, "genesys-engage")).toBe(NOTHING_MASKED);
  });

  test("a source whose lists can't be read is masked whole", () => {
    const set = maskSet(NONE, "unreadable", "genesys-engage");
    expect(set.all).toBe(true);
    for (const name of ["callerPhoneNumber", "dnis", "phoneNumber", "firstName", "agentId", "AnyKey"]) {
      expect(set.has(name)).toBe(true);
    }
    expect(sorted(blockedParameters(set))).toEqual(
      sorted(["callerPhoneNumber", "dialedPhoneNumber", "phoneNumber", "userName", "userData"]),
    );
    expect(hiddenDataKeys(set)).toEqual(["*"]);
  });
});

describe("search parameters that would confirm a masked value", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["callerPhoneNumber", ["callerPhoneNumber", "phoneNumber"]],
    ["ani", ["callerPhoneNumber", "phoneNumber"]],
    ["dialedPhoneNumber", ["dialedPhoneNumber", "phoneNumber"]],
    ["dnis", ["dialedPhoneNumber", "phoneNumber"]],
    ["phoneNumber", ["callerPhoneNumber", "dialedPhoneNumber", "phoneNumber"]],
    ["firstName", ["userName"]],
    ["lastName", ["userName"]],
    ["agentId", ["userName"]],
    ["username", ["userName"]],
    ["userName", ["userName"]],
    ["userData", ["userData"]],
    ["GSIP_RECORD", []],
    [VENDOR_EXAMPLE, ["callerPhoneNumber", "dialedPhoneNumber", "phoneNumber", "userName"]],
  ])("listing %j blocks %j", (listed, parameters) => {
    expect(sorted(blockedParameters(masked(listed)))).toEqual(sorted(parameters));
  });
});

describe("attached data that nobody is sent", () => {
  test.each([
    ["GSIP_REC_FN", true],
    ["gsip_rec_fn", true],
    ["GRECORD_PARTITIONS", true],
    ["sip-iscc-cofid", true],
    ["SIP-Call-ID", true],
    [" sip-x ", true],
    ["rp.speechminer_auth", true],
    ["pkcs7", true],
    ["mediaUri", true],
    ["GSIP_RECORD", false],
    ["sipsAppName", false],
    ["BusinessCall", false],
    ["", false],
  ])("%j: %s", (key, never) => {
    expect(neverSentKey(key)).toBe(never);
    expect(hiddenDataKey(key, null)).toBe(never);
    expect(hiddenDataKey(key, NOTHING_MASKED)).toBe(never);
  });

  test("a masked key is hidden from whom it is masked for", () => {
    expect(hiddenDataKey("GSIP_RECORD", masked("GSIP_RECORD"))).toBe(true);
    expect(hiddenDataKey("BusinessCall", masked("GSIP_RECORD"))).toBe(false);
    expect(hiddenDataKey("BusinessCall", maskSet(NONE, "unreadable", "kazoo"))).toBe(true);
  });

  test("a search skips the keys that are never sent and those that are masked", () => {
    expect(hiddenDataKeys(masked("GSIP_RECORD"))).toEqual(
      expect.arrayContaining(["gsip_rec_fn", "grecord_partitions", "sip-*", "gsip_record"]),
    );
    expect(hiddenDataKeys(NOTHING_MASKED)).toContain("sip-*");
    expect(hiddenDataKeys(NOTHING_MASKED)).not.toContain("gsip_record");
  });
});

test.each<[string[], string[]]>([
  [["callerPhoneNumber"], ["ani", "callerPhoneNumber"]],
  [["dnis"], ["dialedPhoneNumber", "dnis"]],
  [["userName"], ["agentId", "userName", "username"]],
  [["firstName"], ["firstName"]],
  [["phoneNumber"], ["phoneNumber"]],
  [["GSIP_RECORD"], ["GSIP_RECORD"]],
  [[], []],
])("revealing %j opens %j", (fields, opened) => {
  expect(sorted(revealedFields(fields))).toEqual(sorted(opened));
});
