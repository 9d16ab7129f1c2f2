import { clsx } from "clsx";
import { position } from "@/components/format/time";
import type { PlacedTalk } from "./use-scene";

type Spans = readonly Readonly<{ startMs: number; endMs: number }>[];

const LANES = ["fill-agent", "fill-customer"] as const;

/**
 * Who speaks when, as a thin strip: a line for each, where both speak at once, and when the call was on hold. Drawn for the
 * eye; the details say it in numbers.
 */
export function TalkStrip({
  talk,
  durationMs,
}: Readonly<{ talk: readonly PlacedTalk[]; durationMs: number }>) {
  if (talk.length === 0) return null;
  const lanes = Math.max(1, ...talk.map((one) => one.talk.channels.length));
  const holds = talk.flatMap((one) =>
    one.talk.holds.map(({ startMs, endMs }) => ({
      startMs: startMs + one.startMs,
      endMs: endMs + one.startMs,
    })),
  );
  const lengthMs = Math.max(1, durationMs);
  return (
    <div aria-hidden className={clsx("relative mt-px", holds.length > 0 ? "h-4" : "h-2")}>
      <svg
        aria-hidden
        data-testid="talk-map"
        viewBox={`0 0 ${lengthMs} ${lanes * 4}`}
        preserveAspectRatio="none"
        className="talk-strip block size-full"
      >
        {Array.from({ length: lanes }, (_, lane) => (
          <path
            key={LANES[lane] ?? lane}
            className={LANES[lane] ?? "fill-ink-soft"}
            d={talk
              .map((one) => barsOf(one.talk.channels[lane]?.intervals ?? [], one.startMs, lane * 4, 3))
              .join("")}
          />
        ))}
        <path
          className="fill-ink opacity-60"
          d={talk
            .map((one) => barsOf(one.talk.crossTalk?.spans ?? [], one.startMs, lanes * 2 - 1, 1.5))
            .join("")}
        />
      </svg>
      {holds.map(({ startMs, endMs }) => {
        const words = `On hold ${position(startMs)}–${position(endMs)}`;
        return (
          <span
            key={startMs}
            data-testid="hold"
            title={words}
            className="@container absolute inset-y-0 overflow-hidden whitespace-nowrap rounded-sm border border-line-strong border-dashed text-center text-ink-soft text-xs leading-3.5"
            style={{
              left: `${(startMs / lengthMs) * 100}%`,
              width: `${((endMs - startMs) / lengthMs) * 100}%`,
            }}
          >
            <span className="@[7.5rem]:inline hidden">{words}</span>
          </span>
        );
      })}
    </div>
  );
}

function barsOf(spans: Spans, offsetMs: number, top: number, height: number): string {
  return spans
    .map(({ startMs, endMs }) => {
      const width = Math.round(endMs - startMs);
      return `M${Math.round(startMs + offsetMs)} ${top}h${width}v${height}h${-width}z`;
    })
    .join("");
}
