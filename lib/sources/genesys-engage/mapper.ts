import { recordingId, type SourceId } from "@/lib/domain/ids";
import { isReserved, labelKey, SCREEN_RECORDING_LABEL } from "@/lib/domain/labels";
import type { VendorLabel } from "@/lib/domain/recording";
import type { SourceRecording } from "../source";
import type { RawLabel, RawRecording } from "./api-types";
import { known } from "./known";
import { mapEvents } from "./map-events";
import { mapMediaFiles } from "./map-media";

export type MapperOptions = Readonly<{ sourceId: SourceId; pauseFill: "silence" | "cut" }>;

/** One recording of the vendor's as ours. Null = its id can't be one of ours (over 512 bytes). */
export function mapRecording(raw: RawRecording, options: MapperOptions): SourceRecording | null {
  const id = publicId(options.sourceId, raw.id);
  if (id === null) return null;
  const events = mapEvents(raw.eventHistory);
  const labels = raw.labels === null ? null : mapLabels(raw.labels);
  return {
    recording: {
      id,
      sourceId: options.sourceId,
      vendor: "genesys-engage",
      vendorId: raw.id,
      callerPhoneNumber: known(raw.callerPhoneNumber),
      dialedPhoneNumber: known(raw.dialedPhoneNumber),
      startMs: raw.startTime,
      stopMs: raw.stopTime,
      callType: known(raw.callType),
      region: known(raw.region),
      // The flag and the label may disagree (fact sheet §14.14): either tells of a screen recording.
      screenRecording: raw.screenRecording || (raw.labels ?? []).some(isScreenLabel),
      nonDelete: raw.nonDelete,
      events,
      mediaFiles: mapMediaFiles(raw, { recordingId: id, events, fill: options.pauseFill }),
    },
    labels,
  };
}

/** Labels that have an id and a name; the one of screen recordings is a flag here (model.md "Labels"). */
export function mapLabels(raw: readonly RawLabel[]): VendorLabel[] {
  return raw.filter((label) => !isScreenLabel(label)).flatMap(mapLabel);
}

function mapLabel(raw: RawLabel): VendorLabel[] {
  if (raw.id === null || raw.id === "" || raw.name === null || raw.name.trim() === "") return [];
  return [
    {
      vendorLabelId: raw.id,
      name: raw.name,
      reserved: isReservedLabel(raw.type, raw.name),
      createTimeMs: raw.createTime,
      createUser: known(raw.createUser),
      content: raw.content,
    },
  ];
}

/** `Reserved` or `custom` in any letter case; without a type, the name decides (fact sheet §3.4). */
function isReservedLabel(type: string | null, name: string): boolean {
  const word = type?.trim().toLowerCase();
  if (word === "reserved") return true;
  return word === "custom" ? false : isReserved(name);
}

function isScreenLabel(label: RawLabel): boolean {
  return label.name !== null && labelKey(label.name) === labelKey(SCREEN_RECORDING_LABEL);
}

function publicId(sourceId: SourceId, vendorId: string) {
  try {
    return recordingId(sourceId, vendorId);
  } catch {
    return null;
  }
}
