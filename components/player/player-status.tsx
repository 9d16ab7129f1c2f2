import type { ReactNode } from "react";
import { position } from "@/components/format/time";
import { failureWords, lengthWords } from "./audio-words";
import { fileDurationMs } from "./marks";
import type { CallAudio } from "./use-call-audio";

type PlayerStatusProps = Readonly<{
  sound: CallAudio;
  /** The masked span that is played now, in words. */
  masked: string | null;
  /** What should be known of the whole call. */
  warning: string | null;
  /** Where this person stopped the last time, in call time. */
  lastMs: number | null;
  /** Where a loop was begun that has no end yet. */
  loopFromMs: number | null;
  onGoOn: (callMs: number) => void;
}>;

/** Under the waveform, in words: what can't be heard and why, what is being passed over, what can be gone back to. */
export function PlayerStatus(props: PlayerStatusProps) {
  const { sound, masked, warning, lastMs, loopFromMs } = props;
  const { wait, part, state } = sound;
  const failure =
    sound.src === null ? null : failureWords(state.failure, sound.isStalled, sound.fileMs, part.file);
  const length = lengthWords(fileDurationMs(part.file), part.peaks?.durationMs ?? null);
  const again = wait.retry ?? (failure === null ? null : sound.reload);
  return (
    <div className="flex min-h-4 flex-wrap items-baseline gap-x-4 text-sm empty:hidden">
      <p role="status" className="flex flex-wrap gap-x-4 empty:hidden">
        {wait.words === null ? null : (
          <span className={wait.isWaiting ? "text-ink-soft" : "text-warn"}>{wait.words}</span>
        )}
        {failure === null ? null : <span className="text-danger">{failure}</span>}
        {sound.news === null ? null : <span>{sound.news}</span>}
        {masked === null ? null : <span className="text-mask">{masked}</span>}
        {length === null || failure !== null ? null : <span className="text-warn">{length}</span>}
        {warning === null ? null : <span className="font-medium text-danger">{warning}</span>}
        {loopFromMs === null ? null : <span>Loop from {position(loopFromMs)}: R again where it ends.</span>}
      </p>
      {again ? <TextButton onClick={again}>Try again</TextButton> : null}
      {lastMs === null ? null : (
        <TextButton onClick={() => props.onGoOn(lastMs)}>Go on at {position(lastMs)}</TextButton>
      )}
    </div>
  );
}

function TextButton({ onClick, children }: Readonly<{ onClick: () => void; children: ReactNode }>) {
  return (
    <button type="button" onClick={onClick} className="rounded text-accent underline">
      {children}
    </button>
  );
}
