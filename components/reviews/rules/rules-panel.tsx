"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Badge, Empty, Failure, Skeleton } from "@/components/ui/feedback";
import { deleteRule, type RuleRow, ruleKeys, rulesOptions } from "@/lib/api-client/review-rules";
import { DrawDialog } from "./draw-dialog";
import { DrawsTable } from "./draws-table";
import { RuleDialog } from "./rule-dialog";
import { ruleWords } from "./rule-words";
import { useRuleNames } from "./use-rule-names";

type Open = Readonly<{ kind: "change" | "draw" | "delete"; rule: RuleRow }> | Readonly<{ kind: "new" }>;

/** Rules by which calls are drawn for review, and every draw there was. */
export function RulesPanel() {
  const rules = useQuery(rulesOptions());
  const names = useRuleNames();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <p className="max-w-2xl text-ink-soft">
          A rule draws calls by lot, the same number for each agent, so that nobody chooses whose work is
          looked at. Each draw is recorded with its seed: whoever doubts it can work it out again.
        </p>
        <Button tone="primary" onClick={() => setOpen({ kind: "new" })}>
          New rule
        </Button>
      </div>
      {rules.isPending ? <Skeleton className="h-32" /> : null}
      {rules.isError ? <Failure title="The rules can't be shown">{rules.error.message}</Failure> : null}
      {rules.data?.length === 0 ? (
        <Empty title="No rules yet">
          For example: 3 calls per agent and week, drawn by itself on Monday.
        </Empty>
      ) : null}
      {rules.data && rules.data.length > 0 ? (
        <ul aria-label="Rules" className="rounded-lg border border-line bg-surface">
          {rules.data.map((rule) => (
            <li
              key={rule.id}
              className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-t px-3 py-2 first:border-t-0"
            >
              <div className="min-w-0 flex-1 basis-80">
                <p className="flex items-center gap-2 font-medium">
                  <bdi className="truncate">{rule.name}</bdi>
                  <Badge tone={rule.active ? "accent" : "neutral"}>
                    {rule.active ? "every week by itself" : "by hand only"}
                  </Badge>
                </p>
                <p className="text-ink-soft">
                  <bdi>{ruleWords(rule, names)}</bdi>
                </p>
              </div>
              <div className="flex gap-1.5">
                <Button
                  size="small"
                  aria-label={`Draw now by ${rule.name}`}
                  onClick={() => setOpen({ kind: "draw", rule })}
                >
                  Draw now…
                </Button>
                <Button
                  size="small"
                  aria-label={`Change ${rule.name}`}
                  onClick={() => setOpen({ kind: "change", rule })}
                >
                  Change
                </Button>
                <Button
                  size="small"
                  aria-label={`Delete ${rule.name}`}
                  onClick={() => setOpen({ kind: "delete", rule })}
                  className="text-danger!"
                >
                  Delete
                </Button>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <DrawsTable rules={rules.data ?? []} />
      {open?.kind === "new" ? <RuleDialog rule={null} onClose={close} /> : null}
      {open?.kind === "change" ? <RuleDialog rule={open.rule} onClose={close} /> : null}
      {open?.kind === "draw" ? <DrawDialog rule={open.rule} onClose={close} /> : null}
      {open?.kind === "delete" ? <DeleteRuleDialog rule={open.rule} onClose={close} /> : null}
    </div>
  );
}

function DeleteRuleDialog({ rule, onClose }: Readonly<{ rule: RuleRow; onClose: () => void }>) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteRule(rule.id),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
  return (
    <Dialog open title="Delete this rule" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>
          Nothing more is drawn by “<bdi>{rule.name}</bdi>”. The reviews it has assigned, and its draws, stay.
        </p>
        {remove.error ? <Failure title="The rule is still there">{remove.error.message}</Failure> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
