import type { RecordingFilter } from "@/lib/domain/recording-filter";
import { callTypeWords } from "../../format/words";
import { lengthWords } from "./length";
import { matchWords, readPattern } from "./patterns";
import { shareWords, spanWords } from "./talk";
import { whenWords } from "./when";

/** The forms in which parts of a search are edited. */
export const EDITORS = [
  "phone",
  "userName",
  "userData",
  "includeLabels",
  "excludeLabels",
  "when",
  "callType",
  "source",
  "length",
  "screenRecording",
  "nonDelete",
  "region",
  "minSilence",
  "minCrosstalk",
  "minHold",
  "agentTalkShare",
] as const;
export type Editor = (typeof EDITORS)[number];

export const EDITOR_WORDS = {
  phone: "Phone number",
  userName: "Agent or person",
  userData: "Attached data",
  includeLabels: "Label",
  excludeLabels: "Without label",
  when: "When",
  callType: "Call type",
  source: "Source",
  length: "Length",
  screenRecording: "Screen recording",
  nonDelete: "Protection",
  region: "Region",
  minSilence: "Long silence",
  minCrosstalk: "Cross-talk",
  minHold: "Long hold",
  agentTalkShare: "How much the agent talks",
} as const satisfies Record<Editor, string>;

export const PHONE_FIELDS = ["phoneNumber", "callerPhoneNumber", "dialedPhoneNumber"] as const;
export type PhoneField = (typeof PHONE_FIELDS)[number];

export const PHONE_WORDS = {
  phoneNumber: "Phone",
  callerPhoneNumber: "Caller",
  dialedPhoneNumber: "Dialed",
} as const satisfies Record<PhoneField, string>;

/** One part of a search as it stands in the bar. */
export type Chip = Readonly<{
  key: string;
  /** Null = can only be removed: the screen has no form for it. */
  editor: Editor | null;
  /** Which of several values the form changes: a phone field, or a label's name. */
  part: string | null;
  name: string;
  value: string;
  /** The search without this part. */
  without: RecordingFilter;
}>;

export type ChipWords = Readonly<{ nowMs: number; zone: string; sourceName: (id: string) => string }>;

/** The search with these parts changed; undefined takes a part away. */
export function withParts(filter: RecordingFilter, parts: Partial<RecordingFilter>): RecordingFilter {
  const merged = { ...filter, ...parts };
  for (const [key, value] of Object.entries(merged)) {
    if (value === undefined || value === "") Reflect.deleteProperty(merged, key);
  }
  return merged;
}

/** Names in a comma-separated list, each once whatever its letter case. */
export function labelNames(list: string | undefined): readonly string[] {
  const names = new Map<string, string>();
  for (const item of (list ?? "").split(",")) {
    const name = item.trim();
    const key = name.toLowerCase();
    if (name !== "" && !names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

type LabelField = "includeLabels" | "excludeLabels";

export function hasLabel(filter: RecordingFilter, field: LabelField, name: string): boolean {
  return labelNames(filter[field]).some((known) => known.toLowerCase() === name.toLowerCase());
}

/** The search with a label asked for (or shut out); it is taken off the other list, which would make the search empty. */
export function withLabel(filter: RecordingFilter, field: LabelField, name: string): RecordingFilter {
  const other = field === "includeLabels" ? "excludeLabels" : "includeLabels";
  const cleared = withoutLabel(filter, other, name);
  return withParts(cleared, { [field]: [...labelNames(cleared[field]), name.trim()].join(",") });
}

export function withoutLabel(filter: RecordingFilter, field: LabelField, name: string): RecordingFilter {
  const left = labelNames(filter[field]).filter((known) => known.toLowerCase() !== name.toLowerCase());
  return withParts(filter, { [field]: left.join(",") });
}

/** Everything a search asks for, in the order in which the bar shows it. Every part of the filter is in exactly one chip. */
export function chipsOf(filter: RecordingFilter, words: ChipWords): readonly Chip[] {
  const chips: Chip[] = [];
  const add = (chip: Omit<Chip, "part" | "key"> & { part?: string }) =>
    chips.push({
      ...chip,
      part: chip.part ?? null,
      key: [chip.editor ?? chip.name, chip.part].filter(Boolean).join(":"),
    });
  const without = (...names: (keyof RecordingFilter)[]) =>
    withParts(filter, Object.fromEntries(names.map((name) => [name, undefined])));

  for (const field of PHONE_FIELDS) {
    const value = filter[field];
    if (value === undefined) continue;
    add({
      editor: "phone",
      part: field,
      name: PHONE_WORDS[field],
      value: matchWords(readPattern(value)),
      without: without(field),
    });
  }
  for (const field of ["userName", "userData"] as const) {
    const value = filter[field];
    if (value === undefined) continue;
    add({
      editor: field,
      name: field === "userName" ? "Person" : "Data",
      value: matchWords(readPattern(value)),
      without: without(field),
    });
  }
  for (const field of ["includeLabels", "excludeLabels"] as const) {
    const names = labelNames(filter[field]);
    for (const name of names) {
      add({
        editor: field,
        part: name,
        name: field === "includeLabels" ? "Label" : "Without label",
        value: name,
        without: withoutLabel(filter, field, name),
      });
    }
  }
  const { startTime, startBefore, minDuration, maxDuration } = filter;
  if (startTime !== undefined || startBefore !== undefined) {
    const range = {
      ...(startTime === undefined ? {} : { startTime }),
      ...(startBefore === undefined ? {} : { startBefore }),
    };
    add({
      editor: "when",
      name: "When",
      value: `${whenWords(range, words.nowMs, words.zone)}, ${words.zone}`,
      without: without("startTime", "startBefore"),
    });
  }
  if (filter.endTime !== undefined) {
    add({
      editor: null,
      name: "Ended",
      value: `${whenWords({ startBefore: filter.endTime }, words.nowMs, words.zone)}, ${words.zone}`,
      without: without("endTime"),
    });
  }
  if (filter.callType !== undefined) {
    add({
      editor: "callType",
      name: "Call type",
      value: callTypeWords(filter.callType),
      without: without("callType"),
    });
  }
  if (filter.source !== undefined) {
    add({
      editor: "source",
      name: "Source",
      value: words.sourceName(filter.source),
      without: without("source"),
    });
  }
  if (minDuration !== undefined || maxDuration !== undefined) {
    add({
      editor: "length",
      name: "Length",
      value: lengthWords(minDuration, maxDuration),
      without: without("minDuration", "maxDuration"),
    });
  }
  if (filter.screenRecording !== undefined) {
    add({
      editor: "screenRecording",
      name: "Screen recording",
      value: filter.screenRecording ? "yes" : "no",
      without: without("screenRecording"),
    });
  }
  if (filter.nonDelete !== undefined) {
    add({
      editor: "nonDelete",
      name: "Protected",
      value: filter.nonDelete ? "yes" : "no",
      without: without("nonDelete"),
    });
  }
  if (filter.region !== undefined) {
    add({ editor: "region", name: "Region", value: filter.region, without: without("region") });
  }
  for (const field of ["minSilence", "minCrosstalk", "minHold"] as const) {
    const value = filter[field];
    if (value === undefined) continue;
    add({
      editor: field,
      name: EDITOR_WORDS[field],
      value: `over ${spanWords(value)}`,
      without: without(field),
    });
  }
  if (filter.agentTalkShare !== undefined) {
    add({
      editor: "agentTalkShare",
      name: "Agent talks",
      value: shareWords(filter.agentTalkShare),
      without: without("agentTalkShare"),
    });
  }
  return chips;
}

/** True when nothing is asked for: every call in reach. */
export function isEmptyFilter(filter: RecordingFilter): boolean {
  return Object.values(filter).every((value) => value === undefined || value === "");
}
