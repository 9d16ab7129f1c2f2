import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { archiveScorecard, restoreScorecard, scorecardKeys } from "@/lib/api-client/scorecards";
import type { ScorecardRow } from "@/lib/domain/reviews/scorecard-answers";
import { usedWords } from "./words";

type ArchiveDialogProps = Readonly<{ card: ScorecardRow; onClose: () => void }>;

/** Takes a scorecard out of use, or back into it, and says what becomes of the reviews that use it. */
export function ArchiveDialog({ card, onClose }: ArchiveDialogProps) {
  const client = useQueryClient();
  const notify = useNotify();
  const act = useMutation({
    mutationFn: () => (card.archived ? restoreScorecard(card.id) : archiveScorecard(card.id)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: scorecardKeys.all });
      notify(card.archived ? `“${card.name}” is in use again.` : `“${card.name}” is archived.`);
      onClose();
    },
  });
  const title = card.archived ? `Restore “${card.name}”?` : `Archive “${card.name}”?`;
  const uses = card.reviews && card.reviews.total > 0 ? usedWords(card.reviews) : null;
  return (
    <Dialog open title={title} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {card.archived ? (
          <p>Reviews can be assigned by it again, as it stands in version {card.version}.</p>
        ) : (
          <p>
            Nothing new can be assigned by it. {keptWords(uses)} You can restore it at any time, as long as
            its name is free.
          </p>
        )}
        {act.isError ? <Failure title={act.error.message} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" disabled={act.isPending} onClick={() => act.mutate()}>
            {card.archived ? "Restore" : "Archive"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function keptWords(uses: string | null): string {
  return uses === null
    ? "No review uses it."
    : `It has ${uses}: they keep it, can still be finished, and stay in the results.`;
}
