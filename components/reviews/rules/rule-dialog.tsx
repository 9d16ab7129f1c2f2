"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, Input, Select } from "@/components/ui/field";
import { changeRule, createRule, type RuleRow, ruleKeys } from "@/lib/api-client/review-rules";
import { evaluatorsOptions } from "@/lib/api-client/reviews";
import type { RuleContent } from "@/lib/domain/reviews/rule";
import { EvaluatorsField } from "../assign/evaluators-field";
import { ScorecardField, useScorecardChoice } from "../assign/scorecard-field";
import { UnitField } from "../assign/unit-field";
import { useRuleNames } from "./use-rule-names";

type Errors = Readonly<{
  name?: string;
  perAgent?: string;
  scorecard?: string;
  evaluators?: string;
  dueDays?: string;
}>;

const MOST_PER_AGENT = 50;
const MOST_DUE_DAYS = 90;

/** Makes or changes a rule. */
export function RuleDialog({ rule, onClose }: Readonly<{ rule: RuleRow | null; onClose: () => void }>) {
  const { zone: ownZone } = usePreferences();
  const client = useQueryClient();
  const people = useQuery(evaluatorsOptions());
  const { searches } = useRuleNames();
  const scorecards = useScorecardChoice(rule?.scorecard ?? null);
  const [evaluators, setEvaluators] = useState<readonly string[]>(rule?.evaluators ?? []);
  const [isCalibration, setIsCalibration] = useState(rule?.calibration ?? false);
  const [unit, setUnit] = useState<RuleContent["unit"]>(rule?.unit ?? "mediaFile");
  const [search, setSearch] = useState(rule?.search ?? "");
  const [errors, setErrors] = useState<Errors>({});
  const zone = rule?.zone ?? ownZone;
  const save = useMutation<unknown, Error, RuleContent>({
    mutationFn: (content) => (rule ? changeRule(rule.id, content) : createRule(content)),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const [name, perAgent, dueDays] = [text("name"), Number(text("perAgent")), text("dueDays")];
    const found: Errors = {
      ...(name === "" ? { name: "Give the rule a name." } : {}),
      ...(isWhole(perAgent, MOST_PER_AGENT) ? {} : { perAgent: `A number from 1 to ${MOST_PER_AGENT}.` }),
      ...(scorecards.chosen === null ? { scorecard: "Choose a scorecard." } : {}),
      ...(evaluators.length === 0
        ? { evaluators: "Choose at least one evaluator." }
        : isCalibration && evaluators.length < 2
          ? { evaluators: "A calibration compares two evaluators or more." }
          : {}),
      ...(dueDays === "" || isWhole(Number(dueDays), MOST_DUE_DAYS)
        ? {}
        : { dueDays: `A number from 1 to ${MOST_DUE_DAYS}, or nothing.` }),
    };
    setErrors(found);
    if (Object.keys(found).length > 0 || scorecards.chosen === null) return;
    save.mutate({
      name,
      ...(search === "" ? {} : { search }),
      perAgent,
      unit,
      scorecard: scorecards.chosen,
      evaluators: [...evaluators],
      calibration: isCalibration,
      dueDays: dueDays === "" ? null : Number(dueDays),
      zone,
      active: form.get("active") === "on",
    });
  };
  return (
    <Dialog open title={rule ? "Change the rule" : "New rule"} onClose={onClose} shape="sheet">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={errors.name}>
          {(control) => (
            <Input {...control} name="name" maxLength={120} defaultValue={rule?.name} autoComplete="off" />
          )}
        </Field>
        <Field label="Calls per agent and week" error={errors.perAgent} className="w-44">
          {(control) => (
            <Input
              {...control}
              name="perAgent"
              type="number"
              min={1}
              max={MOST_PER_AGENT}
              defaultValue={rule?.perAgent ?? 3}
            />
          )}
        </Field>
        <Field label="Drawn from" hint="Save a search in Recordings to draw from its calls alone.">
          {(control) => (
            <Select {...control} value={search} onChange={(event) => setSearch(event.target.value)}>
              <option value="">Every call in reach</option>
              {search !== "" && !searches.some(({ id }) => id === search) ? (
                <option value={search}>The search as it is</option>
              ) : null}
              {searches.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <UnitField unit={unit} onUnit={setUnit} />
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
        <Field
          label="Due after (days)"
          hint="Counted from the draw; empty = no date."
          error={errors.dueDays}
          className="w-60"
        >
          {(control) => (
            <Input
              {...control}
              name="dueDays"
              type="number"
              min={1}
              max={MOST_DUE_DAYS}
              defaultValue={rule ? (rule.dueDays ?? "") : 7}
            />
          )}
        </Field>
        <label className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          <input
            type="checkbox"
            name="active"
            defaultChecked={rule?.active ?? true}
            className="mt-0.5 size-4 accent-[var(--accent)]"
          />
          <span>
            Draw by itself when a week is over
            <span className="block text-ink-faint text-sm">Weeks run from Monday to Sunday in {zone}.</span>
          </span>
        </label>
        {save.error ? <Failure title="The rule was not saved">{save.error.message}</Failure> : null}
        <div className="-mx-4 -mb-4 sticky bottom-0 flex justify-end gap-2 border-line border-t bg-raised px-4 py-3">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
