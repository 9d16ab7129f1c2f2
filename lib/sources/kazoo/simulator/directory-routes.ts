/**
 * Who is behind the ids: accounts, users and devices, as crossbar lists them (2600hz/kazoo, applications/crossbar/doc:
 * accounts.md, users.md, devices.md). Read only, with the fields that a reader of recordings may want.
 */
import { EmptyFailure, failures, success } from "./envelope";
import { acceptsJson } from "./negotiate";
import { USERS, type User, userById } from "./people";
import { type JsonObject, md5 } from "./wire";
import type { Call } from "./world";

const revisionOf = (id: string): string => `1-${md5(`${id} revision`)}`;

function userRow(user: User): JsonObject {
  return {
    id: user.id,
    username: user.username,
    first_name: user.firstName,
    last_name: user.lastName,
    email: user.username.includes("@") ? user.username : `${user.username}@tidewell.example`,
    priv_level: user.privLevel,
    presence_id: user.extension,
    timezone: "Etc/UTC",
    features: ["call_recording"],
  };
}

const deviceRow = (user: User): JsonObject => ({
  id: user.deviceId,
  name: `${user.firstName}'s phone`,
  owner_id: user.id,
  device_type: "sip_device",
  enabled: true,
  username: `user_${user.id.slice(0, 6)}`,
});

function requireJson({ request, query }: Call): void {
  if (!acceptsJson(request, query)) throw new EmptyFailure(406);
}

function list(call: Call, rowOf: (user: User) => JsonObject): Response {
  requireJson(call);
  const rows = USERS.filter((user) => user.accountId === call.account.id).map(rowOf);
  return success(call.reply, rows, { paging: { page_size: rows.length } });
}

export const listUsers = (call: Call): Response => list(call, userRow);
export const listDevices = (call: Call): Response => list(call, deviceRow);

export function getUser(call: Call, id: string): Response {
  requireJson(call);
  const user = userById(call.account.id, id);
  if (user === null) throw failures.noDocument(id);
  return success(call.reply, { ...userRow(user), enabled: true }, { revision: revisionOf(id) });
}

export function getDevice(call: Call, id: string): Response {
  requireJson(call);
  const user = USERS.find((one) => one.accountId === call.account.id && one.deviceId === id);
  if (user === undefined) throw failures.noDocument(id);
  return success(call.reply, deviceRow(user), { revision: revisionOf(id) });
}

export function getAccount(call: Call): Response {
  requireJson(call);
  const { id, name, realm, parentId } = call.account;
  const data = {
    id,
    name,
    realm,
    enabled: true,
    language: "en-US",
    timezone: "Etc/UTC",
    is_reseller: parentId === null,
  };
  return success(call.reply, data, { revision: revisionOf(id) });
}
