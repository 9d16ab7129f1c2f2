"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { calendarDay } from "@/components/format/time";
import { useNotify } from "@/components/shell/notices";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, Input } from "@/components/ui/field";
import { drawByRule, type RuleRow, ruleKeys } from "@/lib/api-client/review-rules";
import { evaluatorsOptions, reviewKeys } from "@/lib/api-client/reviews";
import { AssignPreviewPart } from "../assign/assign-preview";
import { todayInput } from "../assign/due";
import { reviewCountWords } from "../assign/preview-words";
import { useAssignPreview } from "../assign/use-assign-preview";
import { DRAW_PERIODS, type DrawPeriod, type DrawPeriodChoice, drawPeriod } from "./weeks";

const WORDS = {
  lastWeek: "Last week",
  thisWeek: "This week so far",
  days: "Days of my own",
} as const satisfies Record<DrawPeriodChoice, string>;

/** Draws by a rule for a time of one's choice; how many that would be is shown before. */
export function DrawDialog({ rule, onClose }: Readonly<{ rule: RuleRow; onClose: () => void }>) {
  const client = useQueryClient();
  const notify = useNotify();
  const { zone } = usePreferences();
  const people = useQuery(evaluatorsOptions());
  // The time of opening: what is previewed does not move on by itself.
  const [nowMs] = useState(() => Date.now());
  const [choice, setChoice] = useState<DrawPeriodChoice>("lastWeek");
  const [days, setDays] = useState({ first: "", last: "" });
  const [wasTried, setWasTried] = useState(false);
  const period = drawPeriod(choice, days, nowMs, rule.zone);
  const times = period && {
    fromTime: new Date(period.fromMs).toISOString(),
    toTime: new Date(period.endMs).toISOString(),
  };
  const preview = useAssignPreview(
    times && {
      scorecard: rule.scorecard,
      evaluators: [...rule.evaluators],
      calibration: rule.calibration,
      unit: rule.unit,
      sample: {
        ...times,
        perAgent: rule.perAgent,
        ...(rule.search === undefined ? {} : { search: rule.search }),
      },
    },
  );
  const draw = useMutation({
    mutationFn: (asked: NonNullable<typeof times>) => drawByRule(rule.id, asked),
    onSuccess: async ({ reviews }) => {
      notify(`${reviewCountWords(reviews.length)} drawn and assigned.`);
      onClose();
      await Promise.all([
        client.invalidateQueries({ queryKey: ruleKeys.all }),
        client.invalidateQueries({ queryKey: reviewKeys.all }),
      ]);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (times) draw.mutate(times);
  };
  const population = preview.data?.population;
  return (
    <Dialog open title="Draw now" onClose={onClose} shape="sheet">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <p className="rounded bg-canvas px-2 py-1">
          <bdi>{rule.name}</bdi>
        </p>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-medium text-ink-soft text-sm">Calls of</legend>
          {DRAW_PERIODS.map((one) => (
            <label key={one} className="flex min-h-6 items-center gap-1.5">
              <input
                type="radio"
                name="period"
                checked={choice === one}
                onChange={() => setChoice(one)}
                className="size-4 accent-[var(--accent)]"
              />
              {WORDS[one]}
              <span className="text-ink-faint">
                {one === "days" ? "" : periodWords(drawPeriod(one, days, nowMs, rule.zone), rule.zone, nowMs)}
              </span>
            </label>
          ))}
        </fieldset>
        {choice === "days" ? (
          <div className="flex flex-wrap gap-3">
            {(["first", "last"] as const).map((end) => (
              <Field
                key={end}
                label={end === "first" ? "First day" : "Last day"}
                error={
                  wasTried && period === null && end === "last"
                    ? "Give a first day, and a last one not before it."
                    : undefined
                }
              >
                {(control) => (
                  <Input
                    {...control}
                    type="date"
                    max={todayInput(nowMs, rule.zone)}
                    value={days[end]}
                    onChange={(event) => setDays({ ...days, [end]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
        ) : null}
        {rule.zone === zone ? null : <p className="text-ink-faint text-sm">Days of {rule.zone}.</p>}
        <AssignPreviewPart
          preview={preview.data ?? null}
          isOld={preview.isOld}
          failure={preview.error?.message ?? null}
          evaluators={rule.evaluators}
          people={people.data ?? []}
          isCalibration={rule.calibration}
        />
        {population === undefined ? null : (
          <p className="text-ink-soft text-sm">
            Out of {population === 1 ? "1 call" : `${population} calls`}. Which ones is decided by lot when
            you draw; calls that are under review already are left out.
          </p>
        )}
        {draw.error ? <Failure title="Nothing was drawn">{draw.error.message}</Failure> : null}
        <div className="-mx-4 -mb-4 sticky bottom-0 flex justify-end gap-2 border-line border-t bg-raised px-4 py-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            disabled={draw.isPending || preview.data?.picks.length === 0 || preview.error !== null}
          >
            {draw.isPending ? "Drawing…" : "Draw and assign"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function periodWords(period: DrawPeriod | null, zone: string, nowMs: number): string {
  if (!period) return "";
  return `${calendarDay(period.fromMs, zone, nowMs)} – ${calendarDay(period.endMs - 1, zone, nowMs)}`;
}
