/**
 * Active channels. The vendor's document (2600hz/kazoo, applications/crossbar/doc/channels.md) gives the paths and the sample;
 * field names and answers follow cb_channels.erl and ecallmgr_fs_channel.erl of the same repository, by reading: a list row
 * is the switch's own short form, one channel is the long form with every key in snake_case, and both lose the same internals.
 */
import { EmptyFailure, failures, invalid, success } from "./envelope";
import { toGregorian } from "./gregorian";
import { type LegName, type LiveCall, legOf, RECORD_ACTIONS, type RecordAction } from "./live";
import { acceptsJson } from "./negotiate";
import { ACCOUNTS, USERS, type User } from "./people";
import { isObject, type Json, type JsonObject, md5 } from "./wire";
import type { Call } from "./world";

const usernameOf = ({ id }: User): string => `user_${id.slice(0, 6)}`;

/** One leg as lists show it. */
function shortForm(call: LiveCall, name: LegName, nowMs: number): JsonObject {
  const { uuid, otherUuid, direction, caller, callee, owner } = legOf(call, name);
  const { realm } = ACCOUNTS.main;
  return {
    answered: true,
    authorizing_id: owner?.deviceId ?? md5(`resource ${ACCOUNTS.main.id}`),
    authorizing_type: owner === null ? "resource" : "device",
    callee_id_name: callee.name,
    callee_id_number: callee.number,
    caller_id_name: caller.name,
    caller_id_number: caller.number,
    channel_authorized: true,
    destination: owner !== null && direction === "outbound" ? usernameOf(owner) : callee.number,
    direction,
    elapsed_s: Math.floor((nowMs - call.startMs) / 1000),
    interaction_id: call.interactionId,
    is_loopback: false,
    is_onhold: false,
    other_leg: otherUuid,
    ...(owner === null
      ? {}
      : { owner_id: owner.id, presence_id: `${usernameOf(owner)}@${realm}`, username: usernameOf(owner) }),
    reseller_id: ACCOUNTS.master.id,
    timestamp: toGregorian(call.startMs),
    uuid,
  };
}

/** One leg as it is answered alone: names of the switch's messages, lower case with underscores. */
function longForm(call: LiveCall, name: LegName, nowMs: number): JsonObject {
  const { uuid, direction, elapsed_s, is_onhold, other_leg, interaction_id, ...rest } = shortForm(
    call,
    name,
    nowMs,
  );
  return {
    ...rest,
    call_direction: direction ?? null,
    call_id: uuid ?? null,
    call_interaction_id: interaction_id ?? null,
    custom_application_vars: {},
    custom_channel_vars: {
      account_id: ACCOUNTS.main.id,
      authorizing_id: rest.authorizing_id ?? null,
      authorizing_type: rest.authorizing_type ?? null,
      call_interaction_id: call.interactionId,
      ...(rest.owner_id === undefined ? {} : { owner_id: rest.owner_id }),
    },
    elapsed_seconds: elapsed_s ?? null,
    is_on_hold: is_onhold ?? null,
    other_leg_call_id: other_leg ?? null,
  };
}

export type ChannelScope =
  | Readonly<{ kind: "account" }>
  | Readonly<{ kind: "users" | "devices"; id: string }>;

/** No pages, and in no order that means anything: the switches answer for themselves. */
export function listChannels(call: Call, scope: ChannelScope): Response {
  const { world, account, reply } = call;
  if (!acceptsJson(call.request, call.query)) throw new EmptyFailure(406);
  const nowMs = world.now();
  const live = account.id === ACCOUNTS.main.id ? world.live.active() : [];
  const legs: readonly LegName[] = world.switches.bothLegs ? ["first", "second"] : ["first"];
  const rows = live
    .flatMap((one) => legs.map((leg) => shortForm(one, leg, nowMs)))
    .filter((row) => isInScope(row, scope));
  return success(reply, rows);
}

function isInScope(row: JsonObject, scope: ChannelScope): boolean {
  if (scope.kind === "account") return true;
  const owner = USERS.find((user) => user.id === row.owner_id);
  return owner !== undefined && (scope.kind === "users" ? owner.id : owner.deviceId) === scope.id;
}

function findLive({ world, account }: Call, uuid: string): LiveCall {
  const found = account.id === ACCOUNTS.main.id ? world.live.find(uuid) : null;
  if (found !== null) return found;
  throw world.switches.unknownChannel === "timeout" ? failures.timeout() : failures.badIdentifier(uuid);
}

export function getChannel(call: Call, uuid: string): Response {
  const live = findLive(call, uuid);
  return success(call.reply, longForm(live, live.uuid === uuid ? "first" : "second", call.world.now()));
}

const isRecordAction = (value: Json | undefined): value is RecordAction =>
  RECORD_ACTIONS.some((action) => action === value);

/** The action of a `record_call` flow; `toggle` is the schema's default. Throws what the schema says against it. */
function readFlow(data: Json | undefined): RecordAction | null {
  if (!isObject(data)) throw invalid("module", "required", "Field is required but missing");
  const { module } = data;
  if (module === undefined) throw invalid("module", "required", "Field is required but missing");
  if (typeof module !== "string" || module === "")
    throw invalid("module", "type", "Value did not match type(s): string");
  if (module !== "record_call") return null;
  const inner = data.data ?? {};
  if (!isObject(inner)) throw invalid("data", "type", "Value did not match type(s): object");
  const action = inner.action ?? "toggle";
  if (isRecordAction(action)) return action;
  throw invalid("data.action", "enum", "Value not found in enumerated list of values", {
    target: [...RECORD_ACTIONS],
    value: action,
  });
}

/** Puts a metaflow on a channel: 202, whatever comes of it. */
export function putChannel(call: Call, uuid: string): Response {
  const { world, reply, envelope } = call;
  const live = findLive(call, uuid);
  const data = envelope?.data;
  // The envelope's own action counts first, then one inside `data`.
  const action = envelope?.action ?? (isObject(data) ? data.action : undefined);
  if (action !== "metaflow") throw failures.invalidData(data ?? {});
  const flow = readFlow(data);
  if (world.switches.metaflows && flow !== null) world.live.act(live, flow, world.now());
  return success(reply, "metaflow sent", { status: 202 });
}

const COMMANDS = ["transfer", "hangup", "break", "callflow", "intercept"] as const;

/** Older commands; of these only a hang-up means anything here. */
export function postChannel(call: Call, uuid: string): Response {
  const live = findLive(call, uuid);
  const data = call.envelope?.data;
  const action = isObject(data) ? data.action : undefined;
  const command = COMMANDS.find((one) => one === action);
  if (command === undefined) throw failures.invalidData(data ?? {});
  if (command === "hangup" && call.world.switches.metaflows) call.world.live.end(live.uuid, call.world.now());
  return success(call.reply, `${command} initiated`, { status: 202 });
}
