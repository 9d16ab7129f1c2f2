import type { RecordingId, SourceId } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import type { EpochMs } from "@/lib/domain/recording";
import type { MaskSet } from "./policy";

/** Fields of one recording that a person has had revealed and that are still open. */
export type Reveal = Readonly<{ fields: ReadonlySet<string>; untilMs: EpochMs }>;

/** Whom an answer is built for. */
export type Viewer = Readonly<{
  role: Role;
  userId: string;
  userName: string;
  accessGroups: readonly string[];
  partitions: readonly string[];
  /** What is masked in recordings of this source. Not asked for administrators. */
  maskSetOf(sourceId: SourceId): MaskSet;
  /** The reveals still running now; null = none. */
  revealed(recordingId: RecordingId): Reveal | null;
}>;
