/** All dialogs, found by id or by when their segments ended. */
import { type Generation, generatedDialog, LONGEST_DIALOG_MS } from "./generated-calls";
import { abandonedDialog, digitalDialog, hasAbandoned, hasDigital } from "./generated-extras";
import { readDialogId } from "./ids";
import type { LiveCalls } from "./live-calls";
import type { Dialog, Segment } from "./model";

export type Listed = Readonly<{ dialog: Dialog; segment: Segment }>;

export class Store {
  readonly #generation: Generation;
  readonly #written: readonly Dialog[];
  readonly #byId: ReadonlyMap<string, Dialog>;
  readonly #live: LiveCalls;

  constructor(generation: Generation, written: readonly Dialog[], live: LiveCalls) {
    this.#generation = generation;
    this.#written = written;
    this.#byId = new Map(written.map((dialog) => [dialog.dialogId, dialog]));
    this.#live = live;
  }

  /** The dialog with this id, as it stands now; null when there is none. */
  find(dialogId: string, nowMs: number): Dialog | null {
    const written = this.#byId.get(dialogId);
    if (written !== undefined) return written;
    const read = readDialogId(dialogId);
    if (read === null) return null;
    const found = this.#numbered(read, dialogId, nowMs);
    return found?.dialogId === dialogId ? found : null;
  }

  #numbered(
    read: NonNullable<ReturnType<typeof readDialogId>>,
    dialogId: string,
    nowMs: number,
  ): Dialog | null {
    const { kind, index } = read;
    if (kind === "slot" || kind === "added") return this.#live.findDialog(dialogId, nowMs);
    if (index >= this.#generation.count) return null;
    if (kind === "generated") return generatedDialog(this.#generation, index);
    if (kind === "digital") return hasDigital(index) ? digitalDialog(this.#generation, index) : null;
    return hasAbandoned(index) ? abandonedDialog(this.#generation, index) : null;
  }

  /** Segments that ended in the half-open window, oldest end first. */
  endedWithin(fromMs: number, toMs: number, nowMs: number): Listed[] {
    const listed: Listed[] = [];
    for (const dialog of this.#candidates(fromMs, toMs, nowMs)) {
      for (const segment of dialog.segments) {
        if (segment.endMs >= fromMs && segment.endMs < toMs) listed.push({ dialog, segment });
      }
    }
    return listed.sort(
      (a, b) => a.segment.endMs - b.segment.endMs || (a.segment.segmentId < b.segment.segmentId ? -1 : 1),
    );
  }

  /** Dialogs of which a segment may have ended in the window. */
  *#candidates(fromMs: number, toMs: number, nowMs: number): Generator<Dialog> {
    yield* this.#written;
    yield* this.#live.endedWithin(fromMs, toMs, nowMs);
    const { count, times } = this.#generation;
    for (let index = times.firstBefore(toMs); index < count; index += 1) {
      if (times.startMs(index) < fromMs - LONGEST_DIALOG_MS) return;
      yield generatedDialog(this.#generation, index);
      if (hasDigital(index)) yield digitalDialog(this.#generation, index);
      if (hasAbandoned(index)) yield abandonedDialog(this.#generation, index);
    }
  }
}
