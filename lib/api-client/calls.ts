import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { CallRef } from "@/lib/domain/call-ref";
import type { OutgoingLabel, OutgoingRecording } from "@/lib/privacy/outgoing";
import { addLabel, changeLabel, type NewLabel } from "./labels";
import { recordingOptions } from "./queries";
import { patchRecording, refreshRecording } from "./recording-cache";
import { addReviewComment, reviewOptions } from "./reviews";

/** The key of the query that knows the call. */
export function callKey({ kind, id }: CallRef): QueryKey {
  return kind === "review" ? reviewOptions(id).queryKey : recordingOptions(id).queryKey;
}

/** Changes what this browser knows of the call, wherever it is kept. */
export function patchCall(
  client: QueryClient,
  { kind, id }: CallRef,
  change: (recording: OutgoingRecording) => OutgoingRecording,
): void {
  if (kind === "recording") {
    patchRecording(client, id, change);
    return;
  }
  client.setQueryData(reviewOptions(id).queryKey, (known) => {
    const cut = known?.review.cut;
    return cut ? { ...known, review: { ...known.review, cut: change(cut) } } : known;
  });
}

/** Asks again for the call, and for every list and count that may hold it. */
export async function refreshCall(client: QueryClient, ref: CallRef): Promise<void> {
  if (ref.kind === "recording") await refreshRecording(client, ref.id);
  else await client.invalidateQueries({ queryKey: callKey(ref) });
}

/** Adds a label to the call; to what a review has of one, a comment that belongs to the review. */
export async function addLabelTo({ kind, id }: CallRef, label: NewLabel): Promise<OutgoingLabel> {
  if (kind === "recording") return (await addLabel(id, label)).label;
  const { content = {} } = label;
  const added = await addReviewComment(id, content);
  return { ...label, ...added, content, type: "custom", kept: "earmark", removable: true };
}

/** Replaces a label's content; gives the label as it is then. */
export async function changeLabelOf(
  { kind }: CallRef,
  label: OutgoingLabel,
  content: Readonly<Record<string, unknown>>,
): Promise<OutgoingLabel> {
  const changed = await changeLabel(label, content);
  return kind === "recording" ? changed.label : { ...label, content };
}
