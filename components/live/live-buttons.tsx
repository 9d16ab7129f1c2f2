import { clsx } from "clsx";
import { CirclePlay, Pause, Square } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { LiveStatus } from "@/lib/api-client/live";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { ACT_WORDS, callWords } from "./live-words";

const ICONS = { paused: Pause, recording: CirclePlay, stopped: Square } as const;
const KEYS: Readonly<Record<LiveStatus, string>> = { paused: "P", recording: "R", stopped: "S" };
const ORDER = ["paused", "recording", "stopped"] as const satisfies readonly LiveStatus[];

/** What can be asked of the call; what is being asked keeps its place though the call's state may have changed already. */
export function actsOf(can: OutgoingLiveCall["can"], running: LiveStatus | undefined): readonly LiveStatus[] {
  const other = running === "paused" ? "recording" : running === "recording" ? "paused" : null;
  const shown = new Set<LiveStatus>(
    running === undefined || can.includes(running) ? can : [...can.filter((act) => act !== other), running],
  );
  return ORDER.filter((act) => shown.has(act));
}

/**
 * Pause, resume and stop of one call, as far as its vendor lets them. Off rather than disabled while something runs, so
 * that the focus stays where it is.
 */
export function LiveButtons({
  call,
  running,
  hasEnded,
  onAct,
  size,
}: Readonly<{
  call: OutgoingLiveCall;
  running: LiveStatus | undefined;
  hasEnded: boolean;
  onAct: (call: OutgoingLiveCall, status: LiveStatus) => void;
  /** `row` grows to a finger's size on a narrow screen. */
  size: "row" | "normal";
}>) {
  const acts = actsOf(call.can, running);
  const isOff = running !== undefined || hasEnded;
  const isEither = acts.includes("paused") !== acts.includes("recording");
  return (
    <span className="flex gap-1.5 max-sm:w-full">
      {acts.map((act) => {
        const Icon = ICONS[act];
        const words = running === act ? ACT_WORDS[act].running : ACT_WORDS[act].does;
        return (
          <Button
            // Pause turns into Resume in its place, and keeps the focus.
            key={isEither && act !== "stopped" ? "hold" : act}
            size={size === "row" ? "small" : "normal"}
            aria-label={`${words} ${callWords(call)}`}
            aria-disabled={isOff}
            title={`${ACT_WORDS[act].does} (${KEYS[act]})`}
            onClick={() => !isOff && onAct(call, act)}
            className={clsx(
              act === "stopped" ? "sm:min-w-[64px]" : "sm:min-w-[84px]",
              size === "row" && "max-sm:h-11 max-sm:flex-1 max-sm:text-md",
            )}
          >
            <Icon aria-hidden className="size-3.5" />
            {words}
          </Button>
        );
      })}
    </span>
  );
}
