"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { reviewKeys, reviewOptions, type SavedAnswers, saveAnswers } from "@/lib/api-client/reviews";
import type { Answers } from "@/lib/domain/reviews/answers";
import { questionsOf } from "@/lib/domain/reviews/scorecard";
import type { OutgoingReview } from "@/lib/privacy/outgoing-review";
import { hasUnsaved } from "./answer-sheet";
import { type Autosave, createAutosave, type Work } from "./autosave";
import { keepDraft, readDraft } from "./drafts";

/** The answers of a review as they are worked on, saved by themselves for as long as the screen is there, and when it goes. */
export function useAnswers(
  review: OutgoingReview,
  userId: string,
): Readonly<{ work: Work; autosave: Autosave }> {
  const { id } = review;
  const client = useQueryClient();
  const [autosave] = useState(() => {
    const options = reviewOptions(id);
    const canAnswer = review.can.includes("answer");
    const patch = (answers: Answers, { revision, progress, state }: SavedAnswers) => {
      client.setQueryData(
        options.queryKey,
        (known) => known && { review: { ...known.review, answers, revision, progress, state } },
      );
      // Lists are asked for again when somebody looks at them.
      void client.invalidateQueries({ queryKey: reviewKeys.lists, refetchType: "none" });
    };
    return createAutosave(
      {
        answers: review.answers,
        revision: review.revision,
        draft: canAnswer ? readDraft(window.localStorage, userId, id) : {},
        questionIds: new Set(questionsOf(review.card).map((question) => question.id)),
      },
      {
        save: (body, keepalive) => saveAnswers(id, body, { keepalive }),
        async read() {
          await client.invalidateQueries({ queryKey: options.queryKey, refetchType: "none" });
          const { review: now } = await client.fetchQuery({ ...options, staleTime: 0 });
          return { answers: now.answers, revision: now.revision, canAnswer: now.can.includes("answer") };
        },
        keep: (draft) => keepDraft(window.localStorage, userId, id, draft),
        onSaved: patch,
      },
    );
  });
  const work = useSyncExternalStore(autosave.subscribe, autosave.get, autosave.get);

  const { answers, revision } = review;
  useEffect(() => autosave.restore(answers, revision), [autosave, answers, revision]);

  // The page and the network are the outside systems.
  useEffect(() => {
    const onHide = () => autosave.leave();
    const onVisibility = () => {
      if (document.visibilityState === "hidden") void autosave.flush();
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      const { sheet, save } = autosave.get();
      // What is only some moments old goes out by itself.
      if (hasUnsaved(sheet) && save.kind !== "saving") event.preventDefault();
    };
    window.addEventListener("pagehide", onHide);
    window.addEventListener("beforeunload", onUnload);
    window.addEventListener("online", autosave.retry);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("online", autosave.retry);
      document.removeEventListener("visibilitychange", onVisibility);
      void autosave.flush();
    };
  }, [autosave]);
  return { work, autosave };
}
