"use client";

import { Dialog } from "@/components/ui/dialog";

const GROUPS = [
  {
    title: "Anywhere",
    keys: [
      ["/", "Go to the search"],
      ["?", "This list"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    title: "Results",
    keys: [
      ["↑ ↓", "Next and previous call"],
      ["Enter", "Play"],
      ["X", "Select"],
      ["O", "Open on its own page"],
    ],
  },
  {
    title: "Live, on the call with the focus",
    keys: [
      ["↑ ↓", "Next and previous call"],
      ["P", "Pause its recording"],
      ["R", "Resume it"],
      ["S", "Stop it for good; asks first"],
      ["Enter", "Open the call"],
    ],
  },
  {
    title: "Your queue",
    keys: [
      ["N", "Start the next review"],
      ["↑ ↓", "Next and previous review"],
      ["Enter", "Start it"],
    ],
  },
  {
    title: "A review; the player's keys but Y, N, P work beside these",
    keys: [
      ["↑ ↓", "Next and previous question"],
      ["Enter", "On to what is not answered yet"],
      ["Y / N", "Yes, no"],
      ["1 … 9", "A value of the scale, a choice"],
      ["0 or -", "Does not apply; 0 where it is a value"],
      ["Delete", "Take the answer away"],
      ["H", "Bind what is heard here, or the span"],
      ["W", "Write a note, or the answer"],
      ["Ctrl Z", "Undo; with Shift, redo"],
      ["Ctrl Enter", "Submit"],
      ["Enter or N", "Once submitted: the next review"],
      ["U", "Once submitted: undo, for a minute"],
    ],
  },
  {
    title: "Player",
    keys: [
      ["Space or K", "Play, pause"],
      ["J / L", "Back, forward 15 s"],
      ["← →", "Back, forward 5 s"],
      ["[ ]", "Slower, faster"],
      ["- =", "Softer, louder"],
      ["S", "Skip silence"],
      ["R", "Loop the span; else from here, to here, off"],
      ["M", "Next mask"],
      ["A / B", "A span starts, ends here"],
      ["C", "Comment here, or on the span"],
      ["E", "The call as a list"],
      ["Y", "Copy a link to here, or to the span"],
      ["Esc", "Close the list, let the span go"],
      ["P / N", "Previous, next result"],
    ],
  },
] as const;

/** Every single-key shortcut, in one place. They can be switched off in the account panel. */
export function KeysDialog({ open, onClose }: Readonly<{ open: boolean; onClose: () => void }>) {
  return (
    <Dialog open={open} title="Keyboard" onClose={onClose}>
      <div className="flex flex-col gap-4">
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1 font-medium text-ink-soft text-sm">{group.title}</h3>
            <dl className="grid grid-cols-[8rem_1fr] gap-y-1">
              {group.keys.map(([keys, does]) => (
                <div key={keys} className="contents">
                  <dt>
                    <kbd className="rounded border border-line bg-canvas px-1.5 font-mono text-sm">
                      {keys}
                    </kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
