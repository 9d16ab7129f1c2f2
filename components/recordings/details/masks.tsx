import { clsx } from "clsx";
import { maskWords } from "@/components/player/marks";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { JumpButton } from "./jump-button";

/** Every stretch of the call that was paused, in words; one that was never resumed is an alarm. */
export function Masks({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const many = recording.mediaFiles.length > 1;
  return (
    <ul className="flex flex-col gap-1">
      {recording.mediaFiles.flatMap((file, fileIndex) =>
        file.maskedSpans.map((span) => (
          <li
            key={`${file.mediaKey}-${span.startMs}-${span.endMs}`}
            role={span.open ? "alert" : undefined}
            className={clsx(
              "flex items-baseline gap-2 rounded px-2 py-0.5",
              span.open
                ? "bg-danger-soft font-medium text-danger"
                : "bg-mask-soft text-mask [&_button]:text-mask",
            )}
          >
            <span className="min-w-0 flex-1">
              {many ? `Part ${fileIndex + 1}: ` : ""}
              {maskWords(span)}
            </span>
            <span className="print:hidden">
              <JumpButton
                recordingId={recording.id}
                moment={file.audio === "ready" ? { mediaKey: file.mediaKey, atMs: span.startMs } : null}
                words="Listen"
              />
            </span>
          </li>
        )),
      )}
    </ul>
  );
}
