import type { VendorName } from "./vendors";

/**
 * Which of two channels is our side, per vendor, as the fact sheets choose where the vendors say nothing: Genesys Engage and
 * Kazoo put the agent first, Genesys Cloud and RingCX the customer. The sound itself is never changed for it.
 */
const AGENT_CHANNEL = {
  "genesys-engage": 0,
  kazoo: 0,
  "genesys-cloud": 1,
  ringcx: 1,
} as const satisfies Record<VendorName, 0 | 1>;

export function agentChannelOf(vendor: VendorName): 0 | 1 {
  return AGENT_CHANNEL[vendor];
}

/** The channels of a call with the agent first; one channel, or more than two, stay as they are. */
export function agentFirst<T>(channels: readonly T[], vendor: VendorName): readonly T[] {
  return channels.length === 2 && agentChannelOf(vendor) === 1 ? [...channels].reverse() : channels;
}
