import { ArrowDown, ArrowUp, Copy, Trash2 } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { type Editing, elementOf } from "./use-draft";

type PartToolsProps = Readonly<{
  id: string;
  /** What it is, for screen readers: `question 2`, `section 1`. */
  name: string;
  editing: Editing;
  isFirst: boolean;
  isLast: boolean;
}>;

/** Moving, copying and removing one section or question. */
export function PartTools({ id, name, editing, isFirst, isLast }: PartToolsProps) {
  return (
    <span className="flex shrink-0">
      {/* Not `disabled` at the ends: the focus would be lost with the last step. */}
      <Button
        data-part={elementOf.up(id)}
        tone="quiet"
        size="icon"
        aria-label={`Move ${name} up`}
        aria-disabled={isFirst}
        onClick={() => editing.move(id, -1, elementOf.up(id))}
      >
        <ArrowUp aria-hidden className="size-4" />
      </Button>
      <Button
        data-part={elementOf.down(id)}
        tone="quiet"
        size="icon"
        aria-label={`Move ${name} down`}
        aria-disabled={isLast}
        onClick={() => editing.move(id, 1, elementOf.down(id))}
      >
        <ArrowDown aria-hidden className="size-4" />
      </Button>
      <Button tone="quiet" size="icon" aria-label={`Duplicate ${name}`} onClick={() => editing.duplicate(id)}>
        <Copy aria-hidden className="size-4" />
      </Button>
      <Button tone="quiet" size="icon" aria-label={`Remove ${name}`} onClick={() => editing.remove(id)}>
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </span>
  );
}

/** Alt with an arrow moves the part that has the focus. */
export function moveKeys(editing: Editing, id: string, focusOn: string) {
  return (event: KeyboardEvent) => {
    // A list of choices opens by these keys.
    if (!event.altKey || event.target instanceof HTMLSelectElement) return;
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    editing.move(id, event.key === "ArrowUp" ? -1 : 1, focusOn);
  };
}
