import type { RecordingFilter } from "@/lib/domain/recording-filter";

export type { RecordingFilter };

const KINDS = {
  callerPhoneNumber: "string",
  dialedPhoneNumber: "string",
  phoneNumber: "string",
  startTime: "number",
  endTime: "number",
  startBefore: "number",
  userName: "string",
  userData: "string",
  includeLabels: "string",
  excludeLabels: "string",
  source: "string",
  callType: "string",
  region: "string",
  minDuration: "number",
  maxDuration: "number",
  screenRecording: "boolean",
  nonDelete: "boolean",
  minSilence: "number",
  minCrosstalk: "number",
  minHold: "number",
  agentTalkShare: "string",
} as const satisfies Record<keyof RecordingFilter, "string" | "number" | "boolean">;

/**
 * The parts of a stored search that this screen knows, each of its own type; anything else is dropped. The server's
 * schema has checked them already, and carrying zod to the browser for this would cost a tenth of the first load.
 */
export function readStoredFilter(stored: Readonly<Record<string, unknown>>): RecordingFilter {
  const known = Object.entries(KINDS).filter(([name, kind]) => typeof stored[name] === kind);
  return checked(Object.fromEntries(known.map(([name]) => [name, stored[name]])));
}

// The one cast: the loop above lets nothing pass but the schema's own names with values of their own types.
function checked(parts: Record<string, unknown>): RecordingFilter {
  return parts as RecordingFilter;
}
