import { clsx } from "clsx";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { isTrouble, ownMessage } from "@/components/format/source-words";
import { ago, calendarDay, clockTime, fullTime, readTime } from "@/components/format/time";
import { numberWords } from "@/components/format/words";
import { usePreferences } from "@/components/shell/preferences";
import { Badge } from "@/components/ui/feedback";
import { ShareBar } from "@/components/ui/share-bar";
import type { SourceDetails, SourceState } from "@/lib/domain/answers";
import { VENDOR_TITLES } from "@/lib/domain/vendors";

const STATE_WORDS: Readonly<Record<SourceState, string>> = {
  ok: "Current",
  backfilling: "Older calls coming in",
  behind: "Behind",
  unreachable: "Not reachable",
  refused: "Refuses our account",
  fieldMasked: "Field masked",
};

const CAPABILITIES = [
  ["readById", "Read by id"],
  ["labels", "Labels"],
  ["protection", "Protection"],
  ["deletion", "Deletion"],
  ["live", "Live control"],
] as const;

/** One recording system: its state in words, how far it has come, what it can do and what it lacks. */
export function SourceItem({ source }: Readonly<{ source: SourceDetails }>) {
  const { zone } = usePreferences();
  const nowMs = Date.now();
  const short = (ms: number) => `${calendarDay(ms, zone, nowMs)}, ${clockTime(ms, zone)}`;
  const syncedMs = readTime(source.lastSyncTime);
  const newestMs = readTime(source.newestStartTime);
  const untilMs = readTime(source.syncedUntilTime);
  const sinceMs = readTime(source.stateSince);
  const message = ownMessage(source);
  const isBroken = source.state === "unreachable" || source.state === "refused";
  return (
    <li className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-lg">{source.name}</h2>
        {source.name === VENDOR_TITLES[source.vendor] ? null : (
          <span className="text-ink-soft">{VENDOR_TITLES[source.vendor]}</span>
        )}
        <Badge tone={isBroken ? "danger" : isTrouble(source) ? "mask" : "accent"}>
          {STATE_WORDS[source.state]}
        </Badge>
        {sinceMs === null ? null : (
          <span className="text-ink-soft text-sm">since {fullTime(sinceMs, zone)}</span>
        )}
      </div>
      {message ? <p className={clsx("mt-1", isBroken ? "text-danger" : "text-ink-soft")}>{message}</p> : null}
      {source.missingPermissions.length > 0 ? <Missing permissions={source.missingPermissions} /> : null}
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-5">
        <Fact title="Recordings">{numberWords(source.recordingCount)}</Fact>
        <Fact title="Newest call">{newestMs === null ? "none" : short(newestMs)}</Fact>
        <Fact title="Calls are in up to">
          {untilMs !== null ? short(untilMs) : syncedMs === null ? "nothing yet" : short(syncedMs)}
        </Fact>
        <Fact title="Last looked">{syncedMs === null ? "never" : ago(syncedMs, nowMs)}</Fact>
        <Fact title="Looks every">{intervalWords(source.syncSeconds)}</Fact>
      </dl>
      <History source={source} zone={zone} />
      <ul aria-label={`What ${source.name} can do`} className="mt-4 flex flex-wrap gap-x-4 gap-y-1">
        {CAPABILITIES.map(([key, title]) => {
          const can = source.capabilities[key];
          const Icon = can ? Check : Minus;
          return (
            <li
              key={key}
              className={clsx("flex items-center gap-1 text-sm", can ? "text-ink" : "text-ink-faint")}
            >
              <Icon aria-hidden className={clsx("size-3.5", can && "text-accent")} />
              {can ? title : `No ${title.toLowerCase()}`}
            </li>
          );
        })}
      </ul>
      {source.limits.length > 0 ? (
        <ul className="mt-3 list-disc pl-5 text-ink-soft text-sm">
          {source.limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function intervalWords(seconds: number): string {
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function History({ source, zone }: Readonly<{ source: SourceDetails; zone: string }>) {
  const { backfill, backfillDays } = source;
  const days = backfillDays === 1 ? "1 day" : `${backfillDays} days`;
  if (backfill.done) {
    return <p className="mt-3 text-ink-soft text-sm">History of {days} is complete</p>;
  }
  const reachedMs = readTime(backfill.reachedTime);
  return (
    <div className="mt-3 flex flex-col gap-1">
      <span className="text-ink-soft text-sm">
        History: {reachedMs === null ? "not begun" : `back to ${fullTime(reachedMs, zone)}`}, of {days}
      </span>
      <ShareBar label={`History of ${source.name}`} share={backfill.share} />
    </div>
  );
}

function Missing({ permissions }: Readonly<{ permissions: SourceDetails["missingPermissions"] }>) {
  return (
    <section className="mt-3 rounded border border-danger bg-danger-soft px-3 py-2">
      <h3 className="font-medium">Permissions that Earmark's account lacks there</h3>
      <ul className="mt-1 flex flex-col gap-0.5">
        {permissions.map(({ call, permission }) => (
          <li key={`${call} ${permission}`} className="wrap-anywhere">
            <code className="font-mono text-sm">{permission}</code>{" "}
            <span className="text-ink-soft">for {call}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <div>
      <dt className="text-ink-faint text-sm">{title}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}
