"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ScreenHeading } from "@/components/admin/screen-heading";
import { useNotify } from "@/components/shell/notices";
import { Button } from "@/components/ui/button";
import { Failure } from "@/components/ui/feedback";
import { ApiError } from "@/lib/api-client/fetch-json";
import {
  changeScorecard,
  createScorecard,
  scorecardKeys,
  scorecardsOptions,
} from "@/lib/api-client/scorecards";
import { contentOf, type ScorecardContent, ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import type { ScorecardDetails } from "@/lib/domain/reviews/scorecard-answers";
import { ArchiveDialog } from "./archive-dialog";
import type { Draft } from "./draft";
import { NewerVersion } from "./newer-version";
import { SaveBar } from "./save-bar";
import { ScorecardFields } from "./scorecard-fields";
import { SidePanel } from "./side-panel";
import { useDraft } from "./use-draft";
import { useLeaveGuard } from "./use-leave-guard";

type ScorecardEditorProps = Readonly<{
  /** The stored scorecard; null = it is being made. */
  card: ScorecardDetails | null;
  /** What a new one begins with. */
  initial: Draft;
}>;

const NAME_TAKEN = 18;

/** Writes a scorecard: its fields, beside what it is like to score by it and how it came about. */
export function ScorecardEditor({ card, initial }: ScorecardEditorProps) {
  const client = useQueryClient();
  const router = useRouter();
  const notify = useNotify();
  const [stored, setStored] = useState(initial);
  const [basedOn, setBasedOn] = useState(card?.version ?? 0);
  const editing = useDraft(initial);
  const guard = useLeaveGuard(editing.isDirty);
  const row = useQuery({ ...scorecardsOptions(), enabled: card !== null }).data?.find(
    ({ id }) => id === card?.id,
  );
  const [isArchiving, setIsArchiving] = useState(false);
  const latest = card?.versions[0]?.version ?? 0;

  const save = useMutation({
    mutationFn: async ({ content, onto }: Readonly<{ content: ScorecardContent; onto: number }>) =>
      card
        ? { id: card.id, ...(await changeScorecard(card.id, content, onto)) }
        : await createScorecard(content),
    onSuccess: async ({ id, version }, { content }) => {
      setStored(content);
      setBasedOn(version);
      editing.reset(content);
      notify(card ? savedWords(version, basedOn) : `“${content.name}” is made.`);
      await client.invalidateQueries({ queryKey: scorecardKeys.all });
      if (!card) router.replace(`/admin/scorecards/${id}`);
    },
    onError: () => client.invalidateQueries({ queryKey: scorecardKeys.all }),
  });
  const code = save.error instanceof ApiError ? save.error.code : null;
  const submit = (onto: number) => {
    if (!editing.check()) return;
    save.mutate({ content: ScorecardContentSchema.parse(editing.draft), onto });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(basedOn);
  };

  return (
    <>
      <ScreenHeading
        title={card ? card.name : "New scorecard"}
        actions={
          row ? (
            <Button onClick={() => setIsArchiving(true)}>{row.archived ? "Restore" : "Archive"}</Button>
          ) : null
        }
      >
        <Link href="/admin/scorecards" className="text-accent underline">
          All scorecards
        </Link>
        {card ? ` · version ${latest}` : null}
        {card?.archived ? " · archived: restore it to change it" : null}
      </ScreenHeading>
      <p role="status" className="sr-only">
        {editing.told}
      </p>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <form data-scorecard-form noValidate onSubmit={onSubmit} aria-label="Scorecard" className="min-w-0">
          <fieldset disabled={card?.archived} className="flex min-w-0 flex-col gap-4">
            <ScorecardFields
              editing={editing}
              nameFault={code === NAME_TAKEN && save.error ? save.error.message : null}
            />
            {card && latest > basedOn ? (
              <NewerVersion
                card={card}
                isDirty={editing.isDirty}
                onLoad={() => {
                  setStored(contentOf(card));
                  setBasedOn(latest);
                  editing.reset(contentOf(card));
                  save.reset();
                }}
                onOverwrite={() => submit(latest)}
              />
            ) : null}
            {save.isError && code !== NAME_TAKEN ? (
              <Failure title="Not saved">{save.error.message}</Failure>
            ) : null}
            <SaveBar
              isNew={!card}
              isDirty={editing.isDirty}
              isSaving={save.isPending}
              hasFaults={editing.faults.size > 0}
              nextVersion={latest + 1}
              onDiscard={() => editing.replace(stored)}
            />
          </fieldset>
        </form>
        <SidePanel
          draft={editing.draft}
          card={card}
          onTake={
            editing.isDirty || card?.archived
              ? null
              : (content, version) => {
                  editing.replace(content);
                  notify(`Version ${version} stands in the editor. Save it to make it the newest.`);
                }
          }
        />
      </div>
      {row && isArchiving ? <ArchiveDialog card={row} onClose={() => setIsArchiving(false)} /> : null}
      {guard.dialog(() => editing.replace(stored))}
    </>
  );
}

function savedWords(version: number, before: number): string {
  return version === before
    ? "Nothing has changed, so there is no new version."
    : `Version ${version} is saved. What was assigned before keeps its own.`;
}
