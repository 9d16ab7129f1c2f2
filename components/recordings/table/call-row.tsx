import { clsx } from "clsx";
import { Volume2 } from "lucide-react";
import type { CSSProperties } from "react";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { CallDirection } from "./call-direction";
import {
  Agents,
  CELL_CLASSES,
  COLUMNS,
  type ColumnWords,
  GRID,
  Labels,
  Length,
  Parties,
  StartTime,
} from "./columns";
import { GridPart } from "./grid-part";
import { Marks } from "./marks";
import { TickBox } from "./tick-box";

type Props = Readonly<{
  recording: OutgoingRecording;
  words: ColumnWords;
  elementId: string;
  ariaRowIndex: number;
  style: CSSProperties;
  isTicked: boolean;
  isCurrent: boolean;
  isPlaying: boolean;
  isNarrow: boolean;
  onTick: (id: string, isTicked: boolean, isRange: boolean) => void;
  onPick: (id: string) => void;
  onPlay: (id: string) => void;
}>;

/** One call: a press picks it, a double press plays it. Keys come to the list, which always has the focus. */
export function CallRow({ recording, words, elementId, ariaRowIndex, style, ...rest }: Props) {
  const { isTicked, isCurrent, isPlaying, isNarrow, onTick, onPick, onPlay } = rest;
  const { id } = recording;
  return (
    <GridPart
      id={elementId}
      role="row"
      aria-rowindex={ariaRowIndex}
      aria-selected={isTicked}
      aria-current={isCurrent ? "true" : undefined}
      style={style}
      onClick={() => onPick(id)}
      onDoubleClick={() => onPlay(id)}
      className={clsx(
        "absolute inset-x-0 top-0 cursor-default items-center border-line border-b px-2",
        "-outline-offset-2 outline-accent group-focus-visible:[&[aria-current]]:outline-2",
        isNarrow ? "grid grid-cols-[28px_minmax(0,1fr)] gap-x-2" : GRID,
        isTicked ? "bg-accent-soft" : isCurrent ? "bg-canvas" : "bg-surface hover:bg-canvas",
        isCurrent && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <GridPart role="gridcell" className="flex justify-center">
        <TickBox
          label="Select this call"
          tabIndex={-1}
          isTicked={isTicked}
          onTick={(on, isRange) => onTick(id, on, isRange)}
        />
      </GridPart>
      {isNarrow ? (
        <TwoLines recording={recording} zone={words.zone} isPlaying={isPlaying} />
      ) : (
        COLUMNS.map((column) => (
          <GridPart
            key={column.id}
            role="gridcell"
            className={clsx("flex min-w-0 items-center", CELL_CLASSES[column.id])}
          >
            {isPlaying && column.id === "direction" ? <Playing /> : column.cell(recording, words)}
          </GridPart>
        ))
      )}
    </GridPart>
  );
}

function Playing() {
  return (
    <span title="In the player" className="text-accent">
      <Volume2 aria-hidden className="size-3.5" />
      <span className="sr-only">In the player</span>
    </span>
  );
}

/** The same on two lines, for a narrow screen. */
function TwoLines({
  recording,
  zone,
  isPlaying,
}: Readonly<{ recording: OutgoingRecording; zone: string; isPlaying: boolean }>) {
  return (
    <GridPart role="gridcell" className="flex min-w-0 flex-col">
      <div className="flex items-center gap-2">
        {isPlaying ? <Playing /> : <CallDirection callType={recording.callType} />}
        <span className="min-w-0 flex-1">
          <Parties recording={recording} />
        </span>
        <span className="shrink-0 text-ink-soft">
          <StartTime recording={recording} zone={zone} />
        </span>
      </div>
      <div className="flex items-center gap-2 text-ink-soft">
        <span className="min-w-0 shrink">
          <Agents recording={recording} />
        </span>
        <span className="shrink-0">
          <Length recording={recording} />
        </span>
        <span className="shrink-0">
          <Marks recording={recording} />
        </span>
        <span className="min-w-0 flex-1">
          <Labels recording={recording} />
        </span>
      </div>
    </GridPart>
  );
}
