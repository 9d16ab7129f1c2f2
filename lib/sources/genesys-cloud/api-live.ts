/** What a live conversation's own call sends (fact sheet §9.3), read tolerantly. */
import { z } from "zod";
import { parseVendorTime } from "@/lib/domain/time";
import { field, flag, isRecord, items, required, text, word } from "./tolerant";

const CallSchema = z
  .object({ state: field, recordingState: field, recordersState: field, securePause: field })
  .transform((raw) => ({
    state: word(raw.state),
    recordingState: word(raw.recordingState),
    /** The recorder that policies start; the others (ad hoc, snippet) are people's own. */
    policyState: isRecord(raw.recordersState) ? word(raw.recordersState.customerExperienceState) : null,
    isSecurePause: flag(raw.securePause) === true,
  }));

const ParticipantSchema = z.object({ endTime: field, calls: field }).transform((raw) => ({
  hasLeft: text(raw.endTime) !== null,
  calls: items(raw.calls, CallSchema),
}));

const LiveSchema = z
  .object({
    id: required,
    endTime: field,
    recordingState: field,
    securePause: field,
    participants: field,
  })
  .transform((raw) => ({
    endMs: parseVendorTime(raw.endTime),
    recordingState: word(raw.recordingState),
    isSecurePause: flag(raw.securePause) === true,
    participants: items(raw.participants, ParticipantSchema),
  }));

/** `none` = nothing records. `isSecurePause` = somebody paused it on purpose, not a hold (§9.3). */
export type LiveState = Readonly<{
  state: "active" | "paused" | "none";
  isSecurePause: boolean;
  hasEnded: boolean;
}>;

const OVER = new Set(["disconnected", "terminated"]);

/** The state in an answer; null when it can't be understood. The strongest state of the legs still connected counts. */
export function readLiveState(body: unknown): LiveState | null {
  const parsed = isRecord(body) ? LiveSchema.safeParse(body) : null;
  if (!parsed?.success) return null;
  const { endMs, participants, recordingState, isSecurePause } = parsed.data;
  const legs = participants
    .filter(({ hasLeft }) => !hasLeft)
    .flatMap(({ calls }) => calls)
    .filter(({ state }) => state === null || !OVER.has(state));
  // Some documents tell the state of the whole and of no leg; a leg's own word is the fresher one.
  const told = legs.flatMap((leg) => leg.policyState ?? leg.recordingState ?? []);
  const strongest = strongestOf(told);
  const hadLegs = participants.some(({ calls }) => calls.length > 0);
  return {
    state: strongest === "none" ? strongestOf([recordingState ?? ""]) : strongest,
    isSecurePause: isSecurePause || legs.some((leg) => leg.isSecurePause),
    hasEnded: endMs !== null || (hadLegs && legs.length === 0),
  };
}

function strongestOf(states: readonly string[]): LiveState["state"] {
  if (states.includes("active")) return "active";
  return states.includes("paused") ? "paused" : "none";
}
