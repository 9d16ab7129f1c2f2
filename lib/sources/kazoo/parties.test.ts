import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSameNumber, nameOf, numberOf } from "./numbers";
import { mapped, NOW, rawDocument } from "./test-kit";

const OWNER = "aaaabbbbccccddddeeeeffff00001111";
const people = new Map([[OWNER, { username: "d.desk", firstName: "Dana", lastName: "Desk" }]]);
const recordingOf = (...changes: Readonly<Record<string, unknown>>[]) =>
  mapped(
    changes.map((one, nth) => rawDocument({ id: `202611-${nth}`, ...one })),
    { people },
  ).recording;

describe("a number", () => {
  test.each([
    ["2121@acme.example.com:7000", "2121"],
    ["sip:+15550100123@acme.example.com;user=phone", "+15550100123"],
    ["<sips:15550100123@a>", "15550100123"],
    ["%2B15550100123@a", "+15550100123"],
    ["tel:+1-555-010-0123", "+1-555-010-0123"],
    ["*97", "*97"],
    ["(555) 010-0123", null],
    ["user_d3sk01@acme.example.com", null],
    ["anonymous@anonymous.invalid", null],
    ["192.0.2.10", null],
    ["192.0.2.10:5060", null],
    ["%", null],
    ["@acme.example.com", null],
  ])("in %s is %s", (address, number) => {
    expect(numberOf(address)).toBe(number);
  });

  test("whatever comes, it holds no host, no port and no letters", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(numberOf(text) ?? "1").toMatch(/^[\d+*#().\- ]+$/);
      }),
    );
  });

  test("is the same written in two ways, from seven digits on", () => {
    expect(isSameNumber("+44 20 7946 0177", "442079460177")).toBe(true);
    expect(isSameNumber("02079460177", "2079460177")).toBe(true);
    expect(isSameNumber("0177", "442079460177")).toBe(false);
  });

  test("shown to people beats the one in the address, and one that is withheld stays so", () => {
    expect(recordingOf({ caller_id_number: null }).callerPhoneNumber).toBe("1002");
    expect(recordingOf({ caller_id_number: "anonymous" }).callerPhoneNumber).toBeNull();
    expect(
      recordingOf({ caller_id_number: "Restricted", from: "15550100999@a" }).callerPhoneNumber,
    ).toBeNull();
    expect(recordingOf({ callee_id_number: "", to: "15550100777@a:7000" }).dialedPhoneNumber).toBe(
      "15550100777",
    );
    expect(recordingOf({ callee_id_number: null, to: null, request: "123@a" }).dialedPhoneNumber).toBe("123");
  });
});

describe("a name", () => {
  test.each([
    ["Dana Maria Desk", { firstName: "Dana Maria", lastName: "Desk" }],
    ["Desk", { firstName: null, lastName: "Desk" }],
    ["  ", null],
    ["Anonymous", null],
    ["+15550100123", null],
    ["1002", null],
    ["d.desk@acme.example.com", null],
  ])("%s", (text, name) => {
    expect(nameOf(text)).toEqual(name);
  });
});

describe("which way the call went", () => {
  const toOutside = { caller_id_number: "1002", callee_id_number: "15550100123" };
  const fromOutside = { caller_id_number: "15550100123", callee_id_number: "1002" };
  const between = { caller_id_number: "1002", callee_id_number: "1003" };
  const outside = { caller_id_number: "15550100123", callee_id_number: "15550100999" };

  test.each([
    [{ origin: "outbound to offnet from endpoint", direction: "inbound" }, "Outbound"],
    [{ origin: "inbound from offnet to account", direction: "outbound", ...fromOutside }, "Inbound"],
    [{ origin: "Inbound from somewhere new", ...outside }, "Inbound"],
    [{ origin: "inbound from onnet to endpoint", ...between }, "Internal"],
    [{ origin: "outbound to onnet from endpoint", ...toOutside }, "Outbound"],
    [{ origin: "callflow : 2121", ...fromOutside }, "Inbound"],
    [{ origin: "no origin", ...toOutside }, "Outbound"],
    [{ origin: null, ...between }, "Internal"],
    [{ origin: "untracked : 15550100123@acme.example.com", ...outside, direction: "inbound" }, "Outbound"],
    [{ origin: null, ...outside, direction: "inbound", owner_id: null }, "Inbound"],
    [{ origin: null, ...outside, direction: "outbound" }, "Inbound"],
    [{ origin: null, ...outside, direction: null, call_direction: "outbound", owner_id: null }, "Outbound"],
    [{ origin: null, ...outside, direction: "sideways" }, "Unknown"],
    [{ origin: 7, ...outside, direction: null }, "Unknown"],
  ])("%j is %s", (changes, callType) => {
    expect(recordingOf(changes).callType).toBe(callType);
  });

  test("a call that entered the house stays one, whatever its inner legs are", () => {
    const inner = { origin: "inbound from onnet to endpoint", ...between, start: NOW - 695 };
    const entering = { origin: "inbound from offnet to account", ...fromOutside, owner_id: null };
    const recording = recordingOf(inner, entering);
    expect(recording).toMatchObject({
      callType: "Inbound",
      callerPhoneNumber: "15550100123",
      dialedPhoneNumber: "1002",
    });
  });

  test("of the origin only the vendor's own words travel", () => {
    const dataOf = (origin: unknown) =>
      recordingOf({ origin }).events.find(({ event }) => event === "Data")?.data?.added ?? null;
    expect(dataOf("Inbound from offnet to account")).toEqual({ origin: "inbound from offnet to account" });
    expect(dataOf("callflow : 15550100123")).toEqual({ origin: "callflow" });
    expect(dataOf("untracked : 15550100123@acme.example.com")).toBeNull();
    expect(dataOf("outbound to 15550100123")).toBeNull();
  });
});

describe("who is who", () => {
  const contactsOf = (changes: Readonly<Record<string, unknown>>) =>
    recordingOf(changes).events.flatMap(({ event, contact }) =>
      event === "Joined" && contact ? [contact] : [],
    );

  test("the owner is the end that is ours, by name; the other has the name that its phone sent", () => {
    const [caller, callee] = contactsOf({
      origin: "inbound from offnet to endpoint",
      caller_id_number: "15550100123",
      caller_id_name: "Harriet Caller",
      callee_id_number: "1002",
      callee_id_name: "Desk 2",
    });
    expect(caller).toEqual({
      type: "External",
      phoneNumber: "15550100123",
      userName: null,
      firstName: "Harriet",
      lastName: "Caller",
    });
    expect(callee).toMatchObject({ type: "User", userName: "d.desk", firstName: "Dana", lastName: "Desk" });
  });

  test("an owner whom the list of users does not have is named by their phone", () => {
    const [caller] = contactsOf({ owner_id: "unknown-owner" });
    expect(caller).toMatchObject({ type: "User", userName: null, firstName: "Dana", lastName: "Desk" });
  });

  test("an end of which nothing is known is not made up", () => {
    expect(
      contactsOf({
        origin: null,
        direction: null,
        caller_id_number: "anonymous",
        caller_id_name: null,
        owner_id: null,
      }),
    ).toHaveLength(1);
  });
});

describe("a caller who asked for privacy", () => {
  const caller = {
    origin: "inbound from offnet to endpoint",
    caller_id_number: "+442079460177",
    caller_id_name: "Hannah Whitcombe",
    from: "442079460177@acme.example.com",
    callee_id_number: "1002",
    owner_id: OWNER,
  };
  const asking = (number: boolean, name: boolean) => ({
    ...caller,
    custom_channel_vars: { "Privacy-Hide-Number": String(number), "Privacy-Hide-Name": name },
  });

  test("is nowhere to be found, in no field and on no leg", () => {
    const text = JSON.stringify(
      recordingOf(asking(true, true), {
        ...caller,
        start: NOW - 680,
        caller_id_number: "02079460177",
        caller_id_name: "hannah whitcombe",
        from: null,
        callee_id_number: "+44 20 7946 0177",
        callee_id_name: "Hannah Whitcombe",
      }),
    );
    expect(text).not.toMatch(/7946|0177|whitcombe|hannah/i);
    expect(text).toContain('"Dana"');
  });

  test("may hide the number or the name alone", () => {
    const number = JSON.stringify(recordingOf(asking(true, false)));
    expect(number).not.toContain("79460177");
    expect(number).toContain("Whitcombe");
    const name = JSON.stringify(recordingOf(asking(false, true)));
    expect(name).not.toContain("Whitcombe");
    expect(name).toContain("79460177");
  });

  test("is hidden as one of our own people too", () => {
    const own = { origin: "outbound to offnet from endpoint", owner_id: OWNER };
    const privacy = { custom_channel_vars: { "Privacy-Hide-Name": "true" } };
    const recording = recordingOf({ ...own, ...privacy });
    expect(JSON.stringify(recording)).not.toMatch(/Dana|d\.desk/);
    expect(JSON.stringify(recordingOf({ ...own, ...privacy, caller_id_name: null }))).not.toMatch(
      /Dana|d\.desk/,
    );
    expect(recording.mediaFiles[0]?.accessUnits).toEqual([OWNER]);
  });

  test("does not change which way the call went", () => {
    expect(recordingOf({ ...asking(true, true), origin: null, direction: null }).callType).toBe("Inbound");
  });
});
