import type { ReadPurpose, SourceRecording } from "../source";
import { isRecordedCall, type RawConversation } from "./api-conversation";
import { isAudio, isDeleted, type RawRecording } from "./api-recording";
import type { Asking, CloudClient } from "./client";
import type { KeptConversations } from "./kept";
import { isYoung, type Mapping, mapPending, mapWhole } from "./mapper";
import type { NameBook } from "./names";

export type ReadParts = Readonly<{
  client: CloudClient;
  names: NameBook;
  kept: KeptConversations;
  mapping: Mapping;
}>;

/**
 * One call with its files. Null = the vendor says in its own words that there is none, or a call that ended a while ago has
 * no sound (any more). While it is young or live, no recordings means "not yet".
 */
export async function readOne(
  parts: ReadParts,
  vendorId: string,
  signal: AbortSignal,
  purpose: ReadPurpose,
): Promise<SourceRecording | null> {
  signal.throwIfAborted();
  const asking: Asking = { urgency: purpose === "followUp" ? "background" : "person", signal };
  const { client, kept, mapping, names } = parts;
  // Of what the walk has just told, only the recordings are still to be asked for.
  const recent = purpose === "followUp" ? kept.find(vendorId) : null;
  const [told, recordings] = await Promise.all([
    recent?.conversation ?? client.conversation(vendorId, asking),
    client.recordings(vendorId, asking),
  ]);
  const found = Array.isArray(recordings) ? recordings : null;
  const hasSound = (found ?? []).some((raw) => isAudio(raw) && !isDeleted(raw));
  // Analytics forgets sooner than the recordings' own store: what is there can still be heard.
  const conversation = told ?? (hasSound ? bareConversation(vendorId) : null);
  if (conversation === null) return null;
  if (!hasSound && !isRecordedCall(conversation)) return null;
  const known = await names.of([conversation], asking);
  const whole = kept.withAttributes(conversation);
  if (hasSound && found !== null) {
    const more = await moreOf(client, vendorId, recent?.isProtected ?? null, asking);
    return mapWhole(whole, { names: known, recordings: found, ...more }, mapping);
  }
  const isComing = recordings === "transcoding" || isYoung(conversation, mapping.now());
  // Deleted files do not come back, however young the call.
  const areGone = (found ?? []).some(isDeleted);
  return isComing && !areGone ? mapPending(whole, known, mapping) : null;
}

/** Where the files lie, and whether a legal hold is on them: neither is in the list of recordings. */
async function moreOf(client: CloudClient, vendorId: string, known: boolean | null, asking: Asking) {
  const [metadata, isProtected] = await Promise.all([
    client.metadata(vendorId, asking),
    known ?? client.isProtected(vendorId, asking),
  ]);
  return { region: regionOf(metadata ?? []), nonDelete: isProtected ?? false };
}

function regionOf(metadata: readonly RawRecording[]): string | null {
  return metadata.find((raw) => isAudio(raw) && raw.region !== null)?.region ?? null;
}

/** A conversation of which nothing is known but that it has recordings. */
function bareConversation(id: string): RawConversation {
  return {
    id,
    startMs: null,
    endMs: null,
    direction: null,
    divisionIds: [],
    externalTag: null,
    participants: [],
  };
}
