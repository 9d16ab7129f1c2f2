import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, clockTime, position } from "@/components/format/time";
import { callTypeWords } from "@/components/format/words";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { lengthMs, whenMs } from "../summary";

/** `Mon 16 Nov, 14:31 · Inbound · 6:12` */
export function titleOf(recording: OutgoingRecording, zone: string): string {
  const ms = whenMs(recording);
  const length = lengthMs(recording);
  return [
    ms === null ? "No time known" : `${calendarDay(ms, zone, Date.now())}, ${clockTime(ms, zone)}`,
    callTypeWords(recording.callType),
    length === null ? null : position(length),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** One line about a call, for dialogs that act on it. */
export function CallLine({ recording, zone }: Readonly<{ recording: OutgoingRecording; zone: string }>) {
  return (
    <p className="flex min-w-0 flex-wrap gap-x-2 rounded bg-canvas px-2 py-1">
      <span>{titleOf(recording, zone)}</span>
      <ClearValue value={recording.callerPhoneNumber} className="min-w-0" />
      <span aria-hidden>→</span>
      <ClearValue value={recording.dialedPhoneNumber} className="min-w-0" />
    </p>
  );
}
