/** The recordings printed on the vendor's own page, under their own ids, so that its examples can be typed in. */
import { type AudioPlan, vendorPagePlan } from "@/lib/samples/audio-plan";
import type { Agent } from "@/lib/samples/directory";
import type { AwkwardCase, CaseContext } from "./awkward-draft";
import { eventHistory, externalContact, fileStem, mediaFile, mediaUuid, userContact } from "./document-parts";
import { type SpecialCall, specialCall } from "./special-call";
import { vendorTime, type WireContact, type WireLabel, type WireRecording } from "./wire";

const person = (
  userName: string,
  firstName: string,
  lastName: string,
  phoneNumber: string,
  group: string,
): Agent => ({
  userName,
  firstName,
  lastName,
  phoneNumber,
  group,
});

const SCREEN = person("screen1@genesys.com", "Screen", "GIR", "+14160000001", "/");
const AGENT_1 = person("agent1@genesys.com", "Agent1", "Genesys", "+15559680001", "/Newx");
const AGENT_2 = person("agent2@genesys.com", "Agent2", "Genesys", "+15559680002", "/Newx");

type PageCall = Readonly<{
  startMs: number;
  stopMs: number;
  caller: string;
  dialed: string;
  callType: string;
  frames: number;
  durationMs: number;
  agent: Agent;
  others: readonly WireContact[];
  /** Milliseconds of the Data events within their second. */
  addedMs: number;
  deletedMs: number;
  pauses?: readonly Readonly<{ startMs: number; endMs: number }>[];
  labels?: readonly WireLabel[];
}>;

function pageCall({ id, region }: CaseContext, call: PageCall): SpecialCall {
  const plan: AudioPlan = vendorPagePlan(call.frames);
  const file = mediaFile({
    recordingId: id,
    position: 0,
    callUuid: id,
    startMs: call.startMs,
    plan,
    audioKbps: 128,
    ani: call.caller,
    dnis: call.dialed,
    agent: call.agent,
    pauses: call.pauses ?? [],
  });
  const recording: WireRecording = {
    id,
    callerPhoneNumber: call.caller,
    dialedPhoneNumber: call.dialed,
    startTime: vendorTime(call.startMs),
    stopTime: vendorTime(call.stopMs),
    mediaFiles: [{ ...file, stopTime: vendorTime(call.stopMs), duration: String(call.durationMs) }],
    eventHistory: eventHistory(
      id,
      [
        {
          atMs: call.startMs + call.addedMs,
          change: { added: { GSIP_RECORD: "ON", GSIP_REC_FN: fileStem(id, call.startMs) } },
        },
        { atMs: call.stopMs + call.deletedMs, change: { deleted: { GSIP_RECORD: "ON" } } },
      ],
      [userContact(call.agent), ...call.others].map((contact, nth) => ({
        contact,
        joinMs: call.startMs - (nth === 0 ? 0 : 1000),
        leaveMs: call.stopMs,
      })),
    ),
    callType: call.callType,
    screenRecording: call.callType !== "Outbound",
    region,
  };
  return specialCall({ recording, labels: call.labels ?? [], plans: [[mediaUuid(id, 0), plan]] });
}

const FIRST_ID = "011AP643CSAPR4FKQGQE31TAES00029V";
const COMMENT_ID = "bf697521-3ffc-46f1-b840-f7230e940df3";

export const VENDOR_PAGE_CASES: readonly AwkwardCase[] = [
  {
    number: 16,
    what: "the page's first sample, from 2015",
    id: FIRST_ID,
    build: (context) =>
      pageCall(context, {
        startMs: Date.UTC(2015, 8, 10, 16, 58, 22),
        stopMs: Date.UTC(2015, 8, 10, 16, 58, 34),
        caller: "8522001",
        dialed: "+14160000001",
        callType: "Inbound",
        frames: 519,
        durationMs: 12_523,
        agent: SCREEN,
        others: [externalContact("8522001")],
        addedMs: 440,
        deletedMs: 820,
        labels: [
          {
            id: "646943bc-b9d2-48e7-9304-d9b4c92be2d2",
            name: "Important",
            type: "custom",
            createTime: "2017-01-01T00:00:00.000+0000",
            createUser: "Agent1",
          },
        ],
      }),
  },
  {
    number: 2,
    what: "the page's second sample: 33100 ms between times 32 s apart",
    id: "011AP643CSAPR4FKQGQE31TAES0002A0",
    build: (context) =>
      pageCall(context, {
        startMs: Date.UTC(2015, 8, 10, 18, 36, 58),
        stopMs: Date.UTC(2015, 8, 10, 18, 37, 30),
        caller: "+15559680001",
        dialed: "+15559680002",
        callType: "Internal",
        frames: 1377,
        durationMs: 33_100,
        agent: AGENT_2,
        others: [userContact(AGENT_1)],
        addedMs: 347,
        deletedMs: 707,
        pauses: [
          { startMs: Date.UTC(2015, 8, 10, 18, 37, 22, 34), endMs: Date.UTC(2015, 8, 10, 18, 37, 24, 98) },
        ],
      }),
  },
  {
    number: 13,
    what: "the page's label sample: a comment without type whose own time is a year off",
    id: COMMENT_ID,
    build: (context) =>
      pageCall(context, {
        startMs: Date.UTC(2017, 3, 22, 12, 42, 30),
        stopMs: Date.UTC(2017, 3, 22, 12, 42, 42),
        caller: "8522001",
        dialed: "+14160000001",
        callType: "Outbound",
        frames: 519,
        durationMs: 12_523,
        agent: SCREEN,
        others: [],
        addedMs: 100,
        deletedMs: 200,
        labels: [
          {
            path: `/recordings/${COMMENT_ID}/labels/8c9a634f-343d-49b3-8322-b571be520b31`,
            name: "comment",
            id: "8c9a634f-343d-49b3-8322-b571be520b31",
            createTime: "2017-04-22T12:42:46.000+0000",
            createUser: "supervisor",
            content: { time: "2016-04-22T12:42:44.000+0000", text: "This is an awesome comment!" },
          },
        ],
      }),
  },
];
