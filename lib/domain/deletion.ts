import { isProtected, type StoredRecording } from "./recording";

export type DeletionRefusal = "protected";

/** What a person is told. */
export const REFUSALS: Readonly<Record<DeletionRefusal, string>> = {
  protected: "This recording is protected: it can't be deleted until the protection is lifted.",
};

/** Why this recording can't be deleted, whoever asks; null = go ahead. */
export function refuseDeletion(
  recording: Pick<StoredRecording, "nonDelete" | "protectedHere">,
): DeletionRefusal | null {
  return isProtected(recording) ? "protected" : null;
}
