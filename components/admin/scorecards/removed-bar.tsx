import { Undo2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { type Editing, elementOf } from "./use-draft";

/** Where a part was taken out: puts it back. */
export function RemovedBar({ editing, as: Element }: Readonly<{ editing: Editing; as: "li" | "div" }>) {
  const { removed } = editing;
  if (!removed) return null;
  const name =
    removed.kind === "section"
      ? `Section “${removed.section.title.trim() || "without a title"}”`
      : `“${removed.question.text.trim() || "A question without text"}”`;
  return (
    <Element className="flex items-center justify-between gap-2 rounded border border-line-strong border-dashed px-3 py-1">
      <span className="min-w-0 truncate text-ink-soft">{name} was removed.</span>
      <Button size="small" data-part={elementOf.undo} onClick={editing.undo} aria-label={`Put back ${name}`}>
        <Undo2 aria-hidden className="size-3.5" /> Put back
      </Button>
    </Element>
  );
}
