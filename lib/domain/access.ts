import type { Actor } from "./actor";
import type { CallEvent, Label, MediaFile, Recording } from "./recording";

/**
 * Which recordings a query may touch: the first argument of every query of the catalog. `system` is for work that
 * no person sees (sync, jobs, the audit sealer) and is made only there.
 */
export type Scope =
  | Readonly<{ kind: "system" }>
  | Readonly<{
      kind: "person";
      /** `all` = a user with group `/` and every partition; else the keys of `accessKeysOfActor`. */
      accessKeys: "all" | readonly string[];
      actor: Actor;
    }>;

const SEPARATOR = "\u001f";
const ANY_PARTITION = "*";

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/** Groups in one spelling. A blank one names nothing: it must not turn into `/`, which sees all. */
function canonicalGroups(paths: readonly string[]): string[] {
  return paths.filter((path) => path.trim() !== "").map((path) => `/${segments(path).join("/")}`);
}

/** Every path at or above this one, the root included: `/Sales/EU` → `/`, `/Sales`, `/Sales/EU`. Case-sensitive. */
function ancestors(path: string): string[] {
  const parts = segments(path);
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)];
}

/** What a media file demands, as sorted keys: a person who holds one of them passes (contract §2). */
export function accessKeysOfFile(
  file: Readonly<{ accessGroups: readonly string[]; partitions: readonly string[] }>,
): string[] {
  const groups = file.accessGroups.length === 0 ? ["/"] : file.accessGroups;
  const paths = new Set(groups.flatMap(ancestors));
  // A blank beside a name must not open the file to people without any partition.
  const partitions = file.partitions.filter((name) => name.trim() !== "");
  const named = partitions.length === 0 ? [""] : partitions;
  const keys = new Set<string>();
  for (const path of paths) {
    for (const partition of [ANY_PARTITION, ...named]) keys.add(path + SEPARATOR + partition);
  }
  return [...keys].sort();
}

/** What a person holds. Someone without any group holds nothing (fail closed). */
export function accessKeysOfActor(actor: Pick<Actor, "accessGroups" | "partitions">): "all" | string[] {
  const groups = canonicalGroups(actor.accessGroups);
  const everyPartition = actor.partitions.includes(ANY_PARTITION);
  if (groups.includes("/") && everyPartition) return "all";
  const partitions = everyPartition ? [ANY_PARTITION] : ["", ...actor.partitions];
  return groups.flatMap((group) => partitions.map((partition) => group + SEPARATOR + partition));
}

/** The union of what its files demand; a recording without files counts as one file with the source's groups. */
export function accessKeysOfRecording(
  recording: Pick<Recording, "mediaFiles">,
  defaultAccessGroups: readonly string[],
): string[] {
  if (recording.mediaFiles.length === 0) {
    return accessKeysOfFile({ accessGroups: defaultAccessGroups, partitions: [] });
  }
  return [...new Set(recording.mediaFiles.flatMap(accessKeysOfFile))].sort();
}

export function personScope(actor: Actor): Scope {
  return { kind: "person", accessKeys: accessKeysOfActor(actor), actor };
}

export function passes(scope: Scope, keys: readonly string[]): boolean {
  if (scope.kind === "system" || scope.accessKeys === "all") return true;
  const held = new Set(scope.accessKeys);
  return keys.some((key) => held.has(key));
}

/**
 * The recording as this scope may know it: files it does not pass are dropped, and with them the events whose call
 * belongs only to dropped files and the comments pinned to them. Null = nothing of it may be known. An agent passes
 * only on calls they were on.
 */
export function withinScope<R extends Recording & Readonly<{ labels?: readonly Label[] }>>(
  scope: Scope,
  recording: R,
  defaultAccessGroups: readonly string[],
): R | null {
  if (scope.kind === "system") return recording;
  if (scope.actor.role === "agent" && !wasOnCall(scope.actor, recording)) return null;
  if (recording.mediaFiles.length === 0) {
    return passes(scope, accessKeysOfRecording(recording, defaultAccessGroups)) ? recording : null;
  }
  const kept = recording.mediaFiles.filter((file) => passes(scope, accessKeysOfFile(file)));
  if (kept.length === 0) return null;
  if (kept.length === recording.mediaFiles.length) return recording;
  const dropped = new Set<unknown>(
    recording.mediaFiles.filter((file) => !kept.includes(file)).map((file) => file.mediaKey),
  );
  return {
    ...recording,
    mediaFiles: kept,
    events: recording.events.filter((event) => !onlyOfDropped(event, recording.mediaFiles, kept)),
    ...(recording.labels
      ? { labels: recording.labels.filter((label) => !dropped.has(label.content?.mediaKey)) }
      : {}),
  };
}

/** True when the event's call id belongs to files of the recording, none of which is kept. */
function onlyOfDropped(event: CallEvent, all: readonly MediaFile[], kept: readonly MediaFile[]): boolean {
  if (event.callId === null) return false;
  const owners = all.filter((file) => file.callId === event.callId);
  return owners.length > 0 && !kept.some((file) => file.callId === event.callId);
}

function wasOnCall(actor: Actor, recording: Recording): boolean {
  // A blank key is nobody's; the vendor writes a blank name where it knows none.
  const links = actor.agents.filter((link) => link.sourceId === recording.sourceId && link.key.trim() !== "");
  const keys = new Set(links.map((link) => link.key.toLowerCase()));
  if (keys.size === 0) return false;
  const present = [
    ...recording.events.map((event) => event.contact?.userName),
    ...recording.mediaFiles.flatMap((file) => [file.parties.username, file.parties.agentId]),
  ];
  return present.some((name) => typeof name === "string" && keys.has(name.toLowerCase()));
}

/** The access keys under which an event's names and data may be matched: those of the files its call belongs to. */
export function accessKeysOfEvent(
  event: CallEvent,
  recording: Pick<Recording, "mediaFiles">,
  defaultAccessGroups: readonly string[],
): string[] {
  const owners = recording.mediaFiles.filter((file) => event.callId !== null && file.callId === event.callId);
  if (owners.length === 0) return accessKeysOfRecording(recording, defaultAccessGroups);
  return [...new Set(owners.flatMap(accessKeysOfFile))].sort();
}

/** True when there can be a call that both may know of: one's groups lie at, above or below the other's. */
export function mayMeet(
  one: Pick<Actor, "accessGroups" | "partitions">,
  other: Pick<Actor, "accessGroups" | "partitions">,
): boolean {
  const groups = canonicalGroups(other.accessGroups);
  const isNear = canonicalGroups(one.accessGroups).some((group) =>
    groups.some((path) => ancestors(path).includes(group) || ancestors(group).includes(path)),
  );
  const hasAny = [one, other].some(({ partitions }) => partitions.includes(ANY_PARTITION));
  // A file without a partition is open to both, whatever theirs are.
  return (
    isNear &&
    (hasAny ||
      one.partitions.length === 0 ||
      other.partitions.length === 0 ||
      one.partitions.some((name) => other.partitions.includes(name)))
  );
}

/** True when everything `given` would open is also opened by `held`: an administrator grants at most what they hold. */
export function holdsAtLeast(
  held: Pick<Actor, "accessGroups" | "partitions">,
  given: Pick<Actor, "accessGroups" | "partitions">,
): boolean {
  const own = canonicalGroups(held.accessGroups);
  const groupsCovered = canonicalGroups(given.accessGroups).every((group) =>
    ancestors(group).some((path) => own.includes(path)),
  );
  const partitionsCovered =
    held.partitions.includes(ANY_PARTITION) ||
    given.partitions.every((name) => held.partitions.includes(name));
  return groupsCovered && partitionsCovered;
}
