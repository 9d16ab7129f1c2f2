/** What clients have changed, as JSON that can be kept between starts. */
import { z } from "zod";
import { ChangesSchema } from "./changes";
import { LiveActSchema, LiveSpecSchema } from "./live-calls";
import type { World } from "./world";

export const CloudSnapshotSchema = z.object({
  version: z.literal(1),
  /** UUIDs given out so far, so that none is given twice. */
  issuedIds: z.int().min(0),
  changes: ChangesSchema,
  live: z.object({
    added: z.array(LiveSpecSchema),
    acts: z.record(z.string(), z.array(LiveActSchema)),
  }),
});

/** Recordings are named by id, so a snapshot fits any simulator of the same seed, base time and number of calls. */
export type CloudSnapshot = z.infer<typeof CloudSnapshotSchema>;

export function takeSnapshot(world: World, issuedIds: number): CloudSnapshot {
  return {
    version: 1,
    issuedIds,
    changes: world.changes.snapshot(),
    live: structuredClone({
      added: [...world.live.added.values()],
      acts: Object.fromEntries(world.live.acts),
    }),
  };
}

export function putSnapshot(world: World, snapshot: CloudSnapshot): void {
  world.changes.restore(snapshot.changes);
  world.live.added.clear();
  world.live.acts.clear();
  for (const spec of snapshot.live.added) world.live.added.set(spec.id, spec);
  for (const [id, acts] of Object.entries(snapshot.live.acts)) world.live.acts.set(id, acts);
}
