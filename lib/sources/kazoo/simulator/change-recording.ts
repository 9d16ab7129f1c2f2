/** PATCH, DELETE and the bulk PATCH of a pull request that was never merged (fact sheet §8.7 to §8.9). */
import { ApiFailure, EmptyFailure, failures, invalid, success } from "./envelope";
import { toGregorian } from "./gregorian";
import { acceptsJson } from "./negotiate";
import { loadRecording, publicDocument, revisionOf } from "./recordings";
import { isObject, type Json, type JsonObject, type Stored } from "./wire";
import { type Call, profileOf } from "./world";

/** Merges recursively; null removes, arrays are replaced whole. */
export function mergeJson(stored: JsonObject, change: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...stored };
  for (const [key, value] of Object.entries(change)) {
    const known = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? mergeJson(isObject(known) ? known : {}, value) : value;
  }
  return merged;
}

/** The envelope's `data` as an object; 400 when it is missing or none. */
export function requireData({ envelope }: Call): JsonObject {
  const data = envelope?.data;
  if (data === undefined) throw failures.badEnvelope("data", "required", "Field is required but missing");
  if (!isObject(data)) throw failures.badEnvelope("data", "type", "Value did not match type(s): object");
  return data;
}

/** 412 without a body when the caller's `If-Match` is not the document as it stands. */
function requireMatch({ request, world }: Call, stored: Stored): void {
  const wanted = request.headers.get("if-match");
  if (wanted === null || wanted.trim() === "*") return;
  const tags = wanted.split(",").map((tag) => tag.trim());
  if (!tags.includes(`"${revisionOf(world, stored)}"`)) throw new EmptyFailure(412);
}

function write(call: Call, stored: Stored, document: JsonObject): void {
  const { world } = call;
  const writes = (world.store.change(stored.id)?.writes ?? 0) + 1;
  world.store.changes.set(stored.id, {
    document,
    writes,
    modifiedS: toGregorian(world.now()),
    deleted: null,
  });
}

function checkMetadata(call: Call, metadata: Json | undefined): void {
  if (metadata === undefined || metadata === null) return;
  if (!isObject(metadata)) {
    throw invalid("user_metadata", "type", "Value did not match type(s): object", {
      target: "object",
      value: metadata,
    });
  }
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  const target = call.world.switches.metadataLimitBytes;
  if (bytes > target)
    throw invalid("user_metadata", "maxSize", `Metadata must not be more than ${target} bytes`, { target });
}

/** Fields that no client writes, whatever the profile. */
const isFixed = (key: string): boolean => key === "id" || key.startsWith("_") || key.startsWith("pvt_");

export function patchRecording(call: Call, id: string): Response {
  const { world, reply } = call;
  const rights = profileOf(world).patch;
  if (rights === "nothing") throw failures.method();
  if (!acceptsJson(call.request, call.query)) throw new EmptyFailure(406);
  const data = requireData(call);
  const stored = loadRecording(call, id, false);
  requireMatch(call, stored);
  checkMetadata(call, data.user_metadata);
  if (call.hasFault("conflict")) throw failures.conflict();
  const writable = Object.fromEntries(
    Object.entries(data).filter(([key]) => (rights === "anyField" ? !isFixed(key) : key === "user_metadata")),
  );
  const before = world.store.document(stored);
  const merged = mergeJson(before, writable);
  checkMetadata(call, merged.user_metadata);
  write(call, stored, merged);
  return success(reply, publicDocument(world, stored), { revision: revisionOf(world, stored) });
}

export function deleteRecording(call: Call, id: string): Response {
  const { world, reply, query } = call;
  if (!acceptsJson(call.request, query)) throw new EmptyFailure(406);
  const stored = loadRecording(call, id, false);
  requireMatch(call, stored);
  if (call.hasFault("conflict")) throw failures.conflict();
  const revision = revisionOf(world, stored);
  const known = world.store.change(id);
  const data = { ...publicDocument(world, stored), _read_only: { deleted: true } };
  world.store.changes.set(id, {
    ...(known?.document === undefined ? {} : { document: known.document }),
    writes: (known?.writes ?? 0) + 1,
    modifiedS: toGregorian(world.now()),
    deleted: query.get("should_soft_delete") === "false" ? "hard" : "soft",
  });
  return success(reply, data, { revision });
}

function requireIds(list: Json | undefined): readonly string[] {
  if (list === undefined) throw invalid("recordings", "required", "List of recording IDs is required");
  if (!Array.isArray(list)) throw invalid("recordings", "type", "Value did not match type(s): array");
  if (list.length === 0) throw invalid("recordings", "minimum", "List must have at least 1 item");
  const ids = list.map(String);
  if (new Set(ids).size < ids.length)
    throw invalid("recordings", "uniqueItems", "List of items is not unique");
  return ids;
}

/** Many `soft_delete` or `soft_restore` at once: what went well and what did not, by id. */
export function patchCollection(call: Call): Response {
  const { world, reply } = call;
  const { recordings, ...changes } = requireData(call);
  const done: Record<string, Json> = {};
  const failed: Record<string, Json> = {};
  const writable = Object.fromEntries(Object.entries(changes).filter(([key]) => !isFixed(key)));
  for (const id of requireIds(recordings)) {
    try {
      const stored = loadRecording(call, id, false);
      write(call, stored, mergeJson(world.store.document(stored), writable));
      done[id] = publicDocument(world, stored);
    } catch (thrown) {
      if (!(thrown instanceof ApiFailure)) throw thrown;
      failed[id] = { cause: id, code: thrown.status, message: thrown.message };
    }
  }
  return success(reply, {
    ...(Object.keys(done).length === 0 ? {} : { success: done }),
    ...(Object.keys(failed).length === 0 ? {} : { failure: failed }),
  });
}
