import { position, spokenPosition } from "@/components/format/time";
import { usePlayer } from "@/components/player/player-context";
import type { Moment } from "./moment";

/** A time that the player goes to when it is pressed; the plain words where there is no sound for it. */
export function JumpButton({
  recordingId,
  moment,
  words,
}: Readonly<{ recordingId: string; moment: Moment | null; words?: string }>) {
  const { open } = usePlayer();
  if (!moment) return <span className="shrink-0 text-ink-faint">{words ?? "–"}</span>;
  return (
    <button
      type="button"
      aria-label={`Play at ${spokenPosition(moment.atMs)}`}
      title={`Play at ${position(moment.atMs)}`}
      onClick={() => open(recordingId, moment)}
      className="shrink-0 justify-self-start rounded text-left text-accent underline decoration-transparent underline-offset-2 hover:decoration-current"
    >
      {words ?? position(moment.atMs)}
    </button>
  );
}
