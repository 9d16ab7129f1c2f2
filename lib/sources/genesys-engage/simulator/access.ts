/** Access groups and partitions, for the switch that makes the server itself enforce them. */
import type { Person } from "./people";
import type { WireMediaFile, WireRecording } from "./wire";

const segments = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** Whether a group is at or above a path, segment by segment. */
export function covers(group: string, path: string): boolean {
  const wanted = segments(path);
  return segments(group).every((part, index) => part === wanted[index]);
}

export function mayUseFile(caller: Person, file: WireMediaFile): boolean {
  const groups = file.accessgroups ?? [];
  const paths = groups.length === 0 ? ["/"] : groups;
  const isInGroup = caller.accessGroups.some((group) => paths.some((path) => covers(group, path)));
  const partitions = file.partitions ?? [];
  const isInPartition =
    partitions.length === 0 ||
    caller.partitions.includes("*") ||
    partitions.some((name) => caller.partitions.includes(name));
  return isInGroup && isInPartition;
}

/** The recording with only the files the caller may use; null when none is left. No file at all counts as `/`. */
export function withinAccess(caller: Person, recording: WireRecording): WireRecording | null {
  const files = recording.mediaFiles ?? [];
  if (files.length === 0) return caller.accessGroups.some((group) => covers(group, "/")) ? recording : null;
  const mediaFiles = files.filter((file) => mayUseFile(caller, file));
  return mediaFiles.length === 0 ? null : { ...recording, mediaFiles };
}
