"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify } from "@/components/shell/notices";
import { addLabelTo, refreshCall } from "@/lib/api-client/calls";
import type { CallRef } from "@/lib/domain/call-ref";
import { CommentText } from "./comment-text";
import { spanWords } from "./marks";

type CommentFormProps = Readonly<{
  call: CallRef;
  mediaKey: string;
  /** In the file's own time. */
  startMs: number;
  /** Null = at a moment. */
  endMs: number | null;
  /** Where the file begins in the call: times are said as they stand on the waveform. */
  fileStartMs: number;
  onDone: () => void;
}>;

/**
 * A comment at the moment at which the form was opened, however far the sound goes on meanwhile; over a span as long as one
 * is picked out.
 */
export function CommentForm({ call, onDone, ...props }: CommentFormProps) {
  const client = useQueryClient();
  const notify = useNotify();
  const [moment] = useState({ mediaKey: props.mediaKey, startMs: Math.round(props.startMs) });
  const place =
    props.endMs === null
      ? moment
      : { mediaKey: props.mediaKey, startMs: Math.round(props.startMs), endMs: Math.round(props.endMs) };
  const endMs = props.endMs === null ? null : props.endMs + props.fileStartMs;
  const words = spanWords(place.startMs + props.fileStartMs, endMs);
  const save = useMutation({
    mutationFn: (text: string) => addLabelTo(call, { name: "comment", content: { text, ...place } }),
    onSuccess: async () => {
      notify(`Comment saved ${props.endMs === null ? "at" : "on"} ${words}`);
      onDone();
      await refreshCall(client, call);
    },
  });
  return (
    <CommentText
      label={`Comment ${props.endMs === null ? "at" : "on"} ${words}`}
      action="Save"
      error={save.isError ? save.error.message : undefined}
      isPending={save.isPending}
      onSave={(text) => save.mutate(text)}
      onCancel={onDone}
    />
  );
}
