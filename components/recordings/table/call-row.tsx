import type { Row } from "@tanstack/react-table";
import { FlexRender } from "@tanstack/react-table";
import { clsx } from "clsx";
import { Volume2 } from "lucide-react";
import type { CSSProperties } from "react";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { CallDirection } from "./call-direction";
import { Agents, CELL_CLASSES, type features, GRID, Labels, Length, Parties, StartTime } from "./columns";
import { GridPart } from "./grid-part";
import { Marks } from "./marks";

type Props = Readonly<{
  row: Row<typeof features, OutgoingRecording>;
  elementId: string;
  ariaRowIndex: number;
  style: CSSProperties;
  zone: string;
  isCurrent: boolean;
  isPlaying: boolean;
  isNarrow: boolean;
  onPick: (id: string) => void;
  onPlay: (id: string) => void;
}>;

/** One call: a press picks it, a double press plays it. Keys come to the list, which always has the focus. */
export function CallRow({ row, elementId, ariaRowIndex, style, zone, isNarrow, ...state }: Props) {
  const { isCurrent, isPlaying, onPick, onPlay } = state;
  const isSelected = row.getIsSelected();
  return (
    <GridPart
      id={elementId}
      role="row"
      aria-rowindex={ariaRowIndex}
      aria-selected={isSelected}
      aria-current={isCurrent ? "true" : undefined}
      style={style}
      onClick={() => onPick(row.id)}
      onDoubleClick={() => onPlay(row.id)}
      className={clsx(
        "absolute inset-x-0 top-0 cursor-default border-line border-b px-2 group-focus-visible:[&[aria-current]]:outline-2",
        "-outline-offset-2 outline-accent",
        isNarrow ? "grid grid-cols-[28px_minmax(0,1fr)] items-center gap-x-2" : `${GRID} items-center`,
        isSelected ? "bg-accent-soft" : isCurrent ? "bg-canvas" : "bg-surface hover:bg-canvas",
        isCurrent && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      {isNarrow ? (
        <NarrowCells row={row} zone={zone} isPlaying={isPlaying} />
      ) : (
        row.getAllCells().map((cell) => (
          <GridPart
            key={cell.id}
            role="gridcell"
            className={clsx("flex min-w-0 items-center", CELL_CLASSES[cell.column.id])}
          >
            {isPlaying && cell.column.id === "direction" ? <Playing /> : <FlexRender cell={cell} />}
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
function NarrowCells({ row, zone, isPlaying }: Pick<Props, "row" | "zone" | "isPlaying">) {
  const recording = row.original;
  const select = row.getAllCells()[0];
  return (
    <>
      <GridPart role="gridcell" className="flex justify-center">
        {select ? <FlexRender cell={select} /> : null}
      </GridPart>
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
    </>
  );
}
