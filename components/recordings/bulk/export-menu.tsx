"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sizeWords } from "@/components/format/words";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { exportRecordings } from "@/lib/api-client/recordings";
import { chosenOf, type Picked } from "./picked";

const FORMATS = [
  { format: "csv", words: "CSV, for spreadsheets" },
  { format: "json", words: "JSON, for programs" },
] as const;

/** The ticked calls as a file, masked as they are on the screen. */
export function ExportMenu({ picked }: Readonly<{ picked: Picked }>) {
  const notify = useNotify();
  const running = useRef<AbortController | null>(null);
  const [bytes, setBytes] = useState(0);
  // Outside React: the request, ended with the bar that shows it.
  useEffect(() => () => running.current?.abort(), []);
  const download = useMutation({
    mutationFn: async (format: "csv" | "json") => {
      running.current = new AbortController();
      setBytes(0);
      const options = { signal: running.current.signal, onBytes: setBytes };
      return { blob: await exportRecordings(await chosenOf(picked), format, options), format };
    },
    onSuccess: ({ blob, format }) => {
      save(blob, `recordings.${format}`);
      notify(`Exported: ${sizeWords(blob.size)}.`);
    },
    onError: (error) => {
      if (!running.current?.signal.aborted) notify(`The export failed: ${error.message}`, "danger");
    },
  });
  if (download.isPending) {
    return (
      <Button size="small" onClick={() => running.current?.abort()}>
        Exporting, {sizeWords(bytes)} · Cancel
      </Button>
    );
  }
  return (
    <Popover
      button={{ size: "small" }}
      label={
        <>
          <Download aria-hidden className="size-3.5" /> Export
        </>
      }
    >
      {(close) => (
        <div className="flex flex-col gap-1">
          {FORMATS.map(({ format, words }) => (
            <Button
              key={format}
              tone="quiet"
              className="justify-start"
              onClick={() => {
                close();
                download.mutate(format);
              }}
            >
              {words}
            </Button>
          ))}
        </div>
      )}
    </Popover>
  );
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
