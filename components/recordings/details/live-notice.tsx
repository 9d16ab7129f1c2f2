"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { StatusWord } from "@/components/live/status-word";
import { Button } from "@/components/ui/button";
import { liveOptions } from "@/lib/api-client/live";
import { recordingOptions } from "@/lib/api-client/queries";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useMay } from "../use-may";

/** Says that the call is going on, and leads to where its recording can be paused. */
export function LiveNotice({ recording }: Readonly<{ recording: OutgoingRecording }>) {
  const may = useMay();
  const live = useQuery({ ...liveOptions(), enabled: may("live.view") });
  const now = live.data?.recordings.find((call) => call.id === recording.id);
  const isTold =
    live.data?.sources.some(({ id, state }) => id === recording.source && state === "ok") ?? false;
  // A recording that came of a live call has another id than the call has in the list.
  const hasLiveId = recording.id.startsWith(`${recording.source}.live-`);
  if (hasLiveId && isTold && !now) return <Ended recordingId={recording.id} />;
  const status = now?.status ?? recording.live ?? "unknown";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded bg-accent-soft px-2 py-1 print:hidden">
      <span>Being recorded now</span>
      {status === "recording" ? null : <StatusWord status={status} />}
      {may("live.view") ? (
        <Link href="/live" className="font-medium text-accent underline underline-offset-2">
          Pause, resume or stop it on Live
        </Link>
      ) : null}
    </div>
  );
}

function Ended({ recordingId }: Readonly<{ recordingId: string }>) {
  const client = useQueryClient();
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded bg-canvas px-2 py-1 print:hidden">
      <span>The call has ended. Its recording comes when its recording system hands it over.</span>
      <Button
        size="small"
        onClick={() => void client.invalidateQueries({ queryKey: recordingOptions(recordingId).queryKey })}
      >
        Look again
      </Button>
    </div>
  );
}
