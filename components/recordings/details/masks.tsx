import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import type { MaskMark } from "@/components/player/marks";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { JumpButton } from "./jump-button";

/** Every stretch of the call that was paused, in words, with what the sound says about it; one that was never resumed is an alarm. */
export function Masks({
  recording,
  masks,
}: Readonly<{ recording: OutgoingRecording; masks: readonly MaskMark[] }>) {
  const { mediaFiles } = recording;
  return (
    <ul className="flex flex-col gap-1">
      {masks.map(({ key, mediaKey, span, words, notes, warnings }) => {
        const fileIndex = mediaFiles.findIndex((file) => file.mediaKey === mediaKey);
        const canHear = mediaFiles[fileIndex]?.audio === "ready";
        return (
          <li
            key={key}
            role={span.open ? "alert" : undefined}
            className={clsx(
              "flex items-baseline gap-2 rounded px-2 py-0.5",
              span.open
                ? "bg-danger-soft font-medium text-danger"
                : "bg-mask-soft text-mask [&_button]:text-mask",
            )}
          >
            <div className="min-w-0 flex-1">
              <p>
                {mediaFiles.length > 1 ? `Part ${fileIndex + 1}: ` : ""}
                {[words, ...notes].join("; ")}
              </p>
              {warnings.map((warning) => (
                <p key={warning} className="flex items-center gap-1 font-medium text-ink">
                  <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-danger" />
                  <span className="first-letter:uppercase">{warning}</span>
                </p>
              ))}
            </div>
            <span className="print:hidden">
              <JumpButton
                recordingId={recording.id}
                moment={canHear ? { mediaKey, atMs: span.startMs } : null}
                words="Listen"
              />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
