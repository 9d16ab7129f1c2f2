import type { Contact, EpochMs, MediaFile, Recording } from "../recording";
import { spanInFile } from "./cut-recording";
import { type SegmentUnit, SHORTEST_SEGMENT_MS } from "./review";

/** One of ours on a call: by what the vendor knows them, and how people call them. Masked before it leaves. */
export type CallAgent = Readonly<{ key: string; name: string }>;

/** A part of a call that is there by itself: a media file, or one agent's time on the call. `endMs` null = unknown. */
export type NaturalSegment = Readonly<{
  unit: Exclude<SegmentUnit, "span">;
  mediaKey: string;
  startMs: number;
  endMs: number | null;
  agent: CallAgent | null;
}>;

/** Everybody of ours on the call, each once, in the order in which they came. */
export function agentsOfCall(recording: Pick<Recording, "events" | "mediaFiles">): readonly CallAgent[] {
  const agents = new Map<string, CallAgent>();
  for (const { contact } of recording.events) {
    const agent = contact?.type === "User" ? agentOfContact(contact) : null;
    if (agent && !agents.has(agent.key)) agents.set(agent.key, agent);
  }
  // The same person may stand under another key in the files: they are asked only when no event names anybody.
  for (const file of agents.size === 0 ? recording.mediaFiles : []) {
    const agent = agentOfParties(file);
    if (agent && !agents.has(agent.key)) agents.set(agent.key, agent);
  }
  return [...agents.values()];
}

/** Who of ours spoke in most of these parts: by the files' own parties, else by who was there in their time. */
export function agentOfSegments(
  recording: Pick<Recording, "events" | "mediaFiles">,
  segments: readonly Readonly<{ mediaKey: string; startMs: number; endMs: number | null }>[],
): CallAgent | null {
  const all = agentsOfCall(recording);
  if (all.length <= 1) return all[0] ?? null;
  const heard = new Map<string, number>();
  for (const { mediaKey, startMs, endMs } of segments) {
    const file = recording.mediaFiles.find((own) => own.mediaKey === mediaKey);
    if (!file) continue;
    const lastMs = endMs ?? file.durationMs ?? startMs + 1;
    for (const agent of all) {
      const spans = presenceOf(recording, agent).flatMap((span) => spanInFile(file, span) ?? []);
      const ms = spans.reduce(
        (sum, span) => sum + Math.max(0, Math.min(span.endMs, lastMs) - Math.max(span.startMs, startMs)),
        0,
      );
      heard.set(agent.key, (heard.get(agent.key) ?? 0) + ms);
    }
    const own = agentOfParties(file);
    // What the vendor says of the file itself beats who was on the call meanwhile.
    const known = own ? (all.find(({ key }) => key === own.key) ?? null) : null;
    if (known) heard.set(known.key, (heard.get(known.key) ?? 0) + 2 * (lastMs - startMs));
  }
  const [best] = [...all].sort((a, b) => (heard.get(b.key) ?? 0) - (heard.get(a.key) ?? 0));
  return best ?? null;
}

/** The media files of a call and, where it tells who came and left, each agent's time in each file. */
export function naturalSegments(
  recording: Pick<Recording, "events" | "mediaFiles">,
): readonly NaturalSegment[] {
  const audible = recording.mediaFiles.filter(({ audio }) => audio !== "missing");
  const files = audible.map((file): NaturalSegment => {
    const whole = { mediaKey: file.mediaKey, startMs: 0, endMs: file.durationMs };
    return { unit: "mediaFile", ...whole, agent: agentOfSegments(recording, [whole]) };
  });
  const times = agentsOfCall(recording).flatMap((agent) =>
    presenceOf(recording, agent).flatMap((span) =>
      audible.flatMap((file): NaturalSegment[] => {
        const inFile = spanInFile(file, span);
        if (!inFile || inFile.endMs - inFile.startMs < SHORTEST_SEGMENT_MS) return [];
        return [{ unit: "agentTime", mediaKey: file.mediaKey, ...inFile, agent }];
      }),
    ),
  );
  return [...files, ...times];
}

/** When an agent was on the call, by the clock: from each joining to the next leaving. Never left = to the end. */
function presenceOf(
  { events, mediaFiles }: Pick<Recording, "events" | "mediaFiles">,
  agent: CallAgent,
): readonly Readonly<{ fromMs: EpochMs; toMs: EpochMs }>[] {
  const ends = mediaFiles.flatMap(
    ({ startMs, stopMs, durationMs }) =>
      stopMs ?? (startMs === null || durationMs === null ? [] : startMs + durationMs),
  );
  const lastMs = ends.length > 0 ? Math.max(...ends) : null;
  const spans: { fromMs: EpochMs; toMs: EpochMs }[] = [];
  let sinceMs: EpochMs | null = null;
  for (const { contact, event, occurredAtMs } of events) {
    if (occurredAtMs === null || contact?.type !== "User" || agentOfContact(contact)?.key !== agent.key)
      continue;
    if (event === "Joined") sinceMs ??= occurredAtMs;
    if (event === "Left" && sinceMs !== null) {
      spans.push({ fromMs: sinceMs, toMs: occurredAtMs });
      sinceMs = null;
    }
  }
  if (sinceMs !== null && lastMs !== null) spans.push({ fromMs: sinceMs, toMs: lastMs });
  return spans;
}

/** Vendors that can't tell who it was put the line there; an agent's id has fewer digits. */
const OUTSIDE_NUMBER = /^\+?(?:[\s().-]*\d){7,}[\s().-]*$/;

function agentOfContact(contact: Contact): CallAgent | null {
  const full = [contact.firstName, contact.lastName].filter((part) => part?.trim()).join(" ");
  const key = contact.userName?.trim() || full;
  return key === "" || OUTSIDE_NUMBER.test(full || key)
    ? null
    : { key: key.toLowerCase(), name: full || key };
}

function agentOfParties({ parties }: Pick<MediaFile, "parties">): CallAgent | null {
  const name = parties.username?.trim() || parties.agentId?.trim();
  return name && !OUTSIDE_NUMBER.test(name) ? { key: name.toLowerCase(), name } : null;
}
