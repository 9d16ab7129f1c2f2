import type { PlacedTalk } from "./use-scene";

type Spans = readonly Readonly<{ startMs: number; endMs: number }>[];

const LANES = ["fill-agent", "fill-customer"] as const;

/** Who speaks when, as a thin strip: a line for each, and where both speak at once. Drawn for the eye; the details say it in numbers. */
export function TalkStrip({
  talk,
  durationMs,
}: Readonly<{ talk: readonly PlacedTalk[]; durationMs: number }>) {
  if (talk.length === 0) return null;
  const lanes = Math.max(1, ...talk.map((one) => one.talk.channels.length));
  return (
    <svg
      aria-hidden
      data-testid="talk-map"
      viewBox={`0 0 ${Math.max(1, durationMs)} ${lanes * 4}`}
      preserveAspectRatio="none"
      className="talk-strip mt-px block h-2 w-full"
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
