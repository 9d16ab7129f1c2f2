"use client";

import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { MASKED } from "@/components/format/words";
import { whenWords } from "@/components/recordings/filters/when";
import { usePreferences } from "@/components/shell/preferences";
import { Field, Select } from "@/components/ui/field";
import { scorecardsOptions } from "@/lib/api-client/scorecards";
import type { ResultsAnswer } from "@/lib/domain/reviews/results";
import type { Address } from "../use-address";
import { isOwnPeriod, PERIOD_WORDS, PERIODS, presetOf, readPeriod } from "./period";

type Props = Readonly<{ address: Address; answer: ResultsAnswer | undefined }>;

const CHIPS = [
  ["agent", "Agent", "agents"],
  ["team", "Team", "teams"],
  ["evaluator", "Evaluator", "evaluators"],
] as const;

/** Which submitted reviews count: by time, by scorecard, and what was pressed in the tables below. */
export function ResultsFilters({ address, answer }: Props) {
  const { zone } = usePreferences();
  const scorecards = useQuery(scorecardsOptions());
  const period = address.get("period");
  const chips = CHIPS.flatMap(([name, title, list]) => {
    const key = address.get(name);
    return key === "" ? [] : [{ name, title, words: nameOf(answer?.[list], key) }];
  });
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Submitted" className="w-44 max-sm:flex-1">
        {(control) => (
          <Select
            {...control}
            value={isOwnPeriod(period) ? period : presetOf(period)}
            onChange={(event) => address.change({ period: event.target.value })}
          >
            {isOwnPeriod(period) ? <option value={period}>{ownPeriodWords(period, zone)}</option> : null}
            {PERIODS.map((preset) => (
              <option key={preset} value={preset}>
                {PERIOD_WORDS[preset]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Scorecard" className="w-52 max-sm:flex-1">
        {(control) => (
          <Select
            {...control}
            value={address.get("scorecard")}
            onChange={(event) => address.change({ scorecard: event.target.value, question: "" })}
          >
            <option value="">All</option>
            {scorecards.data?.map(({ id, name, archived }) => (
              <option key={id} value={id}>
                {archived ? `${name} (archived)` : name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {chips.map(({ name, title, words }) => (
        <button
          key={name}
          type="button"
          aria-label={`${title}: ${words === MASKED ? "masked" : words}. Take this away`}
          onClick={() => address.change({ [name]: "" })}
          className="inline-flex h-8 max-w-64 items-center gap-1 rounded border border-accent bg-accent-soft px-2 text-accent"
        >
          <span className="truncate">
            {title}: <bdi>{words}</bdi>
          </span>
          <X aria-hidden className="size-3.5 shrink-0" />
        </button>
      ))}
    </div>
  );
}

function nameOf(groups: ResultsAnswer["agents"] | undefined, key: string): string {
  return groups?.find((group) => group.key === key)?.name ?? "one";
}

function ownPeriodWords(text: string, zone: string): string {
  const { fromMs, endMs } = readPeriod(text, Date.now(), zone);
  return fromMs === null || endMs === null
    ? text
    : whenWords({ startTime: fromMs, startBefore: endMs }, Date.now(), zone);
}
