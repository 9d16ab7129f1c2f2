"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { callCountWords } from "@/components/format/words";
import { useNotify } from "@/components/shell/notices";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, TextArea } from "@/components/ui/field";
import { assignReviews, evaluatorsOptions, reviewKeys } from "@/lib/api-client/reviews";
import { AssignPreviewPart } from "./assign-preview";
import { type DueChoice, dueMsOf } from "./due";
import { DueField } from "./due-field";
import { EvaluatorsField } from "./evaluators-field";
import { reviewCountWords } from "./preview-words";
import { rememberScorecard, ScorecardField, useScorecardChoice } from "./scorecard-field";
import { SegmentsField } from "./segments-field";
import { type AssignTarget, segmentsBody } from "./target";
import { TargetLine } from "./target-line";
import { UnitField } from "./unit-field";
import { useAssignPreview } from "./use-assign-preview";
import { usePickedBody } from "./use-picked-body";
import { useSegmentChoice } from "./use-segment-choice";

type Errors = Readonly<{ scorecard?: string; evaluators?: string; segments?: string; due?: string }>;

const MAX_NOTE = 500;

/**
 * Gives reviews to evaluators. What would be assigned is asked of the server with every change, and shown before anything
 * is done.
 */
export function AssignDialog({ target, onClose }: Readonly<{ target: AssignTarget; onClose: () => void }>) {
  const { zone } = usePreferences();
  const client = useQueryClient();
  const notify = useNotify();
  const people = useQuery(evaluatorsOptions());
  const scorecards = useScorecardChoice();
  const [evaluators, setEvaluators] = useState<readonly string[]>([]);
  const [isCalibration, setIsCalibration] = useState(false);
  const segments = useSegmentChoice(target);
  const [unit, setUnit] = useState<"mediaFile" | "agentTime">("mediaFile");
  const [due, setDue] = useState<Readonly<{ choice: DueChoice; date: string }>>({ choice: "week", date: "" });
  const [note, setNote] = useState("");
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  // Outside React: the focus, which goes to what has to be put right.
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [tries]);
  const picked = usePickedBody(target);

  const dueMs = dueMsOf(due.choice, due.date, Date.now(), zone);
  const found: Errors = {
    ...(scorecards.chosen === null ? { scorecard: "Choose a scorecard." } : {}),
    ...(evaluators.length === 0
      ? { evaluators: "Choose at least one evaluator." }
      : isCalibration && evaluators.length < 2
        ? { evaluators: "A calibration compares two evaluators or more." }
        : {}),
    ...(target.kind !== "picked" && segments.chosen.length === 0
      ? { segments: "Tick at least one part." }
      : {}),
    ...(dueMs === undefined ? { due: "Give a day from today on." } : {}),
  };
  const errors = tries > 0 ? found : {};
  const what = target.kind === "picked" ? picked.body : segmentsBody(target.recording.id, segments.chosen);
  const isComplete = Object.keys(found).length === 0 && what !== null;
  const request =
    isComplete && scorecards.chosen !== null
      ? {
          ...what,
          scorecard: scorecards.chosen,
          evaluators: [...evaluators],
          calibration: isCalibration && evaluators.length > 1,
          ...(target.kind === "picked" ? { unit } : {}),
        }
      : null;
  const preview = useAssignPreview(request);
  const count = preview.data?.picks.length ?? null;
  const skipped = preview.data?.skipped.length ?? 0;
  const refusal = preview.error?.message ?? picked.failure;

  const assign = useMutation({
    mutationFn: (body: NonNullable<typeof request>) =>
      assignReviews({
        ...body,
        note: note.trim(),
        ...(typeof dueMs === "number" ? { dueTime: new Date(dueMs).toISOString() } : {}),
      }),
    onSuccess: async (answer, body) => {
      rememberScorecard(body.scorecard);
      notify(`${reviewCountWords(answer.reviews.length)} assigned.`);
      onClose();
      await client.invalidateQueries({ queryKey: reviewKeys.all });
    },
  });

  return (
    <Dialog open title="Assign for review" onClose={onClose} shape="sheet">
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTries(tries + 1);
          if (request !== null && count !== 0) assign.mutate(request);
        }}
      >
        <TargetLine target={target} />
        {target.kind === "call" ? <SegmentsField choice={segments} error={errors.segments} /> : null}
        {target.kind === "picked" ? <UnitField unit={unit} onUnit={setUnit} /> : null}
        <ScorecardField choice={scorecards} error={errors.scorecard} />
        <EvaluatorsField
          people={people.data ?? null}
          failure={people.error?.message ?? null}
          chosen={evaluators}
          onChoose={setEvaluators}
          isCalibration={isCalibration}
          onCalibration={setIsCalibration}
          error={errors.evaluators}
        />
        <DueField due={due} onDue={setDue} zone={zone} error={errors.due} />
        <Field label="Note to the evaluators" hint="They see it above the call.">
          {(control) => (
            <TextArea
              {...control}
              rows={2}
              maxLength={MAX_NOTE}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              className="field-sizing-content"
            />
          )}
        </Field>
        <AssignPreviewPart
          preview={preview.data ?? null}
          isOld={preview.isOld}
          failure={null}
          evaluators={evaluators}
          people={people.data ?? []}
          isCalibration={isCalibration && evaluators.length > 1}
        />
        {assign.error ? <Failure title="Nothing was assigned">{assign.error.message}</Failure> : null}
        <div className="-mx-4 -mb-4 sticky bottom-0 flex items-center justify-end gap-2 border-line border-t bg-raised px-4 py-3">
          <span className="mr-auto min-w-0 text-sm">
            {refusal !== null ? (
              <span role="alert" className="text-danger">
                {refusal}
              </span>
            ) : skipped > 0 ? (
              <span className="text-warn">{callCountWords(skipped, false)} left out</span>
            ) : (
              <Link href="/reviews" className="rounded text-accent underline" onClick={onClose}>
                All reviews
              </Link>
            )}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={assign.isPending || count === 0 || refusal !== null}>
            {assign.isPending
              ? "Assigning…"
              : count === null || preview.isOld
                ? "Assign"
                : `Assign ${reviewCountWords(count)}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
