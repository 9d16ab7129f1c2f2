/** openkazoo's rule per owner (fact sheet §4): who is no administrator sees their own recordings only. */
import type { ChannelScope } from "./channels";
import { failures } from "./envelope";
import { userById } from "./people";
import type { Stored } from "./wire";
import { type Call, profileOf } from "./world";

/** The user that the rule holds for; null = it does not. */
function restrictedUser({ world, identity }: Call): string | null {
  if (!profileOf(world).ownerRules || world.switches.ownerRestriction === "off") return null;
  if (identity === null || identity.userId === null) return null;
  const user = userById(identity.accountId, identity.userId);
  return user === null || user.privLevel === "admin" ? null : user.id;
}

/** The owner whose recordings a list gives; null = everybody's. Throws 403 where the rule refuses. */
export function listedOwner(call: Call, asked: string | null): string | null {
  const own = restrictedUser(call);
  if (own === null) return asked;
  if (asked !== null && asked !== own) throw failures.forbidden();
  if (asked === null && call.world.switches.ownerRestriction === "reject") throw failures.forbidden();
  return own;
}

/** Throws 403 for a recording of somebody else, or of nobody. */
export function requireOwner(call: Call, stored: Stored): void {
  const own = restrictedUser(call);
  if (own !== null && stored.ownerId !== own) throw failures.forbidden();
}

/** The channels that a list gives: its own rule is that of recordings. Throws 403 where the rule refuses. */
export function scopedChannels(call: Call, asked: ChannelScope | null): ChannelScope {
  const own = restrictedUser(call);
  if (own === null) return asked ?? { kind: "account" };
  if (asked?.kind === "devices") {
    if (userById(call.account.id, own)?.deviceId !== asked.id) throw failures.forbidden();
    return asked;
  }
  listedOwner(call, asked?.kind === "users" ? asked.id : null);
  return { kind: "users", id: own };
}

/** A channel has no owner that could be checked: who is restricted may touch none. */
export function requireUnrestricted(call: Call): Call {
  if (restrictedUser(call) !== null) throw failures.forbidden();
  return call;
}
