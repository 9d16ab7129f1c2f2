import { describe, expect, test } from "vitest";
import type { StoredRecording } from "@/lib/domain/recording";
import { CLEAR, CUSTOMER, call, OPEN, seen } from "@/lib/testing/masked-call";
import {
  aComment,
  aContact,
  aLabel,
  aMediaFile,
  anEvent,
  aRecording,
  aViewer,
  dataEvent,
} from "@/lib/testing/stored-recording";
import { maskSet } from "./policy";
import { presentLabel, presentRecording } from "./present";
import { MASKED } from "./scrub";

const NO_NUMBER = "Walter Briggs rang Jane from ******* about 4419 2078.";

describe("what a supervisor sees of a call when a field is listed", () => {
  test.each<[string, Partial<Record<keyof typeof CLEAR, unknown>>]>([
    ["", {}],
    ["Nothing, that, is, here", {}],
    ["userData", {}],
    [
      "callerPhoneNumber",
      {
        caller: MASKED,
        customer: MASKED,
        text: NO_NUMBER,
        maskedFields: ["callerPhoneNumber", "phoneNumber"],
      },
    ],
    [
      "ani",
      {
        caller: MASKED,
        customer: MASKED,
        text: NO_NUMBER,
        maskedFields: ["callerPhoneNumber", "phoneNumber"],
      },
    ],
    ["dialedPhoneNumber", { dialed: MASKED, maskedFields: ["dialedPhoneNumber"] }],
    ["dnis", { dialed: MASKED, maskedFields: ["dialedPhoneNumber"] }],
    [
      "phoneNumber",
      {
        caller: MASKED,
        customer: MASKED,
        line: MASKED,
        text: NO_NUMBER,
        maskedFields: ["callerPhoneNumber", "phoneNumber"],
      },
    ],
    ["userName", { userName: MASKED, author: MASKED, maskedFields: ["userName"] }],
    ["username", { userName: MASKED, author: MASKED, maskedFields: ["userName"] }],
    ["agentId", { userName: MASKED, author: MASKED, maskedFields: ["userName"] }],
    [
      "firstName",
      {
        userName: MASKED,
        firstName: MASKED,
        author: MASKED,
        text: "Walter Briggs rang ******* from 312-555-0142 about 4419 2078.",
        maskedFields: ["userName", "firstName"],
      },
    ],
    [
      "lastName",
      { userName: MASKED, lastName: MASKED, author: MASKED, maskedFields: ["userName", "lastName"] },
    ],
    ["GSIP_RECORD", { data: { ...CLEAR.data, GSIP_RECORD: MASKED }, maskedFields: ["GSIP_RECORD"] }],
    ["BusinessCall", { data: { ...CLEAR.data, BusinessCall: MASKED }, maskedFields: ["BusinessCall"] }],
    ["gsip_record", {}],
    [
      "Account",
      {
        data: { ...CLEAR.data, Account: MASKED },
        text: "Walter Briggs rang Jane from 312-555-0142 about *******.",
        maskedFields: ["Account"],
      },
    ],
    [
      "Customer",
      {
        data: { ...CLEAR.data, Customer: MASKED },
        text: "******* rang Jane from 312-555-0142 about 4419 2078.",
        maskedFields: ["Customer"],
      },
    ],
  ])("%j", (listed, changes) => {
    expect(seen(listed)).toEqual({ ...CLEAR, ...changes });
  });

  test("all of it at once", () => {
    expect(
      seen("callerPhoneNumber, dialedPhoneNumber, phoneNumber, firstName, lastName, Account, Customer"),
    ).toEqual({
      caller: MASKED,
      dialed: MASKED,
      customer: MASKED,
      line: MASKED,
      userName: MASKED,
      firstName: MASKED,
      lastName: MASKED,
      data: { ...CLEAR.data, Account: MASKED, Customer: MASKED },
      author: MASKED,
      text: "******* rang ******* from ******* about *******.",
      maskedFields: [
        "callerPhoneNumber",
        "dialedPhoneNumber",
        "phoneNumber",
        "userName",
        "firstName",
        "lastName",
        "Account",
        "Customer",
      ],
    });
  });

  test("lists that can't be read mask everything", () => {
    const unreadable = () => maskSet({ agentFields: [], customerFields: [] }, "unreadable", "genesys-engage");
    expect(seen("", call, aViewer("", { maskSetOf: unreadable }))).toEqual({
      caller: MASKED,
      dialed: MASKED,
      customer: MASKED,
      line: MASKED,
      userName: MASKED,
      firstName: MASKED,
      lastName: MASKED,
      data: { GSIP_RECORD: MASKED, Account: MASKED, Customer: MASKED, Queue: MASKED, BusinessCall: MASKED },
      author: MASKED,
      text: "******* rang ******* from ******* about *******.",
      maskedFields: [
        "callerPhoneNumber",
        "dialedPhoneNumber",
        "phoneNumber",
        "userName",
        "firstName",
        "lastName",
        "GSIP_RECORD",
        "Account",
        "Customer",
        "Queue",
        "BusinessCall",
      ],
    });
  });

  test.each(["evaluator", "agent"] as const)("an %s is masked as a supervisor is", (role) => {
    expect(seen("lastName, ani", call, aViewer("lastName, ani", { role }))).toEqual(seen("lastName, ani"));
  });

  test("an administrator is never masked, and the lists are not even asked for", () => {
    const refuse = () => {
      throw new Error("asked");
    };
    expect(
      seen("", call, aViewer("", { role: "administrator", maskSetOf: refuse, revealed: refuse })),
    ).toEqual(CLEAR);
  });

  test("an empty value of a masked field does not tell that it is empty; an unknown one stays absent", () => {
    const empty = { ...call, callerPhoneNumber: "", dialedPhoneNumber: null };
    expect(seen("callerPhoneNumber, dialedPhoneNumber", empty)).toMatchObject({
      caller: MASKED,
      dialed: undefined,
    });
  });
});

describe("one number is one thing, wherever it stands", () => {
  const withData = (value: string, rest: Partial<StoredRecording> = {}) =>
    presentRecording(
      { ...call, events: [dataEvent({ Note: value })], ...rest },
      aViewer("callerPhoneNumber"),
      OPEN,
    ).eventHistory[0]?.data?.added?.Note;

  test.each([
    [CUSTOMER, MASKED],
    ["13125550142", MASKED],
    ["tel:+1-312-555-0142;ext=5", `tel:${MASKED};ext=5`],
    ["5550142", MASKED],
    ["550142", MASKED],
    ["50142", "50142"],
    ["from ３１２５５５０１４２", `from ${MASKED}`],
    ["+18005550199", "+18005550199"],
  ])("attached data %j leaves as %j", (value, left) => {
    expect(withData(value)).toBe(left);
  });

  test.each([
    ["+1 (312) 555-0142", MASKED],
    ["3125550142", MASKED],
    ["5550142", MASKED],
    ["sip:+13125550142@gw.example", MASKED],
    ["0142", "0142"],
    ["+13125550187", "+13125550187"],
  ])("a contact with the number %j shows %j", (phoneNumber, shown) => {
    const recording = { ...call, events: [anEvent({ contact: aContact({ phoneNumber }) })] };
    expect(seen("callerPhoneNumber", recording).customer).toBe(shown);
  });

  test("a masked contact's number is masked at the top, whichever end it is", () => {
    const outbound = { ...call, callerPhoneNumber: "7103", dialedPhoneNumber: CUSTOMER };
    expect(seen("phoneNumber", outbound)).toMatchObject({ caller: MASKED, dialed: MASKED });
  });

  test("the dialed number that is the masked caller's is masked too", () => {
    expect(seen("callerPhoneNumber", { ...call, dialedPhoneNumber: "1-312-555-0142" }).dialed).toBe(MASKED);
  });

  test("a short number is masked as a whole field and left inside text", () => {
    const short = {
      ...call,
      dialedPhoneNumber: "7200",
      events: [dataEvent({ Exact: "7200", Inside: "line 7200", Other: "7201" })],
    };
    const sent = presentRecording(short, aViewer("dialedPhoneNumber"), OPEN);
    expect(sent.eventHistory[0]?.data?.added).toEqual({ Exact: MASKED, Inside: "line 7200", Other: "7201" });
  });

  test("a number that only a media file carries is masked in text", () => {
    const hiddenLeg = { ...call, callerPhoneNumber: null, labels: [aComment("came from 312 555 0142")] };
    expect(seen("callerPhoneNumber", { ...hiddenLeg, events: [] }).text).toBe(`came from ${MASKED}`);
  });

  test("a number masked by an attached-data key is masked at the top as well", () => {
    const recording = { ...call, events: [dataEvent({ CRM_Phone: "3125550142" })] };
    expect(seen("CRM_Phone", recording)).toMatchObject({ caller: MASKED });
  });

  test("a number in a key of attached data is masked, and the key can't be asked for", () => {
    const recording = { ...call, events: [dataEvent({ [CUSTOMER]: "x" })] };
    const sent = presentRecording(recording, aViewer(`callerPhoneNumber, ${CUSTOMER}`), OPEN);
    expect(sent.eventHistory[0]?.data?.added).toEqual({ [MASKED]: MASKED });
    expect(sent.maskedFields).toEqual(["callerPhoneNumber"]);
  });

  test("a number in label names, authors, regions, call ids and unknown words is masked", () => {
    const recording = {
      ...call,
      region: `eu ${CUSTOMER}`,
      callType: `From ${CUSTOMER}`,
      events: [
        anEvent({
          event: `Call ${CUSTOMER}`,
          callId: `x_${CUSTOMER}`,
          contact: aContact({ type: CUSTOMER, userName: CUSTOMER }),
        }),
      ],
      labels: [aLabel({ name: `vip ${CUSTOMER}`, createUser: CUSTOMER })],
    };
    const sent = JSON.stringify(presentRecording(recording, aViewer("callerPhoneNumber"), OPEN));
    expect(sent).not.toContain("5550142");
  });

  test("RingCX: either number masks both ends", () => {
    const ringcx = {
      maskSetOf: () => maskSet({ agentFields: [], customerFields: ["dnis"] }, "none", "ringcx"),
    };
    expect(seen("", call, aViewer("", ringcx))).toMatchObject({
      caller: MASKED,
      dialed: MASKED,
      customer: MASKED,
    });
  });
});

describe("one person is one thing, wherever they stand", () => {
  test("a masked name is masked in attached data, comments, label names and other name fields", () => {
    const recording = {
      ...call,
      events: [
        ...call.events,
        dataEvent({ Handler: "SMITH, Jane", Mail: "j.smith@x.test", Team: "Smithfield" }),
        anEvent({ contact: aContact({ firstName: "Smith", lastName: null }) }),
      ],
      labels: [aComment("Smith was kind", { name: "smith-review" })],
    };
    const sent = presentRecording(recording, aViewer("lastName"), OPEN);
    expect(sent.eventHistory[3]?.data?.added).toEqual({
      Handler: `${MASKED}, Jane`,
      Mail: `j.${MASKED}@x.test`,
      Team: "Smithfield",
    });
    expect(sent.eventHistory[4]?.contact?.firstName).toBe(MASKED);
    expect(sent.labels?.[0]).toMatchObject({
      name: `${MASKED}-review`,
      content: { text: `${MASKED} was kind` },
    });
  });

  test("an author is an agent: masked with any name field, one's own excepted", () => {
    const own = aLabel({ createdByUserId: "user-supervisor", createUser: "S. Ortiz" });
    const others = aLabel({ createdByUserId: "user-other", createUser: "P. Novak" });
    const vendors = aLabel({ createUser: "rws-agent" });
    const recording = aRecording({ labels: [own, others, vendors] });
    for (const field of ["firstName", "lastName", "userName", "username", "agentId"]) {
      const authors = [own, others, vendors].map(
        (label) => presentLabel(label, recording, aViewer(field)).createUser,
      );
      expect(authors).toEqual(["S. Ortiz", MASKED, MASKED]);
    }
    expect(presentLabel(others, recording, aViewer("callerPhoneNumber")).createUser).toBe("P. Novak");
  });

  test("an author's name is masked in what others wrote", () => {
    const labels = [aLabel({ createUser: "P. Novak" }), aComment("as P. Novak said", { id: "label-2" })];
    const sent = presentRecording(aRecording({ labels }), aViewer("lastName"), OPEN);
    expect(sent.labels?.[1]?.content?.text).toBe(`as ${MASKED} said`);
  });

  test("the part of a user name before @ is the name too", () => {
    const recording = {
      ...call,
      events: [anEvent({ contact: aContact({ userName: "agent2@genesys.com" }) })],
      labels: [aComment("agent2 hung up")],
    };
    expect(seen("userName", recording).text).toBe(`${MASKED} hung up`);
  });

  test("Engage's agent id is the agent's line: masking names leaves the line to the number fields", () => {
    const internal = { ...call, dialedPhoneNumber: "7103" };
    expect(seen("lastName", internal)).toMatchObject({ dialed: "7103", line: "7103" });
    expect(seen("lastName, dialedPhoneNumber", internal)).toMatchObject({ dialed: MASKED, line: MASKED });
  });

  test("an agent id that is no shown number is masked where it stands", () => {
    const recording = {
      ...call,
      mediaFiles: [aMediaFile({ parties: { ani: null, dnis: null, agentId: "900417", username: null } })],
      events: [dataEvent({ Clerk: "900417", Text: "id 900417" })],
    };
    expect(presentRecording(recording, aViewer("agentId"), OPEN).eventHistory[0]?.data?.added).toEqual({
      Clerk: MASKED,
      Text: `id ${MASKED}`,
    });
  });

  test("the recorder's own words are not names to be looked for in comments", () => {
    const recording = {
      ...call,
      events: [dataEvent({ GSIP_RECORD: "PAUSED" })],
      labels: [aComment("paused on time")],
    };
    expect(seen("GSIP_RECORD", recording).text).toBe("paused on time");
  });

  test("words of the dialect stay what they are, whatever people are called", () => {
    const recording = {
      ...call,
      events: [
        anEvent({ contact: aContact({ userName: "Joined", firstName: "User", lastName: "Inbound" }) }),
      ],
    };
    const sent = presentRecording(recording, aViewer("firstName, lastName"), OPEN);
    expect(sent.callType).toBe("Inbound");
    expect(sent.eventHistory[0]).toMatchObject({ event: "Joined", contact: { type: "User" } });
  });
});

describe("numbers that our own people wrote as numbers", () => {
  test("are masked too, positions aside", () => {
    const label = aLabel({
      createdByUserId: "user-other",
      content: { text: "x", callback: 13_125_550_142, score: 5 },
    });
    const sent = presentLabel(label, { ...call, labels: [label] }, aViewer("callerPhoneNumber"));
    expect(sent.content).toEqual({ text: "x", callback: MASKED, score: 5 });
  });
});
