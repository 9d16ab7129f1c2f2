import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";

export type LiveRow = Readonly<{ call: OutgoingLiveCall; hasEnded: boolean }>;

/**
 * The rows of the list. While a hand is on it (`held` = the calls as they stood then) nothing moves under that hand: known
 * calls keep their places, ended ones stay as ended, new ones come last. Calls with words that nobody has put away yet
 * (`noted`) stay too.
 */
export function liveRows(
  calls: readonly OutgoingLiveCall[],
  held: readonly OutgoingLiveCall[] | null,
  noted: readonly OutgoingLiveCall[],
): readonly LiveRow[] {
  const now = new Map(calls.map((call) => [call.id, call]));
  const first = held ?? [];
  const order = new Map([...first, ...calls, ...noted].map((call) => [call.id, call]));
  const rows = [...order.values()].map((known): LiveRow => {
    const call = now.get(known.id);
    return { call: call ?? known, hasEnded: call === undefined };
  });
  return held
    ? rows
    : [...rows].sort((a, b) => (b.call.startTime ?? "").localeCompare(a.call.startTime ?? ""));
}
