"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { NothingHere } from "@/components/ui/nothing-here";
import { ApiError } from "@/lib/api-client/fetch-json";
import { scorecardOptions } from "@/lib/api-client/scorecards";
import { contentOf } from "@/lib/domain/reviews/scorecard";
import { emptyDraft } from "./draft";
import { ScorecardEditor } from "./scorecard-editor";

/** One stored scorecard, to be changed. */
export function ScorecardScreen({ id }: Readonly<{ id: string }>) {
  const card = useQuery(scorecardOptions(id));
  if (card.data) return <ScorecardEditor key={id} card={card.data} initial={contentOf(card.data)} />;
  return <NotYet error={card.error} />;
}

/** A scorecard to be made, with the content of another one when that is named. */
export function NewScorecardScreen({ from }: Readonly<{ from: string | null }>) {
  const [empty] = useState(emptyDraft);
  const model = useQuery({ ...scorecardOptions(from ?? ""), enabled: from !== null });
  if (from === null) return <ScorecardEditor card={null} initial={empty} />;
  if (!model.data) return <NotYet error={model.error} />;
  const copy = { ...contentOf(model.data), name: `${model.data.name.slice(0, 110)} (copy)` };
  return <ScorecardEditor key={from} card={null} initial={copy} />;
}

function NotYet({ error }: Readonly<{ error: Error | null }>) {
  if (error instanceof ApiError && error.status === 404) return <NothingHere />;
  if (error) return <Failure title="The scorecard can't be shown">{error.message}</Failure>;
  return <Skeleton className="h-96" />;
}
