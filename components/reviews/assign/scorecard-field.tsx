import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Select } from "@/components/ui/field";
import { scorecardsOptions } from "@/lib/api-client/scorecards";

const LAST_USED = "earmark.reviews.scorecard";

export type ScorecardChoice = Readonly<{
  /** Those that can be assigned, the last used first; null = not known yet. */
  offered: readonly Readonly<{ id: string; name: string }>[] | null;
  failure: string | null;
  /** Null = there is none to choose. */
  chosen: string | null;
  choose: (id: string) => void;
}>;

/** By which scorecard reviews are scored: until somebody chooses, the one this browser assigned last. */
export function useScorecardChoice(initial: string | null = null): ScorecardChoice {
  const scorecards = useQuery(scorecardsOptions());
  const [picked, setPicked] = useState<string | null>(initial);
  const [lastUsed] = useState(() => window.localStorage.getItem(LAST_USED));
  const offered = scorecards.data
    ?.filter(({ archived }) => !archived)
    .sort((one, other) => Number(other.id === lastUsed) - Number(one.id === lastUsed));
  const isOffered = offered?.some(({ id }) => id === picked) ?? false;
  return {
    offered: offered ?? null,
    failure: scorecards.error?.message ?? null,
    chosen: isOffered ? picked : (offered?.[0]?.id ?? null),
    choose: setPicked,
  };
}

/** Makes it the first one offered next time. */
export function rememberScorecard(id: string): void {
  window.localStorage.setItem(LAST_USED, id);
}

export function ScorecardField({
  choice,
  error,
}: Readonly<{ choice: ScorecardChoice; error: string | undefined }>) {
  const { offered, failure, chosen, choose } = choice;
  if (failure) return <Failure title="The scorecards can't be read">{failure}</Failure>;
  if (offered === null) return <Skeleton className="h-12" />;
  return (
    <Field
      label="Scorecard"
      error={
        offered.length === 0 ? "There is no scorecard yet. An administrator makes one under Admin." : error
      }
    >
      {(control) => (
        <Select {...control} value={chosen ?? ""} onChange={(event) => choose(event.target.value)}>
          {offered.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
