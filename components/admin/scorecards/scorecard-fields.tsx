import { Plus } from "lucide-react";
import { Fragment } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, TextArea } from "@/components/ui/field";
import { Check } from "./check";
import { NumberInput } from "./number-input";
import { RemovedBar } from "./removed-bar";
import { SectionEditor } from "./section-editor";
import type { Editing } from "./use-draft";

/** Everything a scorecard is made of. `nameFault` = what the server has against the name. */
export function ScorecardFields({
  editing,
  nameFault,
}: Readonly<{ editing: Editing; nameFault: string | null }>) {
  const { draft, faults, removed } = editing;
  const gap = removed?.kind === "section" ? removed.index : null;
  const set = (change: Partial<Pick<typeof draft, "name" | "description" | "passPercent">>) =>
    editing.change((now) => ({ ...now, ...change }));
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <Field label="Name" error={faults.get("name") ?? nameFault ?? undefined}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              autoComplete="off"
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <div className="flex items-start gap-3">
          <div className="pt-6">
            <Check
              label="Pass mark"
              isChecked={draft.passPercent !== null}
              onChange={(isJudged) => set({ passPercent: isJudged ? 80 : null })}
            />
          </div>
          {draft.passPercent === null ? null : (
            <Field label="Passed from, in percent" className="w-36" error={faults.get("passPercent")}>
              {(control) => (
                <NumberInput
                  {...control}
                  value={draft.passPercent ?? Number.NaN}
                  onChange={(passPercent) => set({ passPercent })}
                />
              )}
            </Field>
          )}
        </div>
      </div>
      <Field label="What it is for" error={faults.get("description")}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={draft.description}
            onChange={(event) => set({ description: event.target.value })}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-md">Sections and questions</h2>
        <span className="flex items-center gap-1">
          {/* The preview lies below everything where the screen is narrow. */}
          <Button
            size="small"
            className="lg:hidden"
            onClick={() => document.getElementById("try-it")?.focus()}
          >
            Try it
          </Button>
          <Button size="small" tone="quiet" onClick={() => editing.toggleAll(true)}>
            Open all
          </Button>
          <Button size="small" tone="quiet" onClick={() => editing.toggleAll(false)}>
            Close all
          </Button>
        </span>
      </div>
      <p className="text-ink-faint text-sm">
        Weights are relative: 2 counts twice as much as 1. Alt with an arrow key moves the question or section
        that you are in.
      </p>
      {draft.sections.map((section, place) => (
        <Fragment key={section.id}>
          {gap === place ? <RemovedBar editing={editing} as="div" /> : null}
          <SectionEditor section={section} place={place} editing={editing} />
        </Fragment>
      ))}
      {gap !== null && gap >= draft.sections.length ? <RemovedBar editing={editing} as="div" /> : null}
      {faults.get("sections") ? (
        <p role="alert" className="text-danger text-sm">
          {faults.get("sections")}
        </p>
      ) : null}
      <div>
        <Button onClick={editing.addSection} data-fault={faults.get("sections")}>
          <Plus aria-hidden className="size-4" /> Add a section
        </Button>
      </div>
    </>
  );
}
