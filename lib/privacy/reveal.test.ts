import { describe, expect, test } from "vitest";
import { recordingId } from "@/lib/domain/ids";
import { CLEAR, CUSTOMER, call, OPEN, seen } from "@/lib/testing/masked-call";
import { aContact, aLabel, anEvent, aViewer, SOURCE_ID } from "@/lib/testing/stored-recording";
import { presentLabel, presentRecording } from "./present";
import { MASKED } from "./scrub";

describe("reveal (contract §3)", () => {
  const UNTIL = Date.UTC(2026, 10, 21, 9, 0, 0);
  const revealing = (masked: string, fields: readonly string[], rest = {}) =>
    aViewer(masked, { revealed: () => ({ fields: new Set(fields), untilMs: UNTIL }), ...rest });
  const ALL = "callerPhoneNumber, phoneNumber, firstName, lastName, Account";

  test("the caller's number opens with the contact and the text that carry it, and nothing else does", () => {
    expect(seen(ALL, call, revealing(ALL, ["callerPhoneNumber"]))).toMatchObject({
      caller: CUSTOMER,
      customer: CUSTOMER,
      line: MASKED,
      userName: MASKED,
      firstName: MASKED,
      data: { Account: MASKED },
      text: "Walter Briggs rang ******* from 312-555-0142 about *******.",
      maskedFields: ["phoneNumber", "userName", "firstName", "lastName", "Account"],
    });
  });

  test.each([
    ["ani", { caller: CUSTOMER }],
    ["phoneNumber", { caller: CUSTOMER, customer: CUSTOMER, line: "7103" }],
    ["userName", { userName: "jsmith", author: "Petra Novak", firstName: MASKED }],
    ["agentId", { userName: "jsmith", firstName: MASKED }],
    ["firstName", { firstName: "Jane", lastName: MASKED, userName: MASKED }],
    ["Account", { data: { ...CLEAR.data }, caller: MASKED }],
  ])("%s", (field, opened) => {
    expect(seen(ALL, call, revealing(ALL, [field]))).toMatchObject(opened);
  });

  test("a user name that holds a masked last name is shown once it is revealed", () => {
    const recording = {
      ...call,
      events: [
        call.events[0],
        anEvent({ contact: aContact({ userName: "jane.smith", lastName: "Smith" }) }),
      ].flatMap((event) => event ?? []),
    };
    expect(seen("lastName", recording, revealing("lastName", ["userName"]))).toMatchObject({
      userName: "jane.smith",
      lastName: MASKED,
    });
  });

  test("says until when", () => {
    const sent = presentRecording(call, revealing(ALL, ["ani"]), OPEN);
    expect(sent.revealedUntil).toBe("2026-11-21T09:00:00.000+0000");
    expect(presentRecording(call, aViewer(ALL), OPEN)).not.toHaveProperty("revealedUntil");
  });

  test("counts only where one recording is opened", () => {
    const sent = presentRecording(call, revealing(ALL, ["callerPhoneNumber"]), {
      labels: true,
      allowReveal: false,
    });
    expect(sent.callerPhoneNumber).toBe(MASKED);
    expect(sent).not.toHaveProperty("revealedUntil");
    const label = call.labels[0] ?? aLabel();
    expect(presentLabel(label, call, revealing(ALL, ["callerPhoneNumber"])).content?.text).not.toContain(
      "0142",
    );
  });

  test.each(["evaluator", "agent"] as const)("never for an %s", (role) => {
    expect(seen(ALL, call, revealing(ALL, ["callerPhoneNumber"], { role })).caller).toBe(MASKED);
  });

  test("is asked for by the recording's own id", () => {
    const viewer = aViewer(ALL, {
      revealed: (id) => (id === call.id ? { fields: new Set(["ani"]), untilMs: UNTIL } : null),
    });
    expect(seen(ALL, call, viewer).caller).toBe(CUSTOMER);
    expect(seen(ALL, { ...call, id: recordingId(SOURCE_ID, "another") }, viewer).caller).toBe(MASKED);
  });
});
