/** Made-up recordings like those of a contact centre: recording n follows from n alone, newest first. */
import { MediaKeySchema, recordingId, SourceIdSchema } from "@/lib/domain/ids";
import type { CallEvent, Contact, VendorLabel } from "@/lib/domain/recording";
import type { SourceRecording } from "@/lib/sources/source";

export const SOURCE = {
  id: SourceIdSchema.parse("engage"),
  vendor: "genesys-engage",
  defaultAccessGroups: [],
} as const;

export const SPAN_MS = 365 * 86_400_000;
export const AGENT_COUNT = 500;

const FIRST_NAMES =
  "Ada Ben Cara Dev Elin Finn Grace Hugo Ines Jane Kofi Lena Marc Nadia Omar Paula Quinn Rosa Sam Tess".split(
    " ",
  );
const LAST_NAMES =
  "Smith Berg Okafor Rao Silva Novak Dubois Kim Haas Ortiz Lind Moreau Patel Weber Costa Jansen Reyes Fischer Byrne Sato Adler Blake Conti Doyle Engel".split(
    " ",
  );
const QUEUES = "Sales Support Billing Claims Retention Collections Travel Returns Premium Callback".split(
  " ",
);
const TIERS = ["Gold", "Silver", "Bronze", "Basic"];
const LANGUAGES = ["English", "Spanish", "French", "German", "Polish"];
const REASONS =
  "New order,Change of address,Complaint,Refund,Technical,Cancel contract,Invoice,Delivery,Warranty,Other".split(
    ",",
  );
const GROUPS = ["/Sales", "/Sales/EU", "/Support", "/Support/Billing", "/Claims", "/Travel"];
/** Name, and of how many recordings in 10,000. */
const LABELS = [
  ["complaint", 900],
  ["review", 600],
  ["vip", 500],
  ["callback", 300],
  ["legal hold", 3],
] as const;

/** A well-mixed fraction in [0, 1) of two whole numbers. */
function fraction(index: number, salt: number): number {
  let x = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function below(count: number, index: number, salt: number): number {
  return Math.floor(fraction(index, salt) * count);
}

function pick(list: readonly string[], index: number, salt: number): string {
  return list[below(list.length, index, salt)] ?? "";
}

/** Customers live in 120 area codes, few of them crowded; everybody calls about three times a year. */
function customerNumber(customer: number): string {
  const area = 201 + Math.floor(120 * fraction(customer, 1) ** 2) * 6;
  const rest = 2_000_000 + below(7_999_999, customer, 2);
  return `+1${area}${rest}`;
}

const hotline = (index: number, salt: number) => `+18005550${100 + below(20, index, salt)}`;
const extension = (agent: number) => String(6_000 + agent);

/** An agent's names; 500 of them. */
export function agentOf(agent: number): Contact & Readonly<{ userName: string; lastName: string }> {
  const firstName = FIRST_NAMES[agent % FIRST_NAMES.length] ?? "";
  const lastName = LAST_NAMES[Math.floor(agent / FIRST_NAMES.length) % LAST_NAMES.length] ?? "";
  const userName = `${firstName}.${lastName}${agent}@example.com`.toLowerCase();
  return { type: "User", phoneNumber: extension(agent), userName, firstName, lastName };
}

export const orderOf = (index: number) => `TB-${100_000 + index}`;

function callTypeOf(index: number): string {
  const x = fraction(index, 3);
  if (x < 0.0005) return "Conference";
  if (x < 0.65) return "Inbound";
  if (x < 0.88) return "Outbound";
  return x < 0.97 ? "Internal" : "Consult";
}

/** Recording `index` of `count`, which are spread over the year before `nowMs`. */
export function recordingAt(index: number, count: number, nowMs: number): SourceRecording {
  const startMs = Math.floor(nowMs - ((index + fraction(index, 4)) * SPAN_MS) / count) - 3_600_000;
  const lengthMs = 15_000 + Math.floor(150_000 * -Math.log(1 - fraction(index, 5) * 0.999_999));
  const stopMs = startMs + lengthMs;
  const callType = callTypeOf(index);
  const agentNumber = below(AGENT_COUNT, index, 6);
  const agent = agentOf(agentNumber);
  const customer = customerNumber(below(Math.ceil(count / 3), index, 7));
  const isInside = callType === "Internal" || callType === "Consult";
  const other = extension(below(AGENT_COUNT, index, 8));
  const caller = isInside ? extension(agentNumber) : callType === "Outbound" ? hotline(index, 9) : customer;
  const dialed = isInside ? other : callType === "Outbound" ? customer : hotline(index, 9);
  const vendorId = `0${index.toString(36).toUpperCase().padStart(7, "0")}SAPR4FKQGQE31TAES`;
  const callId = `c-${vendorId}`;
  return {
    recording: {
      id: recordingId(SOURCE.id, vendorId),
      sourceId: SOURCE.id,
      vendor: SOURCE.vendor,
      vendorId,
      callerPhoneNumber: caller,
      dialedPhoneNumber: dialed,
      startMs,
      stopMs,
      callType,
      region: fraction(index, 10) < 0.6 ? "emea" : "amer",
      screenRecording: fraction(index, 11) < 0.22,
      nonDelete: fraction(index, 12) < 0.03,
      events: eventsOf(index, {
        startMs,
        stopMs,
        callId,
        agent,
        customer: isInside ? null : customer,
        count,
      }),
      mediaFiles: [
        {
          mediaKey: MediaKeySchema.parse(`bench-${vendorId}`.slice(0, 64)),
          vendorRef: `${vendorId}/audio/0`,
          callId,
          startMs,
          stopMs,
          durationMs: lengthMs,
          sizeBytes: lengthMs * 4,
          mimeType: "audio/mpeg",
          extension: "mp3",
          channels: 2,
          audio: "ready",
          masks: [],
          maskedSpans: [],
          accessGroups: fraction(index, 13) < 0.0002 ? ["/Secret"] : [pick(GROUPS, index, 14)],
          partitions: [],
          parties: { ani: caller, dnis: dialed, agentId: extension(agentNumber), username: agent.userName },
        },
      ],
    },
    labels: labelsOf(index, stopMs),
  };
}

type Call = Readonly<{
  startMs: number;
  stopMs: number;
  callId: string;
  agent: Contact;
  customer: string | null;
  count: number;
}>;

function eventsOf(index: number, call: Call): CallEvent[] {
  const contact = (event: string, occurredAtMs: number, who: Contact): CallEvent => ({
    occurredAtMs,
    event,
    callId: call.callId,
    contact: who,
    data: null,
  });
  const outside: Contact | null =
    call.customer === null
      ? null
      : { type: "External", phoneNumber: call.customer, userName: null, firstName: null, lastName: null };
  const data = {
    OrderId: orderOf(index),
    Queue: pick(QUEUES, index, 15),
    CustomerTier: pick(TIERS, index, 16),
    Language: pick(LANGUAGES, index, 17),
    Reason: pick(REASONS, index, 18),
    AccountNumber: `AC${String(below(Math.ceil(call.count / 4), index, 19)).padStart(8, "0")}`,
  };
  return [
    ...(outside ? [contact("Joined", call.startMs, outside)] : []),
    contact("Joined", call.startMs + 400, call.agent),
    {
      occurredAtMs: call.startMs + 440,
      event: "Data",
      callId: call.callId,
      contact: null,
      data: { added: data, updated: {}, deleted: {} },
    },
    contact("Left", call.stopMs, call.agent),
    ...(outside ? [contact("Left", call.stopMs, outside)] : []),
  ];
}

function labelsOf(index: number, createTimeMs: number): VendorLabel[] {
  return LABELS.flatMap(([name, share], position) =>
    fraction(index, 30 + position) * 10_000 < share
      ? [
          {
            vendorLabelId: `l${index}-${position}`,
            name,
            reserved: false,
            createTimeMs,
            createUser: "qa@example.com",
            content: null,
          },
        ]
      : [],
  );
}
