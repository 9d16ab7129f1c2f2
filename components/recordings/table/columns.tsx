import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { ClearValue } from "@/components/format/clear-value";
import { NameList } from "@/components/format/name-list";
import { clockTime, position, spokenPosition } from "@/components/format/time";
import { LabelChip } from "@/components/labels/label-chip";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { agentsOf, lengthMs, plainLabels, whenMs } from "../summary";
import { CallDirection } from "./call-direction";
import { Marks } from "./marks";

export type ColumnWords = Readonly<{ zone: string; sourceName: (id: string) => string }>;

/** Caller and dialed number, with an arrow between. */
export function Parties({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <ClearValue value={recording.callerPhoneNumber} className="min-w-0" />
      <ArrowRight aria-label="to" role="img" className="size-3 shrink-0 text-ink-faint" />
      <ClearValue value={recording.dialedPhoneNumber} className="min-w-0" />
    </span>
  );
}

/** First agent by name, the others as a count with their names in the title. */
export function Agents({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  return <NameList names={agentsOf(recording)} />;
}

export function Length({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const ms = lengthMs(recording);
  if (ms === null) return <span className="text-ink-faint">–</span>;
  return (
    <>
      <span aria-hidden>{position(ms)}</span>
      <span className="sr-only">{spokenPosition(ms)}</span>
    </>
  );
}

/** Time of day, seconds left to the title. */
export function StartTime({ recording, zone }: Readonly<{ recording: OutgoingRecording; zone: string }>) {
  const ms = whenMs(recording);
  return ms === null ? <span className="text-ink-faint">–</span> : clockTime(ms, zone);
}

export type Column = Readonly<{
  id: string;
  header: ReactNode;
  cell: (recording: OutgoingRecording, words: ColumnWords) => ReactNode;
}>;

/** The columns of the list after the tick box, in order. Their widths stand in `GRID`. */
export const COLUMNS: readonly Column[] = [
  {
    id: "time",
    header: "Time",
    cell: (recording, { zone }) => <StartTime recording={recording} zone={zone} />,
  },
  {
    id: "direction",
    header: <span className="sr-only">Call type</span>,
    cell: ({ callType }) => <CallDirection callType={callType} />,
  },
  { id: "parties", header: "Caller → dialed", cell: (recording) => <Parties recording={recording} /> },
  { id: "agent", header: "Agent", cell: (recording) => <Agents recording={recording} /> },
  { id: "length", header: "Length", cell: (recording) => <Length recording={recording} /> },
  {
    id: "marks",
    header: <span className="sr-only">Marks</span>,
    cell: (recording) => <Marks recording={recording} />,
  },
  { id: "labels", header: "Labels", cell: (recording) => <Labels recording={recording} /> },
  {
    id: "source",
    header: "Source",
    cell: ({ source }, { sourceName }) => <ClearValue value={sourceName(source)} className="text-ink-soft" />,
  },
];

const MOST_CHIPS = 2;

export function Labels({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const labels = plainLabels(recording);
  const rest = labels.slice(MOST_CHIPS).map((label) => label.name);
  return (
    <span className="flex min-w-0 items-center gap-1">
      {labels.slice(0, MOST_CHIPS).map((label) => (
        <LabelChip key={label.id} name={label.name} />
      ))}
      {rest.length > 0 ? (
        <span title={rest.join(", ")} className="shrink-0 text-ink-faint text-sm">
          +{rest.length}
          <span className="sr-only"> more: {rest.join(", ")}</span>
        </span>
      ) : null}
    </span>
  );
}

/** Widths of the columns; the last two give way on a narrow list (a container query). */
export const GRID =
  "grid grid-cols-[28px_44px_20px_minmax(226px,2fr)_minmax(0,1.2fr)_52px_76px] gap-x-2 @2xl:grid-cols-[28px_44px_20px_minmax(226px,2fr)_minmax(0,1.2fr)_52px_76px_minmax(0,1.2fr)] @4xl:grid-cols-[28px_44px_20px_minmax(226px,2fr)_minmax(0,1.2fr)_52px_76px_minmax(0,1.2fr)_minmax(0,0.9fr)]";

export const CELL_CLASSES: Readonly<Record<string, string>> = {
  select: "justify-center",
  length: "justify-end",
  labels: "hidden @2xl:flex",
  source: "hidden @4xl:flex",
};
