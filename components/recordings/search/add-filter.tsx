"use client";

import { Plus } from "lucide-react";
import { Popover } from "@/components/ui/popover";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import type { KnownValues } from "./known-values";
import { AddFilterPanel } from "./lazy-editor";

type Props = Readonly<{
  filter: RecordingFilter;
  known: KnownValues;
  onChange: (filter: RecordingFilter) => void;
}>;

/** The list of everything a search can ask for, then the form of what was chosen. */
export function AddFilter(props: Props) {
  return (
    <Popover
      button={{ tone: "quiet", className: "h-7! px-2!" }}
      label={
        <>
          <Plus aria-hidden className="size-3.5" /> Filter
        </>
      }
    >
      {(close) => <AddFilterPanel {...props} close={close} />}
    </Popover>
  );
}
