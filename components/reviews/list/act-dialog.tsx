"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Failure } from "@/components/ui/feedback";
import { Field, TextArea } from "@/components/ui/field";
import { actOnReview, reviewKeys } from "@/lib/api-client/reviews";
import { SHORTEST_REASON } from "@/lib/domain/reviews/review";
import { MANAGER_ACTS, type ManagerAct } from "./manager-acts";

/** Asks before a review is disputed, upheld, reopened or withdrawn: for the reason, where one must be given. */
export function ActDialog({
  reviewId,
  about,
  act,
  onClose,
}: Readonly<{ reviewId: string; about: string; act: ManagerAct; onClose: () => void }>) {
  const client = useQueryClient();
  const notify = useNotify();
  const { title, explanation, button, done, isExplained, isDangerous } = MANAGER_ACTS[act];
  const [error, setError] = useState<string | undefined>();
  const change = useMutation({
    mutationFn: (reason: string) => actOnReview(reviewId, act, isExplained ? reason : undefined),
    onSuccess: async () => {
      notify(done);
      onClose();
      await client.invalidateQueries({ queryKey: reviewKeys.all });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    if (isExplained && reason.length < SHORTEST_REASON) {
      return setError(`At least ${SHORTEST_REASON} characters.`);
    }
    setError(undefined);
    change.mutate(reason);
  };
  return (
    <Dialog open title={title} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <p className="rounded bg-canvas px-2 py-1">{about}</p>
        <p>{explanation}</p>
        {isExplained ? (
          <Field
            label="Reason"
            hint="The evaluator reads it; it stands in the audit log with your name."
            error={error}
          >
            {(control) => <TextArea {...control} name="reason" rows={3} maxLength={2_000} />}
          </Field>
        ) : null}
        {change.error ? <Failure title="Nothing was changed">{change.error.message}</Failure> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone={isDangerous ? "danger" : "primary"} disabled={change.isPending}>
            {button}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
