/** Awkward cases about numbers, leaks and hostile strings: 9, 15 and 19. */

import { agentNamed } from "@/lib/samples/directory";
import { type AwkwardCase, type CaseContext, done, draftCall, plainCase, seedLabel } from "./awkward-draft";
import { CANARIES } from "./canaries";
import { fileTime } from "./wire";

const HTML = `<img src=x onerror="alert('canary-xss')"><script>alert(1)</script>`;
const RIGHT_TO_LEFT = "\u202Egpj.ecioV\u202C \u2066Dana\u2069 \u200Fاتصل";
const LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff ".repeat(285).slice(0, 10_240);

/** A call whose agent and attached data carry a text that does harm when it is shown carelessly. */
function hostileCase(
  what: string,
  firstName: string,
  lastName: string,
  attached: Record<string, string>,
): AwkwardCase {
  return {
    number: 19,
    what,
    build: (context) => {
      const agent = { ...agentNamed("sgreen"), firstName, lastName };
      const label = seedLabel(context.id, 1, "comment", {
        content: { text: attached.Note ?? what, by: firstName },
      });
      return done(draftCall(context, { agent, attached }), { labels: [label] });
    },
  };
}

const numberCase = (what: string, caller: string): AwkwardCase => plainCase(15, what, { caller });

/** The caller's number everywhere a mask on the top level does not reach. */
function leakingFile({ startMs }: CaseContext, caller: string, agentNumber: string) {
  const digits = caller.slice(1);
  const stem = `${agentNumber}_${digits}_${agentNumber}_${fileTime(startMs)}`;
  return { stem, mediaId: `${stem}-00000001.mp3` };
}

export const STRING_CASES: readonly AwkwardCase[] = [
  {
    number: 9,
    what: "a number that shows in recordDN, file names and attached data",
    build: (context) => {
      const caller = "+19175550123";
      const { stem, mediaId } = leakingFile(context, caller, "7140");
      const attached = {
        CustomerPhone: caller,
        GSIP_REC_FN: stem,
        "sip-iscc-cofid": "location=SIP_Switch;cofid=287",
      };
      const drafted = draftCall(context, { caller, attached });
      const [file] = drafted.files;
      Object.assign(file ?? {}, { mediaId });
      Object.assign(file?.parameters ?? {}, { recordDN: caller, id: stem });
      return done(drafted);
    },
  },
  {
    number: 9,
    what: "values that the vendor has masked already",
    build: (context) => {
      const agent = {
        ...agentNamed("rjones"),
        phoneNumber: "*******",
        userName: "*******",
        firstName: "*******",
        lastName: "*******",
      };
      const drafted = draftCall(context, {
        caller: "*******",
        dialed: "*******",
        agent,
        attached: { GSIP_RECORD: "*******" },
      });
      Object.assign(drafted.files[0]?.parameters ?? {}, {
        agentId: "********",
        username: "*************",
        recordDN: "+19059680001",
      });
      return done(drafted);
    },
  },

  numberCase("found by *5559680001 and +1 (555) 968-0001, not by 555-968-0001", "+15559680001"),
  numberCase("stored with punctuation", "+1 (555) 968-0002"),
  numberCase("a SIP name with capitals", "Alice.SIP"),
  numberCase("the same SIP name without", "alice.sip"),
  numberCase("a question mark in the stored number", "5551?34"),
  numberCase("anonymous", "anonymous"),
  numberCase("an empty number", ""),
  {
    number: 15,
    what: "no number at all",
    build: (context) => {
      const drafted = draftCall(context);
      delete drafted.recording.callerPhoneNumber;
      return done(drafted);
    },
  },

  {
    number: 19,
    what: "unknown fields with secrets in them",
    build: (context) => {
      const drafted = draftCall(context);
      Object.assign(drafted.recording, {
        storageCredentials: CANARIES.storageSecret,
        internalNotes: { host: CANARIES.mediaHost },
      });
      Object.assign(drafted.files[0] ?? {}, { webdavPassword: CANARIES.storageSecret });
      return done(drafted);
    },
  },
  hostileCase("HTML in names", HTML, "<b>Bold</b>", { Note: HTML, [`<i>${HTML}</i>`]: "key" }),
  hostileCase("marks that turn the direction of writing", RIGHT_TO_LEFT, "\u202Etxt.exe", {
    Note: RIGHT_TO_LEFT,
  }),
  hostileCase("a name of ten kilobytes", LONG_NAME, LONG_NAME, { Note: LONG_NAME }),
  hostileCase(
    "spreadsheet formulas",
    '=HYPERLINK("http://canary-formula.invalid","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    {
      Note: "+1+1",
      Reason: "-2+3",
      Tab: "\t=1+1",
    },
  ),
  hostileCase("control characters and lone surrogates", "Bell\u0007\u0000Null", "\uD800lone\u001B[31m", {
    Note: "line\r\nbreak\u2028sep\u0085",
    __proto__key: "constructor",
    constructor: "prototype",
  }),
];
