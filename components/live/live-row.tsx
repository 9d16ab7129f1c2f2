import { clsx } from "clsx";
import { ArrowRight, CircleHelp, X } from "lucide-react";
import Link from "next/link";
import { ClearValue } from "@/components/format/clear-value";
import { NameList } from "@/components/format/name-list";
import { position, readTime } from "@/components/format/time";
import { GridPart } from "@/components/recordings/table/grid-part";
import type { LiveStatus } from "@/lib/api-client/live";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import type { LiveRow } from "./held-rows";
import { LiveButtons } from "./live-buttons";
import { agentNames, requestWords } from "./live-words";
import { StatusWord } from "./status-word";
import type { Note } from "./use-live-acts";
import { useNow } from "./use-now";

export const LIVE_GRID =
  "grid gap-x-3 px-3 sm:grid-cols-[60px_minmax(0,1.6fr)_minmax(0,0.9fr)_minmax(0,0.75fr)_minmax(0,2.1fr)_244px] sm:px-4";

type Props = Readonly<{
  row: LiveRow;
  zone: string;
  sourceName: string;
  isCurrent: boolean;
  mayControl: boolean;
  running: LiveStatus | undefined;
  note: Note | undefined;
  onAct: (call: OutgoingLiveCall, status: LiveStatus) => void;
  onDismiss: (id: string) => void;
}>;

/** One live call. The row takes the focus, for the keys; its buttons take it too. */
export function LiveCallRow(props: Props) {
  const { row, zone, sourceName, isCurrent, mayControl, running, note, onAct, onDismiss } = props;
  const { call, hasEnded } = row;
  const requested = hasEnded ? null : requestWords(call, sourceName, zone);
  return (
    <GridPart
      role="row"
      data-call={call.id}
      tabIndex={isCurrent ? 0 : -1}
      className={clsx(
        LIVE_GRID,
        "grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-y-0.5 border-line border-b py-2.5 -outline-offset-2 sm:min-h-9 sm:py-1",
        hasEnded ? "bg-canvas text-ink-faint" : "bg-surface hover:bg-canvas focus-within:bg-canvas",
      )}
    >
      <GridPart role="gridcell" className="order-2 text-right font-medium sm:order-none sm:text-left">
        {hasEnded ? <span className="text-ink-faint">–</span> : <Running call={call} />}
      </GridPart>
      <GridPart role="gridcell" className="order-1 min-w-0 max-sm:col-span-2 sm:order-none">
        <Link
          href={`/recordings/${call.id}`}
          className="flex min-w-0 items-center gap-1.5 font-medium hover:text-accent sm:font-normal"
        >
          <ClearValue value={call.callerPhoneNumber} className="min-w-0" />
          <ArrowRight aria-label="to" role="img" className="size-3 shrink-0 text-ink-faint" />
          <ClearValue value={call.dialedPhoneNumber} className="min-w-0" />
        </Link>
      </GridPart>
      <GridPart
        role="gridcell"
        className={clsx(
          "order-5 min-w-0 text-ink-soft max-sm:max-w-[45vw] sm:order-none sm:text-ink",
          requested !== null && "max-sm:col-span-2 max-sm:justify-self-end",
        )}
      >
        <NameList names={agentNames(call)} className="max-sm:justify-end" />
      </GridPart>
      <GridPart role="gridcell" className="order-4 min-w-0 text-ink-soft sm:order-none">
        <ClearValue value={sourceName} className="block max-w-full" />
      </GridPart>
      <GridPart
        role="gridcell"
        className={clsx(
          "order-3 flex min-w-0 flex-wrap items-baseline gap-x-2 sm:order-none",
          requested !== null && "max-sm:col-span-3",
        )}
      >
        {requested === null || call.status !== "unknown" ? (
          <StatusWord
            status={hasEnded ? "ended" : call.status}
            title={
              call.status === "unknown" ? `${sourceName} doesn't tell whether it is recording` : undefined
            }
          />
        ) : null}
        {requested === null ? null : (
          <span className="flex min-w-0 items-baseline gap-1.5 text-sm text-warn">
            {call.status === "unknown" ? (
              <CircleHelp aria-hidden className="size-3.5 shrink-0 translate-y-0.5" />
            ) : null}
            <bdi>{requested}</bdi>
          </span>
        )}
      </GridPart>
      <GridPart
        role="gridcell"
        className="order-6 flex justify-end max-sm:col-span-3 max-sm:mt-1.5 max-sm:empty:hidden sm:order-none"
      >
        {mayControl && !hasEnded && call.can.length === 0 && running === undefined ? (
          <span className="text-ink-faint text-sm max-sm:w-full">can't be changed now</span>
        ) : null}
        {mayControl && !(hasEnded && note) ? (
          <LiveButtons call={call} running={running} hasEnded={hasEnded} onAct={onAct} size="row" />
        ) : null}
      </GridPart>
      {note ? (
        <GridPart
          role="gridcell"
          className="order-7 col-span-full mt-1 flex items-start gap-2 rounded bg-mask-soft px-2 py-1 text-warn"
        >
          <span className="min-w-0 flex-1">{note.words}</span>
          <button
            type="button"
            aria-label="Put these words away"
            onClick={() => onDismiss(call.id)}
            className="-my-0.5 flex size-6 shrink-0 items-center justify-center rounded hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </GridPart>
      ) : null}
    </GridPart>
  );
}

/** How long the call has been going on. */
function Running({ call }: Readonly<{ call: OutgoingLiveCall }>) {
  const nowMs = useNow();
  const startMs = readTime(call.startTime);
  return startMs === null ? <span className="text-ink-faint">–</span> : position(nowMs - startMs);
}
