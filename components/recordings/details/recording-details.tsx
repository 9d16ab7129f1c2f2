"use client";

import { clsx } from "clsx";
import { fullTime, readTime } from "@/components/format/time";
import { RecordingLabels } from "@/components/labels/recording-labels";
import { usePreferences } from "@/components/shell/preferences";
import { Failure } from "@/components/ui/feedback";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { useKnownValues } from "../search/known-values";
import { commentLabels, maskCount, plainLabels } from "../summary";
import { CallDirection } from "../table/call-direction";
import { useMay } from "../use-may";
import { Actions } from "./actions";
import { titleOf } from "./call-line";
import { Comments } from "./comments";
import { Events } from "./events";
import { Facts } from "./facts";
import { Files } from "./files";
import { LiveNotice } from "./live-notice";
import { Masks } from "./masks";
import { RevealedNotice } from "./revealed-notice";
import { Section } from "./section";
import { TalkSummary } from "./talk-summary";
import { useSoundFacts } from "./use-sound-facts";

type Props = Readonly<{
  recording: OutgoingRecording;
  /** False while only the row of the list is known: labels may be old and nothing is revealed. */
  isCurrent: boolean;
  error: Error | null;
  layout: "pane" | "page";
  onDeleted: () => void;
}>;

/** Everything about one call, and what this person may do with it. */
export function RecordingDetails({ recording, isCurrent, error, layout, onDeleted }: Props) {
  const { zone } = usePreferences();
  const { sourceName } = useKnownValues();
  const may = useMay();
  const sound = useSoundFacts(recording);
  const source = sourceName(recording.source);
  // Going at its vendor: the server lets only administrators hear it.
  const canHear = may("recording.play") && (recording.deleteTime === undefined || may("recording.delete"));
  const Heading = layout === "page" ? "h1" : "h2";
  const level = layout === "page" ? 2 : 3;
  const facts = (
    <>
      <Section level={level} title="Call">
        <Facts recording={recording} zone={zone} sourceName={source} />
      </Section>
      <Section level={level} title="Audio">
        <Files
          recording={recording}
          zone={zone}
          isCurrent={isCurrent}
          mayPlay={canHear}
          mayDownload={canHear && may("recording.download")}
        />
      </Section>
      {maskCount(recording) > 0 ? (
        <Section level={level} title="Paused">
          <Masks recording={recording} masks={sound.masks} />
        </Section>
      ) : null}
      {sound.talk.length > 0 ? (
        <Section level={level} title="Talk">
          <TalkSummary talk={sound.talk} />
        </Section>
      ) : null}
      <Section level={level} title="Labels">
        <RecordingLabels
          key={recording.id}
          recordingId={recording.id}
          labels={plainLabels(recording)}
          mayAdd={may("recording.label")}
          sourceName={source}
        />
      </Section>
    </>
  );
  const story = (
    <>
      <Section level={level} title="Comments">
        {commentLabels(recording).length === 0 ? <p className="hidden print:block">None</p> : null}
        <Comments key={recording.id} recording={recording} zone={zone} mayAdd={may("recording.label")} />
      </Section>
      <Section level={level} title="Events">
        <Events recording={recording} zone={zone} />
      </Section>
    </>
  );

  return (
    <article className="flex flex-col gap-4">
      <header className="flex flex-col gap-2">
        <Heading
          className={clsx(
            "flex min-w-0 items-center gap-2 font-semibold",
            layout === "page" ? "text-lg" : "text-md",
          )}
        >
          <CallDirection callType={recording.callType} />
          <span className="min-w-0 truncate">{titleOf(recording, zone)}</span>
        </Heading>
        <Notices recording={recording} source={source} zone={zone} canHear={canHear} />
        {error ? <Failure title="This call could not be read anew">{error.message}</Failure> : null}
        <RevealedNotice recording={recording} />
        <Actions recording={recording} isCurrent={isCurrent} layout={layout} onDeleted={onDeleted} />
      </header>
      {layout === "page" ? (
        <div className="grid items-start gap-x-10 gap-y-4 md:grid-cols-2 print:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-4">{facts}</div>
          <div className="flex min-w-0 flex-col gap-4">{story}</div>
        </div>
      ) : (
        <>
          {facts}
          {story}
        </>
      )}
    </article>
  );
}

function purgeWords(source: string, deleteMs: number | null, zone: string): string {
  if (deleteMs === null) return `${source} purges it later.`;
  const when = fullTime(deleteMs, zone);
  return deleteMs > Date.now()
    ? `${source} purges it on ${when}.`
    : `${source} was to purge it on ${when}; it goes from here as soon as that is confirmed.`;
}

function Notices({
  recording,
  source,
  zone,
  canHear,
}: Readonly<{ recording: OutgoingRecording; source: string; zone: string; canHear: boolean }>) {
  const deleteMs = readTime(recording.deleteTime);
  const notices = [
    recording.stale ? `${source} can't be reached; this is Earmark's copy.` : null,
    recording.deleteTime !== undefined
      ? `Being deleted: ${purgeWords(source, deleteMs, zone)}${canHear ? "" : " It can't be played any more."}`
      : null,
  ].filter((words) => words !== null);
  return (
    <>
      {notices.map((words) => (
        <p key={words} role="status" className="rounded bg-mask-soft px-2 py-1 text-warn">
          <bdi>{words}</bdi>
        </p>
      ))}
      {recording.live ? <LiveNotice recording={recording} /> : null}
    </>
  );
}
