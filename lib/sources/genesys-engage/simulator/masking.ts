/** The vendor's masking: asterisks of different lengths at four places, and nothing else touched. */
import type { Person } from "./people";
import type { WireRecording } from "./wire";

const PRIVACY_SETTINGS = ["metadata.privacy.agent_fields", "metadata.privacy.customer_fields"] as const;

/** The names listed in either privacy setting; names keep their case. */
export function maskedFields(settings: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set(
    PRIVACY_SETTINGS.flatMap((name) => (settings.get(name) ?? "").split(","))
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
}

/** Fields hidden from this caller: none from administrators. */
export const fieldsMaskedFor = (
  caller: Person,
  settings: ReadonlyMap<string, string>,
): ReadonlySet<string> => (caller.role === "admin" ? new Set() : maskedFields(settings));

const LENGTHS: Readonly<Record<string, number>> = { agentId: 8, username: 13 };

/** A copy in which every text under a listed name is asterisks; the key and the type stay. */
function mask<T extends object>(value: T, fields: ReadonlySet<string>): T {
  const copy = { ...value };
  for (const [key, held] of Object.entries(value)) {
    if (typeof held === "string" && fields.has(key))
      Object.assign(copy, { [key]: "*".repeat(LENGTHS[key] ?? 7) });
  }
  return copy;
}

/** The recording as somebody sees it from whom these fields are hidden. The id is never masked. */
export function maskRecording(recording: WireRecording, fields: ReadonlySet<string>): WireRecording {
  if (fields.size === 0) return recording;
  const masked: WireRecording = { ...mask(recording, fields), id: recording.id };
  if (recording.mediaFiles !== undefined) {
    masked.mediaFiles = recording.mediaFiles.map((file) =>
      file.parameters === undefined ? file : { ...file, parameters: mask(file.parameters, fields) },
    );
  }
  if (recording.eventHistory !== undefined) {
    masked.eventHistory = recording.eventHistory.map((event) => ({
      ...event,
      ...(event.contact === undefined ? {} : { contact: mask(event.contact, fields) }),
      ...(event.data === undefined
        ? {}
        : {
            data: Object.fromEntries(
              Object.entries(event.data).map(([change, map]) => [change, mask(map, fields)]),
            ),
          }),
    }));
  }
  return masked;
}
