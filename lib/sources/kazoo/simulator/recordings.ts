/** What one recording is at this moment, seen through the profile. */
import { endpointOf } from "./documents";
import { failures } from "./envelope";
import { monthOf, toGregorian } from "./gregorian";
import { requireOwner } from "./owner-rules";
import { type JsonObject, md5, type Stored, type StoredAudio } from "./wire";
import { type Call, profileOf, type World } from "./world";

/** The month whose database holds a document (fact sheet §7.2). */
export function databaseMonth(world: World, stored: Stored): string {
  const rule = world.switches.monthDatabase ?? profileOf(world).monthDatabase;
  return rule === "start" ? monthOf(stored.startedS) : monthOf(stored.created);
}

/** The attachment, once its upload has ended. */
export function arrivedAudio(world: World, stored: Stored): StoredAudio | null {
  const { audio } = stored;
  return audio !== null && audio.arrivesAtMs !== null && audio.arrivesAtMs <= world.now() ? audio : null;
}

export const hasAudio = (world: World, stored: Stored): boolean => arrivedAudio(world, stored) !== null;

/** CouchDB's `3-9f…`: the document, its audio, and every change are one write each. */
export function revisionOf(world: World, stored: Stored): string {
  const writes = 1 + (hasAudio(world, stored) ? 1 : 0) + (world.store.change(stored.id)?.writes ?? 0);
  return `${writes}-${md5(`${stored.id} revision ${writes}`)}`;
}

/** The public part as this profile writes it. */
export function publicDocument(world: World, stored: Stored): JsonObject {
  const profile = profileOf(world);
  const document = world.store.document(stored);
  const endpoint = profile.sourceType === "media_recording" ? endpointOf(stored) : null;
  return {
    ...document,
    ...(document.media_type === "mp3" ? { media_type: profile.mediaType } : {}),
    ...(document.source_type === undefined ? {} : { source_type: profile.sourceType }),
    ...(endpoint === null || document.owner_id === undefined ? {} : { endpoint_id: endpoint }),
  };
}

/** `YYYYMM-…`: the seventh character is a dash. */
const hasShape = (id: string): boolean => id.charAt(6) === "-";

/**
 * The document behind an id, from the database that the id's own month names. Throws what the vendor answers when it is
 * not there: unknown, deleted, in another month's database, or an id that is none (fact sheet §8.5).
 */
export function loadRecording(call: Call, id: string, isAudio: boolean): Stored {
  const { world, account } = call;
  if (!hasShape(id)) throw isAudio ? failures.crashed() : failures.badIdentifier(id);
  const month = id.slice(0, 6);
  if (!/^\d{6}$/.test(month)) throw failures.crashed();
  const stored = world.store.any(account.id, id);
  if (stored === null || databaseMonth(world, stored) !== month) throw failures.noDocument(id);
  const change = world.store.change(id);
  const isStored = stored.created <= toGregorian(world.now());
  if (!isStored || (change !== null && change.deleted !== null)) throw failures.noDocument(id);
  requireOwner(call, stored);
  return stored;
}
