/** What clients have changed, as JSON that can be kept between starts. */
import { z } from "zod";
import type { Store } from "./store";
import type { WireLabel } from "./wire";
import type { World } from "./world";

const LabelSchema: z.ZodType<WireLabel> = z.object({
  path: z.string().optional(),
  id: z.string(),
  name: z.string(),
  type: z.string().optional(),
  createTime: z.string().optional(),
  createUser: z.string().optional(),
  content: z.record(z.string(), z.unknown()).optional(),
});

export const EngageSnapshotSchema = z.object({
  version: z.literal(1),
  /** UUIDs given out so far, so that none is given twice. */
  issuedIds: z.int().min(0),
  labels: z.record(z.string(), z.array(LabelSchema)),
  protection: z.record(z.string(), z.boolean()),
  deleted: z.array(z.string()),
  lostFiles: z.record(z.string(), z.array(z.string())),
  definitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      displayName: z.string(),
      description: z.string(),
      type: z.string(),
    }),
  ),
  settings: z.array(z.object({ name: z.string(), value: z.string() })),
});

/** Recordings are named by id, so a snapshot fits any simulator of the same seed and number of calls. */
export type EngageSnapshot = z.infer<typeof EngageSnapshotSchema>;

export function takeSnapshot(world: World, issuedIds: number): EngageSnapshot {
  const { current } = world.store;
  const byId = <T, U>(map: ReadonlyMap<number, T>, turn: (value: T) => U): Record<string, U> =>
    Object.fromEntries([...map].map(([key, value]) => [world.store.idOf(key), turn(value)]));
  return {
    version: 1,
    issuedIds,
    labels: byId(current.labels, (labels) => [...labels]),
    protection: byId(current.protection, (value) => value),
    deleted: [...current.deleted].map((key) => world.store.idOf(key)),
    lostFiles: byId(current.lostFiles, (files) => [...files]),
    definitions: structuredClone(world.definitions),
    settings: [...world.settings].map(([name, value]) => ({ name, value })),
  };
}

/** Puts a snapshot in place of what clients have changed; ids that are not there are passed over. */
export function putSnapshot(world: World, snapshot: EngageSnapshot): void {
  const { store } = world;
  store.forgetChanges();
  for (const changes of [store.current, store.indexed]) fill(store, changes, snapshot);
  world.definitions.splice(0, world.definitions.length, ...structuredClone(snapshot.definitions));
  world.settings.clear();
  for (const { name, value } of snapshot.settings) world.settings.set(name, value);
}

function fill(store: Store, changes: Store["current"], snapshot: EngageSnapshot): void {
  const forEach = <T>(values: Readonly<Record<string, T>>, put: (key: number, value: T) => void) => {
    for (const [id, value] of Object.entries(values)) {
      const key = store.keyOf(id);
      if (key !== null) put(key, value);
    }
  };
  forEach(snapshot.labels, (key, labels) => changes.labels.set(key, labels));
  forEach(snapshot.protection, (key, value) => changes.protection.set(key, value));
  forEach(snapshot.lostFiles, (key, files) => changes.lostFiles.set(key, new Set(files)));
  for (const id of snapshot.deleted) {
    const key = store.keyOf(id);
    if (key !== null) changes.deleted.add(key);
  }
}
