import { Fragment } from "react";
import { fullTime, readTime } from "@/components/format/time";
import type { OutgoingReview, OutgoingReviewEvent } from "@/lib/privacy/outgoing-review";
import { ScoreWords } from "../list/score-words";

const ACT_WORDS = {
  assign: "Assigned",
  start: "Begun",
  submit: "Submitted",
  undoSubmit: "Submission taken back",
  dispute: "Disputed",
  uphold: "Upheld",
  reopen: "Reopened",
  withdraw: "Withdrawn",
} as const satisfies Record<OutgoingReviewEvent["act"], string>;

/** What was done with a review, the newest first, with the reasons that were given. */
export function History({ review, zone }: Readonly<{ review: OutgoingReview; zone: string }>) {
  return (
    <ol aria-label="History" className="flex flex-col gap-1">
      {[...review.history].reverse().map((event) => {
        const ms = readTime(event.time);
        return (
          <li key={`${event.time} ${event.act}`} className="flex flex-col">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span>
                {ACT_WORDS[event.act]} by <bdi>{event.user}</bdi>
              </span>
              {ms === null ? null : <span className="text-ink-faint text-sm">{fullTime(ms, zone)}</span>}
              {event.score ? <ScoreWords score={event.score} /> : null}
            </span>
            {event.reason ? (
              <q className="wrap-anywhere whitespace-pre-line text-ink-soft">
                <bdi>{event.reason}</bdi>
              </q>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

/** Why a review lies here again, on top of everything: the reason of its last dispute or reopening. */
export function ReasonNotice({ review }: Readonly<{ review: OutgoingReview }>) {
  if (review.state !== "disputed" && review.state !== "reopened") return null;
  const act = review.state === "disputed" ? "dispute" : "reopen";
  const event = [...review.history].reverse().find((one) => one.act === act);
  return (
    <div className="rounded border border-warn bg-mask-soft px-3 py-2">
      <p className="font-medium">
        {ACT_WORDS[act]}
        {event ? (
          <Fragment>
            {" "}
            by <bdi>{event.user}</bdi>
          </Fragment>
        ) : null}
      </p>
      {event?.reason ? (
        <p className="wrap-anywhere whitespace-pre-line">
          <bdi>{event.reason}</bdi>
        </p>
      ) : null}
    </div>
  );
}
