import { Button } from "@/components/ui/button";
import type { ScorecardDetails } from "@/lib/domain/reviews/scorecard-answers";

type NewerVersionProps = Readonly<{
  card: ScorecardDetails;
  isDirty: boolean;
  onLoad: () => void;
  onOverwrite: () => void;
}>;

/** Somebody else has saved a version since this one was opened: theirs or ours. */
export function NewerVersion({ card, isDirty, onLoad, onOverwrite }: NewerVersionProps) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 rounded border border-line-strong px-3 py-2"
    >
      <p className="min-w-48 flex-1">
        <bdi>{card.createUser}</bdi> has saved version {card.version} meanwhile.
      </p>
      <Button size="small" onClick={onLoad}>
        {isDirty ? "Discard mine and load it" : "Load it"}
      </Button>
      {isDirty ? (
        <Button size="small" onClick={onOverwrite}>
          Save mine over version {card.version}
        </Button>
      ) : null}
    </div>
  );
}
