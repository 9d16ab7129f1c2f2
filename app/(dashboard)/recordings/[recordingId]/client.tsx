"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, Printer } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { usePlayer } from "@/components/player/player-context";
import { DetailsSkeleton } from "@/components/recordings/details/details-skeleton";
import { RecordingDetails } from "@/components/recordings/details/recording-details";
import { useMay } from "@/components/recordings/use-may";
import { Button } from "@/components/ui/button";
import { Empty, Failure } from "@/components/ui/feedback";
import { ApiError } from "@/lib/api-client/fetch-json";
import { recordingOptions } from "@/lib/api-client/queries";

type Props = Readonly<{
  recordingId: string;
  mediaKey: string | null;
  atMs: number | null;
  /** With `atMs`: a span is meant. */
  toMs: number | null;
}>;

/** One call on a page of its own; with a moment or a span in the address, the player stands there. */
export function RecordingScreen({ recordingId, mediaKey, atMs, toMs }: Props) {
  const router = useRouter();
  const may = useMay();
  const { open } = usePlayer();
  const recording = useQuery(recordingOptions(recordingId));
  const isThere = recording.data !== undefined;

  // Outside this screen: the player. Browsers refuse sound that nobody asked for, so it waits at the moment.
  useEffect(() => {
    if (!isThere || (mediaKey === null && atMs === null)) return;
    open(recordingId, {
      ...(mediaKey === null ? {} : { mediaKey }),
      atMs: atMs ?? 0,
      toMs: atMs === null ? null : toMs,
      autoplay: false,
    });
  }, [isThere, recordingId, mediaKey, atMs, toMs, open]);

  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-3 px-4 py-3 print:max-w-none print:p-0">
      <div className="flex items-center justify-between print:hidden">
        {may("recording.search") ? (
          <Link href="/recordings" className="inline-flex items-center gap-1.5 text-ink-soft hover:text-ink">
            <ArrowLeft aria-hidden className="size-4" /> Recordings
          </Link>
        ) : (
          <span />
        )}
        {isThere ? (
          <Button tone="quiet" onClick={() => window.print()}>
            <Printer aria-hidden className="size-4" /> Print
          </Button>
        ) : null}
      </div>
      {recording.data ? (
        <div className="rounded-lg border border-line bg-surface p-4 sm:p-6 print:border-0 print:p-0">
          <RecordingDetails
            recording={recording.data}
            isCurrent
            error={recording.error}
            layout="page"
            onDeleted={() => router.push("/recordings")}
          />
        </div>
      ) : recording.isError ? (
        <LoadFailure error={recording.error} onRetry={() => void recording.refetch()} />
      ) : (
        <DetailsSkeleton />
      )}
    </div>
  );
}

function LoadFailure({ error, onRetry }: Readonly<{ error: Error; onRetry: () => void }>) {
  if (error instanceof ApiError && error.status === 404) {
    return (
      <>
        <h1 className="sr-only">No such call</h1>
        <Empty title="There is no such call">
          It was deleted, it was never here, or your account doesn't reach it. Check the link, or search for
          the call.
        </Empty>
      </>
    );
  }
  return (
    <>
      <h1 className="sr-only">Recording</h1>
      <Failure title="This call can't be opened">
        <p>{error.message}</p>
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      </Failure>
    </>
  );
}
