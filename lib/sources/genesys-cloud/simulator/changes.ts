/** What clients have changed, apart from live calls: kept beside the data, as JSON when asked (`snapshot`). */
import { z } from "zod";
import type { WireAnnotation } from "./wire";

const AnnotationSchema: z.ZodType<WireAnnotation> = z.looseObject({ id: z.string() });

const RecordingChangesSchema = z.object({
  /** Undefined = as the data have it; null = taken away. */
  deleteMs: z.number().nullable().optional(),
  archiveMs: z.number().nullable().optional(),
  exportMs: z.number().nullable().optional(),
  restoreAskedMs: z.number().optional(),
  restoreUntilMs: z.number().optional(),
  purged: z.boolean().optional(),
  bookmarks: z.array(AnnotationSchema).optional(),
});
export type RecordingChanges = z.infer<typeof RecordingChangesSchema>;

/** A value that everybody sees only from a moment on. */
const TagSchema = z.object({ value: z.string().nullable(), seenFromMs: z.number() });

export const ChangesSchema = z.object({
  recordings: z.record(z.string(), RecordingChangesSchema.extend({ conversationId: z.string() })),
  protectedIds: z.array(z.string()),
  tags: z.record(z.string(), TagSchema),
  attributes: z.record(z.string(), z.record(z.string(), z.string())),
});
export type ChangesSnapshot = z.infer<typeof ChangesSchema>;

export class Changes {
  readonly recordings = new Map<string, RecordingChanges & { conversationId: string }>();
  /** Conversations under legal hold. */
  readonly protectedIds = new Set<string>();
  readonly tags = new Map<string, z.infer<typeof TagSchema>>();
  /** Participant attributes written by clients, by participant id. */
  readonly attributes = new Map<string, Record<string, string>>();

  ofRecording(recordingId: string): RecordingChanges {
    return this.recordings.get(recordingId) ?? {};
  }

  change(conversationId: string, recordingId: string, changes: RecordingChanges): void {
    this.recordings.set(recordingId, { ...this.ofRecording(recordingId), ...changes, conversationId });
  }

  clear(): void {
    this.recordings.clear();
    this.protectedIds.clear();
    this.tags.clear();
    this.attributes.clear();
  }

  snapshot(): ChangesSnapshot {
    return structuredClone({
      recordings: Object.fromEntries(this.recordings),
      protectedIds: [...this.protectedIds],
      tags: Object.fromEntries(this.tags),
      attributes: Object.fromEntries(this.attributes),
    });
  }

  restore(snapshot: ChangesSnapshot): void {
    this.clear();
    for (const [id, value] of Object.entries(snapshot.recordings)) this.recordings.set(id, { ...value });
    for (const id of snapshot.protectedIds) this.protectedIds.add(id);
    for (const [id, value] of Object.entries(snapshot.tags)) this.tags.set(id, value);
    for (const [id, value] of Object.entries(snapshot.attributes)) this.attributes.set(id, value);
  }
}
