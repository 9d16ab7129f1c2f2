import { clsx } from "clsx";
import { ClearValue } from "@/components/format/clear-value";
import { clockTime, clockTimeWithSeconds, readTime } from "@/components/format/time";
import { contactWords } from "@/components/format/words";
import type { OutgoingEvent, OutgoingRecording } from "@/lib/privacy/outgoing";
import { JumpButton } from "./jump-button";
import { type Lane, type Lanes, lanesOf } from "./lanes";
import { momentOf } from "./moment";

const EVENT_WORDS: Readonly<Record<string, string>> = {
  Joined: "Joined",
  Left: "Left",
  Hold: "On hold",
  Retrieved: "Back from hold",
  Data: "Data",
};

/** Who was on the call when, drawn as lanes, and everything that happened as a list that can be read. */
export function Events({ recording, zone }: Readonly<{ recording: OutgoingRecording; zone: string }>) {
  const lanes = lanesOf(recording);
  if (recording.eventHistory.length === 0)
    return <p className="text-ink-faint">The recording system tells no events.</p>;
  return (
    <div className="flex flex-col gap-2">
      {lanes && lanes.lanes.length > 0 ? <LanesPlot lanes={lanes} zone={zone} /> : null}
      <ol className="flex flex-col">
        {recording.eventHistory.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no key of their own and never change places
          <EventRow key={index} event={event} recording={recording} zone={zone} />
        ))}
      </ol>
    </div>
  );
}

/** Drawn for the eye only: the list beside it says the same. */
function LanesPlot({ lanes, zone }: Readonly<{ lanes: Lanes; zone: string }>) {
  const spanMs = lanes.endMs - lanes.startMs;
  const share = (ms: number) => `${((ms - lanes.startMs) / spanMs) * 100}%`;
  const width = (from: number, to: number) => `${(Math.max(0, to - from) / spanMs) * 100}%`;
  return (
    <div aria-hidden className="grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
      {lanes.lanes.map((lane) => (
        <LaneRow key={lane.key} lane={lane} lanes={lanes} share={share} width={width} />
      ))}
      {lanes.dataMs.length > 0 ? (
        <>
          <span className="text-ink-faint text-sm">Data</span>
          <span className="relative h-2">
            {[...new Set(lanes.dataMs)].map((ms) => (
              <span
                key={ms}
                className="absolute top-0 h-2 w-0.5 -translate-x-1/2 bg-ink-faint"
                style={{ left: share(ms) }}
              />
            ))}
          </span>
        </>
      ) : null}
      <span className="col-start-2 flex justify-between text-ink-faint text-xs">
        <span>{clockTime(lanes.startMs, zone)}</span>
        <span>{clockTime(lanes.endMs, zone)}</span>
      </span>
    </div>
  );
}

function LaneRow({
  lane,
  lanes,
  share,
  width,
}: Readonly<{
  lane: Lane;
  lanes: Lanes;
  share: (ms: number) => string;
  width: (from: number, to: number) => string;
}>) {
  return (
    <>
      <ClearValue value={lane.name} className="text-sm" />
      <span className="relative h-3 overflow-hidden rounded-sm bg-canvas">
        {lane.spans.map((span) => (
          <span
            key={`${span.kind}-${span.startMs}`}
            title={span.kind === "hold" ? "On hold" : (lane.number ?? undefined)}
            className={clsx(
              "absolute min-w-0.5",
              span.kind === "hold" && "inset-y-1 bg-surface forced-colors:bg-[Canvas]",
              span.kind === "on" && "inset-y-0 forced-color-adjust-none forced-colors:bg-[CanvasText]",
              span.kind === "on" && (lane.side === "agent" ? "bg-agent" : "bg-customer"),
            )}
            style={{ left: share(span.startMs), width: width(span.startMs, span.endMs) }}
          />
        ))}
        {lanes.masks.map((mask) => (
          <span
            key={mask.startMs}
            className="mask-hatch absolute inset-y-0 min-w-0.5"
            style={{ left: share(mask.startMs), width: width(mask.startMs, mask.endMs) }}
          />
        ))}
      </span>
    </>
  );
}

function EventRow({
  event,
  recording,
  zone,
}: Readonly<{ event: OutgoingEvent; recording: OutgoingRecording; zone: string }>) {
  const atMs = readTime(event.occurredAt);
  return (
    <li className="grid grid-cols-[96px_minmax(0,1fr)] items-start gap-x-3 border-line border-t py-1 first:border-t-0">
      <JumpButton
        recordingId={recording.id}
        moment={atMs === null ? null : momentOf(recording, atMs)}
        words={atMs === null ? "no time" : clockTimeWithSeconds(atMs, zone)}
      />
      <div className="flex min-w-0 flex-col">
        <span className="flex min-w-0 gap-1">
          <span className="shrink-0 font-medium">{EVENT_WORDS[event.event] ?? <bdi>{event.event}</bdi>}</span>
          {event.contact ? <ContactWords contact={event.contact} /> : null}
        </span>
        {event.data ? <DataList data={event.data} /> : null}
      </div>
    </li>
  );
}

function ContactWords({ contact }: Readonly<{ contact: NonNullable<OutgoingEvent["contact"]> }>) {
  const name = contactWords(contact);
  const number = contact.phoneNumber === name ? undefined : contact.phoneNumber;
  return (
    <span className="flex min-w-0 gap-1">
      <ClearValue value={name} className="min-w-0" />
      {number ? <ClearValue value={number} className="min-w-0 text-ink-soft" /> : null}
    </span>
  );
}

const CHANGES = [
  ["added", "+", "Added"],
  ["updated", "~", "Changed"],
  ["deleted", "−", "Removed"],
] as const;

function DataList({ data }: Readonly<{ data: NonNullable<OutgoingEvent["data"]> }>) {
  return (
    <ul>
      {CHANGES.flatMap(([kind, sign, words]) =>
        Object.entries(data[kind] ?? {}).map(([key, value]) => (
          <li key={`${kind}-${key}`} className="flex min-w-0 gap-1 text-sm">
            <span aria-hidden className="w-2 shrink-0 text-ink-faint">
              {sign}
            </span>
            <span className="sr-only">{words}</span>
            <ClearValue value={key} className="max-w-[50%] shrink-0 text-ink-soft" />
            <ClearValue value={value} unknown="empty" className="min-w-0" />
          </li>
        )),
      )}
    </ul>
  );
}
