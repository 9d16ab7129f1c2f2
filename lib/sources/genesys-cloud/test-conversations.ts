/** Conversations and recordings as the vendor sends them, for answers written by hand. */
import { iso, NOW_MS } from "./test-kit";

export const START_MS = NOW_MS - 2 * 3_600_000;
const at = (seconds: number) => iso(START_MS + seconds * 1_000);

export const ID = "1f6b0000-0000-4000-8000-000000000001";
export const RECORDING = "e81c0000-0000-4000-8000-000000000002";
export const AGENT = "03970000-0000-4000-8000-000000000003";
export const QUEUE = "9a110000-0000-4000-8000-000000000004";
export const WRAP_UP = "77aa0000-0000-4000-8000-000000000005";
export const SESSION = "e34a0000-0000-4000-8000-000000000006";
export const DIVISION = "d1000000-0000-4000-8000-000000000007";

const segment = (segmentType: string, from: number, to: number | null, rest: object = {}) => ({
  segmentStart: at(from),
  ...(to === null ? {} : { segmentEnd: at(to) }),
  segmentType,
  ...rest,
});

export const customer = (rest: object = {}, session: object = {}) => ({
  participantId: "p-customer",
  participantName: "Springfield IL",
  purpose: "customer",
  sessions: [
    {
      sessionId: "s-customer",
      mediaType: "voice",
      direction: "inbound",
      ani: "tel:+13175550101",
      dnis: "tel:+18005550199",
      segments: [segment("ivr", 0, 10), segment("interact", 20, 120)],
      ...session,
    },
  ],
  ...rest,
});

export const queueLeg = () => ({
  participantId: "p-acd",
  participantName: "Billing",
  purpose: "acd",
  sessions: [
    {
      sessionId: "s-acd",
      mediaType: "voice",
      ani: "sip:queue@org.example",
      dnis: "sip:queue@org.example",
      segments: [segment("interact", 10, 20, { queueId: QUEUE })],
    },
  ],
});

export const agent = (rest: object = {}, session: object = {}) => ({
  participantId: "p-agent",
  participantName: "Agent One",
  purpose: "agent",
  userId: AGENT,
  sessions: [
    {
      sessionId: SESSION,
      mediaType: "voice",
      direction: "inbound",
      ani: "sip:conference@10.1.1.1",
      dnis: "sip:agent@org.example",
      recording: true,
      segments: [
        segment("alert", 15, 20, { queueId: QUEUE }),
        segment("interact", 20, 60, { queueId: QUEUE }),
        segment("hold", 60, 70, { queueId: QUEUE }),
        segment("interact", 70, 120, { queueId: QUEUE }),
        segment("wrapup", 120, 140, { queueId: QUEUE, wrapUpCode: WRAP_UP, wrapUpNote: "calls back" }),
      ],
      ...session,
    },
  ],
  ...rest,
});

/** An inbound call of two minutes that ended two hours ago. */
export const conversation = (rest: object = {}) => ({
  conversationId: ID,
  conversationStart: at(0),
  conversationEnd: at(140),
  originatingDirection: "inbound",
  divisionIds: [DIVISION],
  participants: [customer(), queueLeg(), agent()],
  ...rest,
});

export const recording = (rest: object = {}) => ({
  id: RECORDING,
  conversationId: ID,
  startTime: at(20),
  endTime: at(120),
  media: "audio",
  mediaSubtype: "Trunk",
  mediaSubject: "Springfield IL",
  annotations: [],
  fileState: "AVAILABLE",
  sessionId: SESSION,
  users: [{ id: AGENT, name: "Agent One", username: "agent.one@example.com" }],
  ...rest,
});
