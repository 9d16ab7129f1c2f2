/** Everything the endpoints share. */
import { strikes } from "@/lib/sources/simulator-kit/faults";
import type { Buckets } from "./buckets";
import type { Reply } from "./envelope";
import type { LiveCalls } from "./live";
import type { Account } from "./people";
import { PROFILE_TRAITS, type Profile } from "./profiles";
import type { Store } from "./store";
import { type Fault, type FaultName, isFaultName, type KazooSwitches, type RouteName } from "./switches";
import type { Tokens } from "./tokens";
import type { JsonObject } from "./wire";

export type World = Readonly<{
  store: Store;
  live: LiveCalls;
  tokens: Tokens;
  buckets: Buckets;
  switches: KazooSwitches;
  audioKbps: number;
  /** The server's clock, skew included. */
  now: () => number;
  /** A fresh request id, the same in every run. */
  newId: () => string;
}>;

export const profileOf = (world: World): Profile => PROFILE_TRAITS[world.switches.profile];

/** The caller of a request. */
export type Identity = Readonly<{ accountId: string; userId: string | null }>;

/** One request on its way through the API. */
export type Call = Readonly<{
  world: World;
  request: Request;
  reply: Reply;
  verb: string;
  query: URLSearchParams;
  /** The parsed body; null when there was none. */
  envelope: JsonObject | null;
  /** The account of the path; the master account where the path names none. */
  account: Account;
  identity: Identity | null;
  /** Whether a fault strikes this call. */
  hasFault: (name: FaultName) => boolean;
}>;

/** Faults of the switches, and those that this one request asks for in `x-simulator-fault`. */
export function faultCheck(world: World, request: Request, route: RouteName): (name: FaultName) => boolean {
  const asked = (request.headers.get("x-simulator-fault") ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter(isFaultName);
  return (name) => {
    const fault: Fault = world.switches[name];
    return asked.includes(name) || strikes(fault, route);
  };
}
