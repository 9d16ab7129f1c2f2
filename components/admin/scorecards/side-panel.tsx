import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { ScorecardDetails } from "@/lib/domain/reviews/scorecard-answers";
import type { Draft } from "./draft";
import { TryIt } from "./try-it";
import { VersionsPanel } from "./versions-panel";

type SidePanelProps = Readonly<{
  draft: Draft;
  card: ScorecardDetails | null;
  onTake: ((content: ScorecardContent, version: number) => void) | null;
}>;

/** Beside the fields: the scorecard to try, or its versions. */
export function SidePanel({ draft, card, onTake }: SidePanelProps) {
  const [shown, setShown] = useState<"try" | "versions">("try");
  return (
    <aside
      aria-label="Preview and versions"
      className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-4 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto"
    >
      <div className="flex gap-1">
        <Button
          id="try-it"
          size="small"
          tone={shown === "try" ? "primary" : "plain"}
          aria-pressed={shown === "try"}
          onClick={() => setShown("try")}
        >
          Try it
        </Button>
        {card ? (
          <Button
            size="small"
            tone={shown === "versions" ? "primary" : "plain"}
            aria-pressed={shown === "versions"}
            onClick={() => setShown("versions")}
          >
            Versions ({card.versions.length})
          </Button>
        ) : null}
      </div>
      {/* Kept while the versions are looked at: its answers would be lost. */}
      <div hidden={shown !== "try"}>
        <TryIt draft={draft} />
      </div>
      {card && shown === "versions" ? <VersionsPanel card={card} onTake={onTake} /> : null}
    </aside>
  );
}
