import { CircleDot, CircleHelp, Pause, PhoneOff } from "lucide-react";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { STATUS_WORDS } from "./live-words";

const LOOKS = {
  recording: { Icon: CircleDot, colour: "text-accent" },
  paused: { Icon: Pause, colour: "text-mask" },
  unknown: { Icon: CircleHelp, colour: "text-ink-soft" },
  ended: { Icon: PhoneOff, colour: "text-ink-faint" },
} as const;

/** A live call's state as a sign, a colour and a word. */
export function StatusWord({
  status,
  title,
}: Readonly<{ status: OutgoingLiveCall["status"] | "ended"; title?: string | undefined }>) {
  const { Icon, colour } = LOOKS[status];
  return (
    <span title={title} className={`inline-flex shrink-0 items-center gap-1.5 font-medium ${colour}`}>
      <Icon aria-hidden className="size-3.5" />
      {status === "ended" ? "Ended" : STATUS_WORDS[status]}
    </span>
  );
}
