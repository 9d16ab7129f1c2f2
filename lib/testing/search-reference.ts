import { type Scope, withinScope } from "@/lib/domain/access";
import { labelKey, parseLabelNames, SCREEN_RECORDING_LABEL } from "@/lib/domain/labels";
import { matchesPhone, phonePattern } from "@/lib/domain/phone-pattern";
import { callDurationMs, type Recording } from "@/lib/domain/recording";
import { MEASURED_PARAMETERS, type RecordingFilter } from "@/lib/domain/recording-filter";
import { callTalk, type FileTalk } from "@/lib/domain/talk-numbers";
import { parseShareRange } from "@/lib/domain/talk-share";
import { matchesText, textPattern } from "@/lib/domain/text-pattern";
import type { SourceRecording } from "@/lib/sources/source";

/** The rules of search in plain words of code, one recording at a time: what the catalog's SQL is held against. */
export function matchesFilter(
  scope: Scope,
  { recording, labels }: SourceRecording,
  filter: RecordingFilter,
  talkByFile: ReadonlyMap<string, FileTalk> = new Map(),
): boolean {
  const visible = withinScope(scope, recording, []);
  if (!visible) return false;
  const length = callDurationMs(recording);
  const keys = new Set((labels ?? []).map((label) => labelKey(label.name)));
  if (recording.screenRecording) keys.add(labelKey(SCREEN_RECORDING_LABEL));
  const phone = (request: string | undefined, ...numbers: (string | null)[]) =>
    request === undefined || numbers.some((number) => matchesPhone(phonePattern(request), number));
  const text = (request: string | undefined, values: (string | null)[]) =>
    request === undefined || values.some((value) => matchesText(textPattern(request), value));
  const rules = [
    phone(filter.callerPhoneNumber, recording.callerPhoneNumber),
    phone(filter.dialedPhoneNumber, recording.dialedPhoneNumber),
    phone(filter.phoneNumber, recording.callerPhoneNumber, recording.dialedPhoneNumber),
    filter.startTime === undefined || (recording.startMs !== null && recording.startMs >= filter.startTime),
    filter.startBefore === undefined ||
      (recording.startMs !== null && recording.startMs < filter.startBefore),
    filter.endTime === undefined || (recording.stopMs !== null && recording.stopMs <= filter.endTime),
    text(filter.userName, namesOf(visible)),
    text(filter.userData, valuesOf(visible)),
    parseLabelNames(filter.includeLabels ?? "").every((name) => keys.has(labelKey(name))),
    !parseLabelNames(filter.excludeLabels ?? "").some((name) => keys.has(labelKey(name))),
    filter.source === undefined || recording.sourceId === filter.source,
    filter.callType === undefined || recording.callType === filter.callType,
    filter.region === undefined || recording.region === filter.region,
    filter.minDuration === undefined || (length !== null && length >= filter.minDuration),
    filter.maxDuration === undefined || (length !== null && length <= filter.maxDuration),
    filter.screenRecording === undefined || recording.screenRecording === filter.screenRecording,
    filter.nonDelete === undefined || recording.nonDelete === filter.nonDelete,
    talksAsAsked(recording, visible, filter, talkByFile),
  ];
  return rules.every(Boolean);
}

/** Only who may hear every measured file of a call finds it by what they tell together. */
function talksAsAsked(
  recording: Recording,
  visible: Recording,
  filter: RecordingFilter,
  talkByFile: ReadonlyMap<string, FileTalk>,
): boolean {
  const { minSilence, minCrosstalk, minHold, agentTalkShare } = filter;
  if (MEASURED_PARAMETERS.every((name) => filter[name] === undefined)) return true;
  const measured = recording.mediaFiles.filter(({ mediaKey }) => talkByFile.has(mediaKey));
  const talk = callTalk(measured.flatMap(({ mediaKey }) => talkByFile.get(mediaKey) ?? []));
  if (!talk || !measured.every((file) => visible.mediaFiles.includes(file))) return false;
  const range = agentTalkShare === undefined ? null : parseShareRange(agentTalkShare);
  const share = talk.agentTalkShare;
  return (
    (minSilence === undefined || talk.longestSilenceMs >= minSilence) &&
    (minCrosstalk === undefined || (talk.crosstalkMs !== null && talk.crosstalkMs >= minCrosstalk)) &&
    (minHold === undefined || (talk.longestHoldMs !== null && talk.longestHoldMs >= minHold)) &&
    (range === null || (share !== null && share >= (range.min ?? 0) && share <= (range.max ?? 1)))
  );
}

function namesOf(recording: Recording): (string | null)[] {
  return recording.events.flatMap(({ contact }) =>
    contact ? [contact.userName, contact.firstName, contact.lastName] : [],
  );
}

function valuesOf(recording: Recording): string[] {
  return recording.events.flatMap(({ data }) =>
    data
      ? [...Object.values(data.added), ...Object.values(data.updated), ...Object.values(data.deleted)]
      : [],
  );
}

/** Newest first and ties by id, in the order of bytes. */
export function inOrder(rows: readonly SourceRecording[]): SourceRecording[] {
  const time = ({ recording }: SourceRecording) => recording.startMs ?? recording.stopMs ?? 0;
  return [...rows].sort((a, b) => time(b) - time(a) || (a.recording.id < b.recording.id ? -1 : 1));
}
