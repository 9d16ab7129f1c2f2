import { position } from "@/components/format/time";
import { callCountWords } from "@/components/format/words";
import { spanWords } from "@/components/player/marks";
import { CallLine } from "@/components/recordings/details/call-line";
import { usePreferences } from "@/components/shell/preferences";
import type { AssignTarget } from "./target";

/** What is going to be assigned, in one line or two. */
export function TargetLine({ target }: Readonly<{ target: AssignTarget }>) {
  const { zone } = usePreferences();
  if (target.kind === "picked") {
    return (
      <p className="rounded bg-canvas px-2 py-1">
        {callCountWords(target.picked.count, target.isLowerBound)}
      </p>
    );
  }
  const { recording } = target;
  return (
    <div className="flex flex-col gap-1">
      <CallLine recording={recording} zone={zone} />
      {target.kind === "span" ? (
        <ul className="px-2">
          {target.segments.map(({ mediaKey, startMs, endMs }) => (
            <li key={`${mediaKey}-${startMs}`}>
              {recording.mediaFiles.length > 1
                ? `Part ${recording.mediaFiles.findIndex((file) => file.mediaKey === mediaKey) + 1}: `
                : ""}
              <span className="font-medium">{spanWords(startMs, endMs ?? startMs)}</span>
              {endMs === null ? null : (
                <span className="text-ink-soft"> · {position(endMs - startMs)} long</span>
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
