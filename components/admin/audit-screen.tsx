"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fullTime, readTime } from "@/components/format/time";
import { usePreferences } from "@/components/shell/preferences";
import { Button } from "@/components/ui/button";
import { Badge, Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { Field, Input, Select } from "@/components/ui/field";
import { auditOptions, verifyAudit } from "@/lib/api-client/queries";
import type { AuditRow } from "@/lib/domain/answers";
import { ScreenHeading } from "./screen-heading";

const ACTIONS = [
  "recording.search",
  "recording.open",
  "recording.download",
  "recording.export",
  "recording.reveal",
  "recording.protect",
  "recording.unprotect",
  "recording.delete",
  "recording.gone",
  "play.opened",
  "play.sent",
  "play.heard",
  "label.add",
  "label.change",
  "label.remove",
  "scorecard.create",
  "scorecard.change",
  "scorecard.archive",
  "scorecard.restore",
  "setting.change",
  "user.create",
  "user.change",
  "sign-in",
] as const;

/** Who did what, when, from where and why; and whether anybody has touched the log since. */
export function AuditScreen() {
  const [action, setAction] = useState("");
  const [user, setUser] = useState("");
  const filter = { ...(action ? { action } : {}), ...(user ? { user } : {}) };
  const log = useInfiniteQuery(auditOptions(filter));
  const verify = useMutation({ mutationFn: () => verifyAudit() });
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <ScreenHeading
        title="Audit log"
        actions={
          <Button onClick={() => verify.mutate()} disabled={verify.isPending}>
            {verify.isPending ? "Checking…" : "Verify the log"}
          </Button>
        }
      >
        Everything that was searched, opened, heard, changed or deleted. Rows are chained: a changed or
        missing one shows.
      </ScreenHeading>
      {verify.data ? (
        verify.data.ok ? (
          <p role="status" className="rounded border border-line bg-accent-soft px-3 py-2">
            {verify.data.message} {verify.data.rows.toLocaleString("en")} rows checked.
          </p>
        ) : (
          <Failure title={verify.data.message} />
        )
      ) : null}
      {verify.isError ? <Failure title="The log can't be checked">{verify.error.message}</Failure> : null}
      <div className="flex flex-wrap gap-3">
        <Field label="What" className="w-48">
          {(control) => (
            <Select {...control} value={action} onChange={(event) => setAction(event.target.value)}>
              <option value="">Everything</option>
              {ACTIONS.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Who" className="w-64">
          {(control) => (
            <Input
              {...control}
              placeholder="E-mail"
              defaultValue={user}
              onBlur={(event) => setUser(event.target.value.trim())}
              onKeyDown={(event) => {
                if (event.key === "Enter") setUser(event.currentTarget.value.trim());
              }}
            />
          )}
        </Field>
      </div>
      {log.isPending ? <Skeleton className="h-64" /> : null}
      {log.isError ? <Failure title="The log can't be shown">{log.error.message}</Failure> : null}
      {log.isSuccess && rows.length === 0 ? (
        <Empty title="No rows">Nothing like this has happened yet.</Empty>
      ) : null}
      {rows.length > 0 ? <AuditTable rows={rows} /> : null}
      {log.hasNextPage ? (
        <Button onClick={() => void log.fetchNextPage()} disabled={log.isFetchingNextPage}>
          Older rows
        </Button>
      ) : null}
    </>
  );
}

function AuditTable({ rows }: Readonly<{ rows: readonly AuditRow[] }>) {
  const { zone } = usePreferences();
  return (
    <section
      aria-label="Audit rows"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full text-left">
        <thead className="text-ink-faint text-sm">
          <tr>
            {["When", "Who", "What", "Result", "About", "Why"].map((title) => (
              <th key={title} className="px-3 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const ms = readTime(row.time);
            return (
              <tr key={row.id} className="border-line border-t align-top">
                <td className="whitespace-nowrap px-3 py-1.5">
                  {ms === null ? row.time : fullTime(ms, zone)}
                </td>
                <td className="px-3 py-1.5">
                  {row.user ?? "Earmark"}
                  <span className="block text-ink-faint text-sm">{row.address}</span>
                </td>
                <td className="whitespace-nowrap px-3 py-1.5">
                  {row.action} {row.phase === "asked" ? <Badge>asked</Badge> : null}
                </td>
                <td className="px-3 py-1.5">{row.result ?? ""}</td>
                <td className="max-w-72 px-3 py-1.5 text-sm">
                  {row.recording ? (
                    <Link
                      href={`/recordings/${row.recording}`}
                      className="block truncate text-accent underline"
                    >
                      {row.recording}
                    </Link>
                  ) : null}
                  {row.search ? (
                    <Link
                      href={`/recordings?search=${row.search}`}
                      className="block truncate text-accent underline"
                    >
                      this search
                    </Link>
                  ) : null}
                  <span className="break-words text-ink-soft">{detailWords(row.details)}</span>
                </td>
                <td className="max-w-60 break-words px-3 py-1.5">{row.reason ?? ""}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function detailWords(details: AuditRow["details"]): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" · ");
}
