"use client";

import { Play } from "lucide-react";
import { ClearValue } from "@/components/format/clear-value";
import { calendarDay, position, readTime } from "@/components/format/time";
import { MomentsList } from "@/components/player/moments-list";
import { usePlayer } from "@/components/player/player-context";
import { placeAt } from "@/components/player/timeline";
import { useCallTimeline } from "@/components/player/use-call-timeline";
import { useScene } from "@/components/player/use-scene";
import { Fact } from "@/components/recordings/details/facts";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import type { OutgoingMediaFile, OutgoingRecording } from "@/lib/privacy/outgoing";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";

const isReady = (file: OutgoingMediaFile) => file.audio === "ready";

/** What is known of the call, as far as it was given to this person. */
export function CallFacts({ review }: Readonly<{ review: OutgoingReview }>) {
  const { zone } = usePreferences();
  const { recording, agent, scorecard, assignedBy } = review;
  const nowMs = Date.now();
  const assignedMs = readTime(review.assignedTime);
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      <Fact name="Agent">
        <ClearValue value={agent?.name} />
      </Fact>
      <Fact name="Caller">
        <ClearValue value={recording.callerPhoneNumber} />
      </Fact>
      <Fact name="Dialed">
        <ClearValue value={recording.dialedPhoneNumber} />
      </Fact>
      <Fact name="Scorecard">
        <span className="truncate">
          <bdi>{scorecard.name}</bdi> <span className="text-ink-faint">version {scorecard.version}</span>
        </span>
      </Fact>
      <Fact name="Assigned">
        <span className="truncate">
          {assignedMs === null ? null : calendarDay(assignedMs, zone, nowMs)}
          {assignedBy ? (
            <>
              {" "}
              by <bdi>{assignedBy}</bdi>
            </>
          ) : null}
        </span>
      </Fact>
    </dl>
  );
}

/** The parts that were given, each of which can be played, and what happens in them. */
export function CallEvents({ review, cut }: Readonly<{ review: OutgoingReview; cut: OutgoingRecording }>) {
  const { openReview } = usePlayer();
  const { parts, timeline } = useCallTimeline(cut, isReady);
  const { moments } = useScene(cut, parts);
  const seek = (callMs: number) => {
    const place = placeAt(timeline, callMs);
    if (place) openReview(review.id, { mediaKey: place.part.mediaKey, atMs: place.fileMs });
  };
  return (
    <>
      <ul aria-label="Parts of the call" className="flex flex-wrap gap-1">
        {review.segments.map(({ n, mediaKey, durationMs }) => (
          <li key={n}>
            <Button size="small" onClick={() => openReview(review.id, { mediaKey })}>
              <Play aria-hidden className="size-3" />
              {review.segments.length > 1 ? `Part ${n}` : "Play from the beginning"}
              {durationMs === undefined ? null : (
                <span className="font-normal text-ink-faint">{position(durationMs)}</span>
              )}
            </Button>
          </li>
        ))}
      </ul>
      {/* Where there is no room beside the scorecard, the player has the same list. */}
      <div className="max-lg:hidden">
        <MomentsList
          call={{ kind: "review", id: review.id }}
          moments={moments}
          mayAdd={review.can.includes("comment")}
          threadId={null}
          onSeek={seek}
        />
      </div>
    </>
  );
}
