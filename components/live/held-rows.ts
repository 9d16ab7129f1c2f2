import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";

export type LiveRow = Readonly<{ call: OutgoingLiveCall; hasEnded: boolean }>;

/**
 * The rows of the list. While a mouse moves over it (`held` = the calls as they stood then) nothing moves under that hand:
 * known calls keep their places, ended ones stay as ended, new ones come last. `staying` = calls that keep a row though they
 * may have ended: words stand beside them, or the focus is on them.
 */
export function liveRows(
  calls: readonly OutgoingLiveCall[],
  held: readonly OutgoingLiveCall[] | null,
  staying: readonly OutgoingLiveCall[],
): readonly LiveRow[] {
  const now = new Map(calls.map((call) => [call.id, call]));
  const first = held ?? [];
  const order = new Map([...first, ...calls, ...staying].map((call) => [call.id, call]));
  const rows = [...order.values()].map((known): LiveRow => {
    const call = now.get(known.id);
    return { call: call ?? known, hasEnded: call === undefined };
  });
  return held
    ? rows
    : [...rows].sort((a, b) => (b.call.startTime ?? "").localeCompare(a.call.startTime ?? ""));
}
