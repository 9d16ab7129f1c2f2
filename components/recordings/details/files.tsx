import { Download } from "lucide-react";
import { clockTimeWithSeconds, position, readTime } from "@/components/format/time";
import { sizeWords } from "@/components/format/words";
import { fileDurationMs } from "@/components/player/marks";
import { NO_AUDIO, STILL_LIVE } from "@/components/player/use-audio-wait";
import { apiUrl } from "@/lib/api-client/fetch-json";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import { AudioNote } from "./audio-note";
import { JumpButton } from "./jump-button";

const AUDIO_WORDS = { ready: null, pending: "being prepared", missing: "no audio" } as const;

function fileWords(file: OutgoingMediaFile, zone: string): string {
  const startMs = readTime(file.startTime);
  const lengthMs = fileDurationMs(file);
  return [
    startMs === null ? null : clockTimeWithSeconds(startMs, zone),
    lengthMs === null ? null : position(lengthMs),
    file.channels === undefined
      ? null
      : file.channels === 2
        ? "stereo"
        : file.channels === 1
          ? "mono"
          : `${file.channels} channels`,
    file.size === undefined ? null : sizeWords(Number(file.size)),
    AUDIO_WORDS[file.audio],
  ]
    .filter((word) => word !== null)
    .join(" · ");
}

/** The audio files of a call, each to be played and, with the right to, downloaded. */
export function Files({
  recording,
  zone,
  isCurrent,
  mayPlay,
  mayDownload,
}: Readonly<{
  recording: OutgoingRecording;
  zone: string;
  /** False while only the row of the list is known: nothing is waited for yet. */
  isCurrent: boolean;
  mayPlay: boolean;
  mayDownload: boolean;
}>) {
  const { mediaFiles } = recording;
  if (mediaFiles.length === 0) {
    return <p className="text-ink-faint">{recording.live ? STILL_LIVE : NO_AUDIO}</p>;
  }
  const pending = mediaFiles.find((file) => file.audio === "pending");
  const isAllMissing = mediaFiles.every((file) => file.audio === "missing");
  return (
    <>
      <FileList recording={recording} zone={zone} mayPlay={mayPlay} mayDownload={mayDownload} />
      {isAllMissing ? <p className="text-ink-soft text-sm">{NO_AUDIO}</p> : null}
      {pending && isCurrent && mayPlay ? (
        <AudioNote key={pending.mediaKey} recording={recording} file={pending} />
      ) : null}
    </>
  );
}

function FileList({
  recording,
  zone,
  mayPlay,
  mayDownload,
}: Readonly<{ recording: OutgoingRecording; zone: string; mayPlay: boolean; mayDownload: boolean }>) {
  return (
    <ol className="flex flex-col gap-1">
      {recording.mediaFiles.map((file, index) => (
        <li key={file.mediaKey} className="flex items-center gap-2">
          <JumpButton
            recordingId={recording.id}
            moment={mayPlay && file.audio !== "missing" ? { mediaKey: file.mediaKey, atMs: 0 } : null}
            words={recording.mediaFiles.length > 1 ? `Part ${index + 1}` : "Play"}
          />
          <span className="min-w-0 flex-1 truncate text-ink-soft">{fileWords(file, zone)}</span>
          {mayDownload && file.audio === "ready" ? (
            <a
              href={apiUrl(file.playPath, { download: 1 })}
              download
              aria-label={`Download the audio of part ${index + 1}`}
              title="Download"
              className="flex size-6 shrink-0 items-center justify-center rounded text-ink-soft hover:bg-canvas hover:text-ink print:hidden"
            >
              <Download aria-hidden className="size-4" />
            </a>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
