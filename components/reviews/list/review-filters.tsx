"use client";

import { useQuery } from "@tanstack/react-query";
import { Field, Select } from "@/components/ui/field";
import { evaluatorsOptions, type ReviewFilter } from "@/lib/api-client/reviews";
import { scorecardsOptions } from "@/lib/api-client/scorecards";
import type { OutgoingPerson } from "@/lib/privacy/outgoing-review";
import type { Address } from "../use-address";
import { LIST_STATE_WORDS, LIST_STATES } from "./review-filter";

type Props = Readonly<{
  address: Address;
  filter: ReviewFilter;
  /** Those whose reviews have been seen on this screen. */
  agents: readonly OutgoingPerson[];
  /** Somebody is about to choose. */
  onNear: () => void;
}>;

/** Which reviews are listed. */
export function ReviewFilters({ address, filter, agents, onNear }: Props) {
  const people = useQuery(evaluatorsOptions());
  const scorecards = useQuery(scorecardsOptions());
  const lists = [
    { name: "evaluator", label: "Evaluator", value: filter.evaluator, options: people.data ?? [] },
    { name: "scorecard", label: "Scorecard", value: filter.scorecard, options: scorecards.data ?? [] },
    { name: "agent", label: "Agent", value: filter.agent, options: agents },
  ];
  return (
    <fieldset className="flex flex-wrap gap-2" onFocus={onNear} onPointerEnter={onNear}>
      <legend className="sr-only">Which reviews</legend>
      <Field label="State" className="w-32 max-sm:flex-1 max-sm:basis-[40%]">
        {(control) => (
          <Select
            {...control}
            value={filter.state ?? "open"}
            onChange={(event) => address.change({ state: event.target.value })}
          >
            {LIST_STATES.map((state) => (
              <option key={state} value={state}>
                {LIST_STATE_WORDS[state]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {lists.map(({ name, label, value, options }) => (
        <Field key={name} label={label} className="w-44 max-sm:flex-1 max-sm:basis-[40%]">
          {(control) => (
            <Select
              {...control}
              value={value ?? ""}
              onChange={(event) => address.change({ [name]: event.target.value })}
            >
              <option value="">All</option>
              {value !== undefined && !options.some(({ id }) => id === value) ? (
                <option value={value}>The one in the address</option>
              ) : null}
              {options.map((option) => (
                <option key={option.id} value={option.id}>
                  {option.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
    </fieldset>
  );
}
