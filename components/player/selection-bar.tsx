"use client";

import type { ReactNode } from "react";
import { position } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { spanWords } from "./marks";
import type { Span } from "./use-selection";

type SelectionBarProps = Readonly<{
  span: Span;
  isLooping: boolean;
  mayComment: boolean;
  /** Assigns the span for review, where that can be done. */
  assign: ReactNode;
  onLoop: () => void;
  onComment: () => void;
  /** Null = there is no link to give away. */
  onLink: (() => void) | null;
  onClear: () => void;
}>;

/** What can be done with the span that is picked out. */
export function SelectionBar(props: SelectionBarProps) {
  const { span } = props;
  return (
    <section aria-label="Picked span" className="flex flex-wrap items-center gap-1">
      <p role="status" className="mr-1">
        <span className="font-medium">{spanWords(span.startMs, span.endMs)}</span>
        <span className="text-ink-faint">
          {" "}
          · {position(Math.round((span.endMs - span.startMs) / 1_000) * 1_000)} long
        </span>
      </p>
      <Button size="small" aria-pressed={props.isLooping} onClick={props.onLoop}>
        {props.isLooping ? "Stop the loop" : "Loop"}
      </Button>
      {props.mayComment ? (
        <Button size="small" onClick={props.onComment} title="Comment (C)">
          Comment
        </Button>
      ) : null}
      {props.onLink ? (
        <Button size="small" onClick={props.onLink} title="Copy a link to this span (Y)">
          Copy link
        </Button>
      ) : null}
      {props.assign}
      <Button size="small" tone="quiet" onClick={props.onClear}>
        Clear
      </Button>
    </section>
  );
}
