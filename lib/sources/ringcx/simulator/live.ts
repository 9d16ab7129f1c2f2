/** Active calls, their recording's switch, and who is on which call (fact sheet §7). */
import { hang } from "@/lib/sources/simulator-kit/waiting";
import { failures, json, text } from "./answers";
import { isRecording, type LiveCall, mayToggle, queueOf } from "./live-call";
import { agentIdsAt } from "./people";
import type { Call } from "./routes";
import type { World } from "./world";

const PRODUCTS = ["ACCOUNT", "ACD", "OUTBOUND", "VISUAL_IVR", "CLOUD_PROFILE", "TRAC_NUMBER", "DNIS"];
const DEFAULT_ROWS = 50;

/** `2020-05-08T14:40:47.000+0000`: an offset without a colon. */
const offsetTime = (epochMs: number): string => new Date(epochMs).toISOString().replace("Z", "+0000");

function requireRead(world: World): void {
  if (!world.switches.readOnAccount) throw failures.forbidden(true);
}

/** The agent who is on the call now; null while the caller waits. */
function agentIdOf(call: LiveCall): number | null {
  const leg = call.legs.at(-1);
  return leg === undefined ? null : agentIdsAt(leg.agentNumber).agentId;
}

function activeRow(world: World, call: LiveCall): Record<string, unknown> {
  const queue = queueOf(call);
  const agentId = agentIdOf(call);
  const agent = world.agents.find((one) => one.agentId === agentId);
  const isOutbound = call.origination === "OUTBOUND";
  return {
    uii: call.uii,
    accountId: world.subAccountId,
    ani: isOutbound ? queue.dnis : call.customer,
    dnis: isOutbound ? call.customer : queue.dnis,
    ...(isOutbound ? {} : { dnisE164: queue.dnisE164 }),
    enqueueTime: offsetTime(call.startMs),
    dequeueTime: call.legs[0] === undefined ? null : offsetTime(call.legs[0].fromMs),
    callState: call.callState,
    archive: call.archive,
    ...(agent === undefined ? {} : { agentFirstName: agent.firstName, agentLastName: agent.lastName }),
    destinationName: null,
    externalId: null,
    cnam: "",
  };
}

function isOfProduct(call: LiveCall, product: string, productId: string): boolean {
  switch (product) {
    case "ACCOUNT":
      return true;
    case "ACD":
      return productId === String(call.queueId);
    case "DNIS":
      return productId === queueOf(call).dnis;
    case "OUTBOUND":
      return call.origination === "OUTBOUND";
    default:
      return false;
  }
}

/** `GET …/activeCalls/list?product=&productId=&page=&maxRows=`; `page` counts from 0. */
export function activeCalls({ world, query }: Call): Response {
  requireRead(world);
  const product = query.get("product") ?? "";
  const productId = query.get("productId") ?? "";
  if (!PRODUCTS.includes(product)) {
    throw failures.invalid([{ attributeName: "product", message: "is not a known product", value: product }]);
  }
  if (product === "ACCOUNT" && productId !== world.subAccountId) throw failures.forbidden(true);
  const page = count(query, "page", 0);
  const maxRows = count(query, "maxRows", DEFAULT_ROWS);
  const calls = world.live.active(world.now()).filter((call) => isOfProduct(call, product, productId));
  return json(
    200,
    calls.slice(page * maxRows, (page + 1) * maxRows).map((call) => activeRow(world, call)),
  );
}

function count(query: URLSearchParams, name: string, otherwise: number): number {
  const value = query.get(name);
  if (value === null) return otherwise;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw failures.invalid([{ attributeName: name, message: "must be a whole number", value }]);
}

/** `POST …/activeCalls/{uii}/toggleCallRecording?record=true|false`: a bare boolean as plain text. */
export async function toggleRecording({ world, query, params, request }: Call): Promise<Response> {
  requireRead(world);
  const { toggle } = world.switches;
  const record = query.get("record");
  if (record !== "true" && record !== "false") {
    const fault = { attributeName: "record", message: "must be true or false", value: record ?? "null" };
    throw failures.invalid([fault]);
  }
  if (toggle === "forbidden") throw failures.forbidden(true);
  if (toggle === "not-found") throw failures.notFound();
  if (toggle === "false") return text(200, "false");
  if (toggle === "hang") await hang(request.signal);
  const done = setRecording(world, params("uii"), record === "true");
  if (toggle === "hang-done") await hang(request.signal);
  return text(toggle === "created" ? 201 : 200, String(done));
}

/** Whether it was done; 404 unless the call is going on, with an agent, and not only to be read. */
function setRecording(world: World, uii: string, record: boolean): boolean {
  const nowMs = world.now();
  const call = world.live.find(uii, nowMs);
  if (call === null || call.archive || call.callState !== "ACTIVE") throw failures.notFound();
  if (!mayToggle(queueOf(call))) return false;
  if (isRecording(call, nowMs) !== record) world.live.toggle(uii, record, nowMs);
  return true;
}

/** `GET …/realTimeData/agent`: every agent, those on a call with it. */
export function realTimeAgents({ world }: Call): Response {
  requireRead(world);
  const nowMs = world.now();
  const onCall = new Map(world.live.active(nowMs).map((call) => [agentIdOf(call), call] as const));
  return json(
    200,
    world.agents.map((agent) => {
      const call = onCall.get(agent.agentId);
      const isOutbound = call?.origination === "OUTBOUND";
      const queue = call === undefined ? null : queueOf(call);
      const customer = call?.customer ?? null;
      return {
        agentId: agent.agentId,
        rcUserId: agent.rcUserId,
        username: agent.userName,
        firstName: agent.firstName,
        lastName: agent.lastName,
        agentGroupId: agent.agentGroupId,
        accountId: world.subAccountId,
        agentState: call === undefined ? "AVAILABLE" : "ENGAGED",
        callUii: call?.uii ?? null,
        callAni: isOutbound ? (queue?.dnis ?? null) : customer,
        callDnis: isOutbound ? customer : (queue?.dnis ?? null),
        gateId: isOutbound ? null : (queue?.queueId ?? null),
        campaignId: isOutbound ? 30_117 : null,
      };
    }),
  );
}
