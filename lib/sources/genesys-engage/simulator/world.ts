/** Everything the endpoints share. */
import { failures } from "./answers";
import type { Sessions } from "./sessions";
import type { Store } from "./store";
import type { EngageSwitches } from "./switches";
import { shiftWireTime, type WireLabel, type WireRecording } from "./wire";

export type LabelDefinition = {
  id: string;
  name: string;
  displayName: string;
  description: string;
  type: string;
};

export type World = {
  readonly store: Store;
  readonly switches: EngageSwitches;
  readonly sessions: Sessions;
  /** The settings group `recording`, by name, in the order they were made. */
  readonly settings: Map<string, string>;
  readonly definitions: LabelDefinition[];
  readonly region: string;
  readonly audioKbps: number;
  readonly baseUrl: string;
  /** The server's clock, skew included. */
  now: () => number;
  /** A fresh UUID, the same in every run. */
  newId: () => string;
  /** The recording as the server's clock has it. */
  stamp: (recording: WireRecording) => WireRecording;
  /** Calls that have passed authentication, for `unauthorizedAfterCalls`. */
  authenticatedCalls: number;
  /** Changes recordings now and, after the lag, in the index. */
  change: (apply: Parameters<Store["change"]>[0]) => void;
};

export type FeatureName = keyof EngageSwitches["features"];

const FLAGS: Readonly<Record<FeatureName, string>> = {
  supervisorRecording: "api-supervisor-recording",
  decryptionProxying: "api-recordings-decryption-proxying",
  labels: "schema-elasticsearch-v2-call-recording",
};

/** Throws 403/3 when the contact centre lacks the feature. */
export function requireFeature(world: World, name: FeatureName): void {
  if (!world.switches.features[name]) throw failures.forbidden(`Feature ${FLAGS[name]} is not enabled`);
}

const shifted = (text: string | undefined, byMs: number) =>
  text === undefined ? undefined : shiftWireTime(text, byMs);

/** A copy whose times are moved; without a move the recording itself. */
export function shiftRecording(recording: WireRecording, byMs: number): WireRecording {
  if (byMs === 0) return recording;
  const span = <T extends { startTime?: string; stopTime?: string }>(value: T): T => ({
    ...value,
    ...(value.startTime === undefined ? {} : { startTime: shifted(value.startTime, byMs) }),
    ...(value.stopTime === undefined ? {} : { stopTime: shifted(value.stopTime, byMs) }),
  });
  const label = (value: WireLabel): WireLabel => ({ ...value, createTime: shifted(value.createTime, byMs) });
  return {
    ...span(recording),
    mediaFiles: recording.mediaFiles?.map((file) => ({
      ...span(file),
      ...(file.masks === undefined
        ? {}
        : { masks: file.masks.map((mask) => ({ ...mask, time: shiftWireTime(mask.time, byMs) })) }),
    })),
    eventHistory: recording.eventHistory?.map((event) => ({
      ...event,
      occurredAt: shifted(event.occurredAt, byMs),
    })),
    labels: recording.labels?.map(label),
  };
}
