import { useRouter } from "next/navigation";
import { type KeyboardEvent, useState } from "react";
import { GridPart } from "@/components/recordings/table/grid-part";
import { usePreferences } from "@/components/shell/preferences";
import type { LiveStatus } from "@/lib/api-client/live";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { liveRows } from "./held-rows";
import { LIVE_GRID, LiveCallRow } from "./live-row";
import type { LiveActs } from "./use-live-acts";

const ACT_KEYS: Readonly<Record<string, LiveStatus>> = { p: "paused", r: "recording", s: "stopped" };
/** How long the rows stay put after the mouse has last moved over them: one that was left lying there holds nothing. */
const HOLD_MS = 10_000;
const HEADERS = ["Running", "Caller → dialed", "Agents", "Source", "Status", "What can be done"];

type Props = Readonly<{
  calls: readonly OutgoingLiveCall[];
  /** A call that must keep its row though it may have ended: it is being asked about. */
  kept: OutgoingLiveCall | null;
  acts: LiveActs;
  mayControl: boolean;
  sourceName: (id: string) => string;
  onAct: (call: OutgoingLiveCall, status: LiveStatus) => void;
}>;

/** The live calls as a grid. Arrows walk through its rows; P, R and S ask something of the row with the focus. */
export function LiveTable({ calls, kept, acts, mayControl, sourceName, onAct }: Props) {
  const router = useRouter();
  const { zone, shortcuts } = usePreferences();
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [held, setHeld] = useState<Readonly<{
    calls: readonly OutgoingLiveCall[];
    untilMs: number;
  }> | null>(null);
  const [focused, setFocused] = useState<OutgoingLiveCall | null>(null);

  // The row with the focus stays too, so that the focus is not lost with it.
  const staying = [...[...acts.notes.values()].map((note) => note.call), kept, focused].filter(
    (call) => call !== null,
  );
  const isHeld = held !== null && held.untilMs > Date.now();
  const rows = liveRows(calls, isHeld ? held.calls : null, staying);
  const current = rows.some(({ call }) => call.id === currentId) ? currentId : (rows[0]?.call.id ?? null);

  const hold = () => {
    const nowMs = Date.now();
    setHeld((known) => {
      if (known === null || known.untilMs <= nowMs) return { calls, untilMs: nowMs + HOLD_MS };
      // Every move of the mouse comes here; a render for each would be too many.
      return known.untilMs - nowMs > HOLD_MS / 2 ? known : { ...known, untilMs: nowMs + HOLD_MS };
    });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element)) return;
    const element = event.target.closest<HTMLElement>("[data-call]");
    const at = rows.findIndex(({ call }) => call.id === element?.dataset.call);
    const row = rows[at];
    if (!row) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    const status = shortcuts ? ACT_KEYS[event.key.toLowerCase()] : undefined;
    if (step !== undefined) {
      const to = rows[Math.max(0, Math.min(rows.length - 1, step))];
      if (to) {
        event.currentTarget.querySelector<HTMLElement>(`[data-call="${CSS.escape(to.call.id)}"]`)?.focus();
      }
    } else if (status !== undefined) {
      if (mayControl && !row.hasEnded && row.call.can.includes(status)) onAct(row.call, status);
    } else if (event.key === "Enter" && event.target === element) {
      router.push(`/recordings/${row.call.id}`);
    } else return;
    event.preventDefault();
  };

  return (
    <GridPart
      role="grid"
      aria-label="Live calls"
      aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => event.pointerType === "mouse" && hold()}
      onPointerLeave={() => setHeld(null)}
      onFocus={(event) => {
        const id = event.target.closest<HTMLElement>("[data-call]")?.dataset.call ?? null;
        setCurrentId(id);
        setFocused(rows.find(({ call }) => call.id === id)?.call ?? null);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null);
      }}
      className="border-line border-y bg-surface sm:overflow-hidden sm:rounded-lg sm:border-x sm:[&>:last-child>:last-child]:border-b-0"
    >
      <GridPart role="rowgroup">
        <GridPart
          role="row"
          className={`${LIVE_GRID} h-8 items-center border-line border-b font-medium text-ink-faint text-sm max-sm:sr-only`}
        >
          {HEADERS.map((header, index) => (
            <GridPart key={header} role="columnheader" className="truncate">
              {index === HEADERS.length - 1 ? <span className="sr-only">{header}</span> : header}
            </GridPart>
          ))}
        </GridPart>
      </GridPart>
      <GridPart role="rowgroup">
        {rows.map((row) => (
          <LiveCallRow
            key={row.call.id}
            row={row}
            zone={zone}
            sourceName={sourceName(row.call.source)}
            isCurrent={row.call.id === current}
            mayControl={mayControl}
            running={acts.running.get(row.call.id)}
            note={acts.notes.get(row.call.id)}
            onAct={onAct}
            onDismiss={acts.dismiss}
          />
        ))}
      </GridPart>
    </GridPart>
  );
}
