"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Eye, Link2, Lock, LockOpen, Maximize2, Play, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { usePlayer } from "@/components/player/player-context";
import { AssignButton } from "@/components/reviews/assign/assign-button";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { sourcesOptions } from "@/lib/api-client/queries";
import { patchRecording, refreshRecording } from "@/lib/api-client/recording-cache";
import { protectRecording } from "@/lib/api-client/recordings";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { copyText } from "../copy-text";
import { useKnownValues } from "../search/known-values";
import { audioState } from "../summary";
import { useMay } from "../use-may";

const RevealDialog = dynamic(() => import("./reveal-dialog").then((module) => module.RevealDialog), {
  ssr: false,
});
const DeleteDialog = dynamic(() => import("./delete-dialog").then((module) => module.DeleteDialog), {
  ssr: false,
});

type Props = Readonly<{
  recording: OutgoingRecording;
  isCurrent: boolean;
  layout: "pane" | "page";
  onDeleted: () => void;
}>;

/** What this person may do with the call, and nothing else. */
export function Actions({ recording, isCurrent, layout, onDeleted }: Props) {
  const may = useMay();
  const notify = useNotify();
  const { open } = usePlayer();
  const [dialog, setDialog] = useState<"reveal" | "delete" | null>(null);
  // Going at the vendor: only who may delete may still hear it.
  const isGoing = recording.deleteTime !== undefined;
  const audio = audioState(recording);
  const hasAudio = audio === "ready" || (audio === "pending" && recording.live === undefined);
  const canPlay = hasAudio && (!isGoing || may("recording.delete"));
  const canReveal = may("recording.reveal") && isCurrent && (recording.maskedFields?.length ?? 0) > 0;
  const path = `/recordings/${recording.id}`;
  const close = () => setDialog(null);

  return (
    <div className="flex flex-col gap-1.5 print:hidden">
      <div className="flex flex-wrap items-center gap-1.5">
        {may("recording.play") ? (
          <Button tone="primary" disabled={!canPlay} onClick={() => open(recording.id)}>
            <Play aria-hidden className="size-4" /> Play
          </Button>
        ) : null}
        {layout === "pane" ? (
          <Link
            href={path}
            aria-label="Open on its own page"
            title="Open on its own page"
            className="inline-flex size-8 items-center justify-center rounded border border-line bg-surface hover:bg-canvas"
          >
            <Maximize2 aria-hidden className="size-4" />
          </Link>
        ) : null}
        <Button
          size="icon"
          aria-label="Copy a link to this call"
          title="Copy a link to this call"
          onClick={() =>
            void copyText(new URL(path, window.location.origin).href, "Link to this call copied.", notify)
          }
        >
          <Link2 aria-hidden className="size-4" />
        </Button>
        {canReveal ? (
          <Button onClick={() => setDialog("reveal")}>
            <Eye aria-hidden className="size-4" /> Reveal
          </Button>
        ) : null}
        {hasAudio && !isGoing && recording.live === undefined ? (
          <AssignButton target={{ kind: "call", recording }} words="Assign…" title="Assign for review" />
        ) : null}
        <ProtectButton key={recording.id} recording={recording} />
        {may("recording.delete") && !recording.nonDelete && !isGoing && !recording.live ? (
          <DeleteButton recording={recording} onPress={() => setDialog("delete")} />
        ) : null}
      </div>
      {may("recording.delete") && recording.nonDelete ? (
        <p className="text-ink-soft text-sm">Protected: this call can't be deleted.</p>
      ) : null}
      {dialog === "reveal" ? <RevealDialog recording={recording} onClose={close} /> : null}
      {dialog === "delete" ? (
        <DeleteDialog recording={recording} onClose={close} onDeleted={onDeleted} />
      ) : null}
    </div>
  );
}

/** Off, with the reason, where the source has no deletion; the server decides in any case. */
function DeleteButton({
  recording,
  onPress,
}: Readonly<{ recording: OutgoingRecording; onPress: () => void }>) {
  const may = useMay();
  const { sourceName } = useKnownValues();
  const sources = useQuery({
    ...sourcesOptions(),
    enabled: may("source.view"),
    refetchInterval: false,
    staleTime: 5 * 60_000,
  });
  const source = sources.data?.find((known) => known.id === recording.source);
  const canDelete = source?.capabilities.deletion !== false;
  return (
    <>
      <Button disabled={!canDelete} onClick={onPress} className="text-danger!">
        <Trash2 aria-hidden className="size-4" /> Delete
      </Button>
      {canDelete ? null : (
        <p className="w-full text-ink-soft text-sm">
          {sourceName(recording.source)} has no way to delete recordings: this call can't be deleted from
          here.
        </p>
      )}
    </>
  );
}

function ProtectButton({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const may = useMay();
  const client = useQueryClient();
  const isProtected = recording.nonDelete;
  const change = useMutation({
    mutationFn: () => protectRecording(recording.id, isProtected ? "unapplyNonDelete" : "applyNonDelete"),
    onSuccess: async () => {
      patchRecording(client, recording.id, (known) => ({ ...known, nonDelete: !isProtected }));
      await refreshRecording(client, recording.id);
    },
  });
  if (!may(isProtected ? "recording.unprotect" : "recording.protect")) {
    return isProtected ? (
      <span className="inline-flex items-center gap-1 px-1 text-ink-soft">
        <Lock aria-hidden className="size-4" /> Protected
      </span>
    ) : null;
  }
  return (
    <>
      <Button disabled={change.isPending} onClick={() => change.mutate()}>
        {isProtected ? (
          <>
            <LockOpen aria-hidden className="size-4" /> Lift protection
          </>
        ) : (
          <>
            <Lock aria-hidden className="size-4" /> Protect
          </>
        )}
      </Button>
      {change.error ? (
        <p role="alert" className="w-full text-danger text-sm">
          {change.error.message}
        </p>
      ) : null}
    </>
  );
}
