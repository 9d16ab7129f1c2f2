import type { Scope } from "@/lib/domain/access";
import { personScope } from "@/lib/domain/access";
import type { Actor } from "@/lib/domain/actor";
import { MediaKeySchema, recordingId, type SourceId, SourceIdSchema } from "@/lib/domain/ids";
import type { MediaFile, Recording, VendorLabel } from "@/lib/domain/recording";
import type { SourceRecording } from "@/lib/sources/source";
import { aMediaFile, aRecording } from "./stored-recording";

export const SYSTEM: Scope = { kind: "system" };
export const SOURCE = {
  id: SourceIdSchema.parse("engage"),
  vendor: "genesys-engage",
  defaultAccessGroups: [],
} as const;
export const NO_RESTRICTIONS = { excludedSources: [], hiddenDataKeys: {} } as const;
export const T0 = Date.UTC(2026, 9, 1, 12);

/** A recording as a source brings it: by its vendor id, the least there is, overridden by name. */
export function sourceRecording(
  vendorId: string,
  rest: Partial<Recording> = {},
  labels: readonly VendorLabel[] | null = [],
  sourceId: SourceId = SOURCE.id,
): SourceRecording {
  const {
    labels: _labels,
    protectedHere: _protectedHere,
    deleteTimeMs: _deleteTimeMs,
    stale: _stale,
    ...recording
  } = aRecording();
  return {
    recording: {
      ...recording,
      id: recordingId(sourceId, vendorId),
      sourceId,
      vendorId,
      startMs: T0,
      stopMs: T0 + 60_000,
      ...rest,
    },
    labels,
  };
}

/** A media file with a key of its own. */
export function fileOf(name: string, rest: Partial<MediaFile> = {}): MediaFile {
  return aMediaFile({ mediaKey: MediaKeySchema.parse(name.padEnd(24, "0")), ...rest });
}

export function vendorLabel(
  vendorLabelId: string,
  name: string,
  rest: Partial<VendorLabel> = {},
): VendorLabel {
  return {
    vendorLabelId,
    name,
    reserved: false,
    createTimeMs: T0,
    createUser: "service@vendor",
    content: null,
    ...rest,
  };
}

export function scopeOf(rest: Partial<Actor>): Scope {
  return personScope({
    userId: "u1",
    email: "s@earmark.test",
    name: "S. Ortiz",
    role: "supervisor",
    accessGroups: ["/"],
    partitions: ["*"],
    agents: [],
    ...rest,
  });
}
