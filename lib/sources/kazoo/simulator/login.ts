/** `PUT /user_auth`, `PUT /api_auth`, `DELETE /token_auth` (fact sheet §3). */

import { requireData } from "./change-recording";
import { ApiFailure, failures, success } from "./envelope";
import { ACCOUNTS, type Account, credentialsHash, USERS, type User } from "./people";
import type { JsonObject } from "./wire";
import type { Call } from "./world";

const field = (path: string, code: string, words: string): JsonObject => ({
  [path]: { [code]: { message: words } },
});

const readText = (data: JsonObject, key: string): string | null => {
  const value = data[key];
  return typeof value === "string" && value !== "" ? value : null;
};

function wantedAccount(data: JsonObject): Account | null {
  const name = readText(data, "account_name");
  const realm = readText(data, "account_realm");
  const normal = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  return (
    Object.values(ACCOUNTS).find((one) =>
      name === null ? one.realm === realm : normal(one.name) === normal(name),
    ) ?? null
  );
}

function checkCredentials(data: JsonObject): Readonly<{ credentials: string; method: "md5" | "sha" }> {
  const faults: JsonObject[] = [];
  const { credentials, method = "md5" } = data;
  if (credentials === undefined)
    faults.push(field("credentials", "required", "Field is required but missing"));
  else if (typeof credentials !== "string")
    faults.push(field("credentials", "type", "Value did not match type(s): string"));
  else if (credentials.length < 1)
    faults.push(field("credentials", "minLength", "String must be at least 1 characters"));
  else if (credentials.length > 64)
    faults.push(field("credentials", "maxLength", "String must not be more than 64 characters"));
  if (method !== "md5" && method !== "sha") {
    faults.push(field("method", "enum", "Value not found in enumerated list of values"));
  }
  if (!["account_name", "account_realm", "phone_number"].some((key) => readText(data, key) !== null)) {
    faults.push(field("account_name", "required", "Account name, realm or phone number is required"));
  }
  if (faults.length > 0 || typeof credentials !== "string") {
    throw new ApiFailure(400, "validation error", Object.assign({}, ...faults));
  }
  return { credentials, method: method === "sha" ? "sha" : "md5" };
}

function signedIn(call: Call, account: Account, user: User | null): Response {
  const { world, reply } = call;
  const userId = user?.id ?? null;
  reply.token = world.tokens.issue(
    { accountId: account.id, userId },
    world.now(),
    world.switches.tokenLifetimeS,
  );
  reply.authenticated = true;
  const data: JsonObject = {
    account_id: account.id,
    ...(userId === null ? {} : { owner_id: userId }),
    account_name: account.name,
    language: "en-US",
    is_reseller: account.parentId === null,
    reseller_id: ACCOUNTS.master.id,
    is_master_account: account.parentId === null,
    cluster_id: "kz-sim-cluster",
    apps: [],
    capabilities: {},
    ui_config: {},
  };
  return success(reply, data, { status: 201 });
}

export function userAuth(call: Call): Response {
  const data = requireData(call);
  const { credentials, method } = checkCredentials(data);
  const account = wantedAccount(data);
  const user = USERS.find(
    (one) =>
      one.accountId === account?.id &&
      credentialsHash(one.username, one.password, method) === credentials.toLowerCase(),
  );
  if (account === null || user === undefined) throw failures.noCredentials();
  if (call.world.switches.multiFactor) throw failures.secondFactor();
  return signedIn(call, account, user);
}

const KEY_LENGTH = 64;

export function apiAuth(call: Call): Response {
  const { api_key: key } = requireData(call);
  const fault = (code: string, words: string) =>
    new ApiFailure(400, "validation error", field("api_key", code, words));
  if (key === undefined) throw fault("required", "Field is required but missing");
  if (typeof key !== "string") throw fault("type", "Value did not match type(s): string");
  if (key.length < KEY_LENGTH) throw fault("minLength", "String must be at least 64 characters");
  if (key.length > KEY_LENGTH) throw fault("maxLength", "String must not be more than 64 characters");
  const account = Object.values(ACCOUNTS).find((one) => one.apiKey === key);
  // The vendor repeats the key in its answer.
  if (account === undefined) throw failures.badIdentifier(key);
  return signedIn(call, account, null);
}

/** Removes stored tokens only: a JWT stays good until its time is over. */
export function logOut({ reply }: Call): Response {
  return success(reply, {});
}
