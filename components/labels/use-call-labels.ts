import { useMutation, useQueryClient } from "@tanstack/react-query";
import { addLabelTo, changeLabelOf, patchCall, refreshCall } from "@/lib/api-client/calls";
import { type NewLabel, removeLabel } from "@/lib/api-client/labels";
import type { CallRef } from "@/lib/domain/call-ref";
import type { OutgoingLabel, OutgoingRecording } from "@/lib/privacy/outgoing";

const PENDING = "pending-";

/** True for a label that the server has not confirmed yet. */
export function isPendingLabel(label: OutgoingLabel): boolean {
  return label.id.startsWith(PENDING);
}

const withLabels = (change: (labels: readonly OutgoingLabel[]) => readonly OutgoingLabel[]) => {
  return (recording: OutgoingRecording): OutgoingRecording => ({
    ...recording,
    labels: change(recording.labels ?? []),
  });
};

/** Adds, removes and changes labels and comments of one call: shown at once, taken back when the server refuses. */
export function useCallLabels(call: CallRef) {
  const client = useQueryClient();
  const settle = () => refreshCall(client, call);
  const patch = (change: (labels: readonly OutgoingLabel[]) => readonly OutgoingLabel[]) =>
    patchCall(client, call, withLabels(change));

  const add = useMutation({
    mutationFn: (label: NewLabel) => addLabelTo(call, label),
    onMutate: ({ name, content }) => {
      const id = `${PENDING}${crypto.randomUUID()}`;
      const label: OutgoingLabel = {
        id,
        name,
        type: "custom",
        path: "",
        kept: "earmark",
        removable: false,
        ...(content ? { content } : {}),
      };
      patch((labels) => [...labels, label]);
      return { id };
    },
    onSuccess: (label, _new, { id }) =>
      patch((labels) => labels.map((known) => (known.id === id ? label : known))),
    onError: (_error, _new, context) => patch((labels) => labels.filter((known) => known.id !== context?.id)),
    onSettled: settle,
  });

  const remove = useMutation({
    mutationFn: (label: OutgoingLabel) => removeLabel(label),
    onMutate: (label) => patch((labels) => labels.filter((known) => known.id !== label.id)),
    onError: (_error, label) =>
      patch((labels) => (labels.some((known) => known.id === label.id) ? labels : [...labels, label])),
    onSettled: settle,
  });

  const change = useMutation({
    mutationFn: ({
      label,
      content,
    }: Readonly<{ label: OutgoingLabel; content: Readonly<Record<string, unknown>> }>) =>
      changeLabelOf(call, label, content),
    onSuccess: (label) => patch((labels) => labels.map((known) => (known.id === label.id ? label : known))),
    onSettled: settle,
  });

  return { add, remove, change };
}
