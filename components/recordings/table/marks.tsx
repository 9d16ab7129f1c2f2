import { Clock, Lock, MessageSquare, MonitorPlay, Trash2, VolumeX } from "lucide-react";
import type { ReactNode } from "react";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { audioState, commentLabels, maskCount } from "../summary";

function Mark({
  words,
  children,
  className,
}: Readonly<{ words: string; children: ReactNode; className?: string }>) {
  return (
    <span title={words} className={`inline-flex items-center gap-0.5 ${className ?? "text-ink-faint"}`}>
      {children}
      <span className="sr-only">{words}</span>
    </span>
  );
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

/** Small signs of what a call has: pauses, a screen recording, comments, protection, audio that is not there. */
export function Marks({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const masks = maskCount(recording);
  const comments = commentLabels(recording).length;
  const audio = audioState(recording);
  return (
    <span className="inline-flex items-center gap-1.5 text-sm">
      {masks > 0 ? (
        <Mark words={counted(masks, "paused stretch").replace("stretchs", "stretches")} className="text-mask">
          <span aria-hidden className="mask-hatch h-3 w-2.5 rounded-[2px]" />
          <span aria-hidden>{masks}</span>
        </Mark>
      ) : null}
      {recording.screenRecording ? (
        <Mark words="Screen recording">
          <MonitorPlay aria-hidden className="size-3.5" />
        </Mark>
      ) : null}
      {comments > 0 ? (
        <Mark words={counted(comments, "comment")}>
          <MessageSquare aria-hidden className="size-3.5" />
          <span aria-hidden>{comments}</span>
        </Mark>
      ) : null}
      {audio === "pending" ? (
        <Mark words="The audio is still being prepared">
          <Clock aria-hidden className="size-3.5" />
        </Mark>
      ) : null}
      {audio === "missing" ? (
        <Mark words="No audio">
          <VolumeX aria-hidden className="size-3.5" />
        </Mark>
      ) : null}
      {recording.deleteTime !== undefined ? (
        <Mark words="Being deleted" className="text-danger">
          <Trash2 aria-hidden className="size-3.5" />
        </Mark>
      ) : null}
      {recording.nonDelete ? (
        <Mark words="Protected from deletion">
          <Lock aria-hidden className="size-3.5" />
        </Mark>
      ) : null}
    </span>
  );
}
