/** What clients and live calls have changed, as JSON that can be kept between starts. */
import { z } from "zod";
import type { LiveSnapshot } from "./live";
import type { Json, JsonObject, Stored } from "./wire";
import type { World } from "./world";

const JsonSchema: z.ZodType<Json> = z.json();
const ObjectSchema: z.ZodType<JsonObject> = z.record(z.string(), JsonSchema);

const ChangeSchema = z.object({
  document: ObjectSchema.optional(),
  modifiedS: z.number(),
  writes: z.int(),
  deleted: z.enum(["soft", "hard"]).nullable(),
});

const RunSchema = z.object({ file: z.string().nullable(), fromFrame: z.int(), frames: z.int() });

const StoredSchema: z.ZodType<Stored> = z.object({
  id: z.string(),
  accountId: z.string(),
  created: z.number(),
  startedS: z.number(),
  ownerId: z.string().nullable(),
  document: ObjectSchema,
  audio: z
    .object({
      plan: z.object({ format: z.enum(["sample", "vendor-page"]), runs: z.array(RunSchema) }),
      encoding: z.enum(["mp3", "wav"]),
      name: z.string(),
      contentType: z.string(),
      arrivesAtMs: z.number().nullable(),
      storage: z.enum(["document", "provider"]),
      trouble: z.enum(["none", "providerFails", "slow", "empty", "jsonInside", "noContentType"]),
    })
    .nullable(),
});

const LiveSchema: z.ZodType<LiveSnapshot> = z.object({
  calls: z.array(
    z.object({
      nth: z.int(),
      uuid: z.string(),
      secondUuid: z.string(),
      interactionId: z.string(),
      from: z.enum(["customer", "agent"]),
      customer: z.string(),
      hotline: z.string(),
      ownerId: z.string(),
      startMs: z.number(),
      plannedEndMs: z.number().nullable(),
      recordings: z.array(
        z.object({
          id: z.string(),
          leg: z.enum(["first", "second"]),
          origin: z.string(),
          startMs: z.number(),
          stopMs: z.number().nullable(),
          masks: z.array(z.object({ startMs: z.number(), endMs: z.number().nullable() })),
        }),
      ),
    }),
  ),
  count: z.int(),
  rotated: z.int(),
});

const KazooSnapshotSchema = z.object({
  version: z.literal(1),
  changes: z.record(z.string(), ChangeSchema),
  recorded: z.array(StoredSchema),
  live: LiveSchema,
});

/** Recordings are named by id, so a snapshot fits any simulator of the same seed, base time and number of calls. */
export type KazooSnapshot = z.infer<typeof KazooSnapshotSchema>;

export const readSnapshot = (snapshot: unknown): KazooSnapshot => KazooSnapshotSchema.parse(snapshot);

export function takeSnapshot({ store, live }: World): KazooSnapshot {
  return structuredClone({
    version: 1,
    changes: Object.fromEntries(store.changes),
    recorded: store.recorded(),
    live: live.snapshot(),
  });
}

/** Puts a snapshot in place of what has changed. */
export function putSnapshot({ store, live }: World, snapshot: KazooSnapshot): void {
  store.forgetChanges();
  for (const [id, change] of Object.entries(snapshot.changes)) {
    const { document, ...rest } = change;
    store.changes.set(id, { ...rest, ...(document === undefined ? {} : { document }) });
  }
  for (const stored of snapshot.recorded) store.add(stored);
  live.restore(snapshot.live);
}
