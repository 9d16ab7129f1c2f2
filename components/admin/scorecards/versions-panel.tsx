import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { fullTime, readTime } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Select } from "@/components/ui/field";
import { scorecardOptions } from "@/lib/api-client/scorecards";
import { contentOf, type ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { ScorecardDetails, VersionRow } from "@/lib/domain/reviews/scorecard-answers";
import { type Change, changesBetween } from "./version-changes";

type VersionsPanelProps = Readonly<{
  card: ScorecardDetails;
  /** Puts an older version's content into the editor; null = not now. */
  onTake: ((content: ScorecardContent, version: number) => void) | null;
}>;

/** Every version, who made it and when, and what changed from one to another. */
export function VersionsPanel({ card, onTake }: VersionsPanelProps) {
  const { zone } = usePreferences();
  const { versions } = card;
  const latest = versions[0]?.version ?? 1;
  const [pair, setPair] = useState<Readonly<{ from: number; to: number }> | null>(null);
  const { from, to } = pair ?? { from: Math.max(1, latest - 1), to: latest };
  const made = ({ createTime, createUser }: VersionRow) => {
    const ms = readTime(createTime);
    return `${createUser}, ${ms === null ? createTime : fullTime(ms, zone)}`;
  };
  return (
    <div className="flex flex-col gap-4">
      <ol className="flex flex-col gap-1">
        {versions.map((row) => (
          <li key={row.version}>
            <span className="font-medium">Version {row.version}</span>
            <span className="block text-ink-soft text-sm">{made(row)}</span>
          </li>
        ))}
      </ol>
      {versions.length > 1 ? (
        <>
          <div className="grid grid-cols-2 gap-2">
            <VersionSelect
              label="What changed from"
              versions={versions}
              value={from}
              onChange={(version) => setPair({ from: version, to })}
            />
            <VersionSelect
              label="to"
              versions={versions}
              value={to}
              onChange={(version) => setPair({ from, to: version })}
            />
          </div>
          <Comparison id={card.id} from={from} to={to} onTake={onTake} />
        </>
      ) : (
        <p className="text-ink-soft">
          Each change makes a version. What was scored by an older one keeps it.
        </p>
      )}
    </div>
  );
}

type VersionSelectProps = Readonly<{
  label: string;
  versions: readonly VersionRow[];
  value: number;
  onChange: (version: number) => void;
}>;

function VersionSelect({ label, versions, value, onChange }: VersionSelectProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(Number(event.target.value))}>
          {versions.map(({ version }) => (
            <option key={version} value={version}>
              Version {version}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Comparison({
  id,
  from,
  to,
  onTake,
}: Readonly<{ id: string; from: number; to: number; onTake: VersionsPanelProps["onTake"] }>) {
  const [before, after] = useQueries({ queries: [scorecardOptions(id, from), scorecardOptions(id, to)] });
  const failure = before.error ?? after.error;
  if (failure) return <Failure title="The versions can't be shown">{failure.message}</Failure>;
  if (!before.data || !after.data) return <Skeleton className="h-24" />;
  const old = contentOf(before.data);
  const changes = changesBetween(old, contentOf(after.data));
  return (
    <>
      <ChangeList changes={changes} />
      {from < to && onTake ? (
        <div>
          <Button size="small" onClick={() => onTake(old, from)}>
            Start again from version {from}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const MARKS = { added: "+", removed: "−", changed: "~" } as const;

function ChangeList({ changes }: Readonly<{ changes: readonly Change[] }>) {
  if (changes.length === 0) return <p className="text-ink-soft">Nothing.</p>;
  return (
    <ul aria-label="What changed" className="flex flex-col gap-2">
      {changes.map(({ tone, about, words }) => (
        <li key={`${about} ${words}`} className="flex gap-2">
          <span aria-hidden className="w-3 shrink-0 text-center text-ink-faint">
            {MARKS[tone]}
          </span>
          <span className="min-w-0 break-words">
            <bdi className="font-medium">{about}</bdi> <span className="text-ink-soft">{words}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
