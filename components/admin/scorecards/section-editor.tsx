import { Plus } from "lucide-react";
import { Fragment } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { QUESTION_KINDS, type Section } from "@/lib/domain/reviews/scorecard";
import { changeSection } from "./draft";
import { NumberInput } from "./number-input";
import { moveKeys, PartTools } from "./part-tools";
import { QuestionEditor } from "./question-editor";
import { RemovedBar } from "./removed-bar";
import { type Editing, elementOf } from "./use-draft";
import { KIND_WORDS, shareWords } from "./words";

type SectionEditorProps = Readonly<{ section: Section; place: number; editing: Editing }>;

/** One section: its title and weight, and its questions in their order. */
export function SectionEditor({ section, place, editing }: SectionEditorProps) {
  const { id, questions } = section;
  const { draft, faults, removed } = editing;
  const isFirst = place === 0;
  const isLast = place === draft.sections.length - 1;
  const share = editing.shares.sections.get(id) ?? 0;
  const fault = (name: string) => faults.get(`sections.${place}.${name}`);
  const set = (change: Partial<Pick<Section, "title" | "weight">>) =>
    editing.change((now) => changeSection(now, id, (one) => ({ ...one, ...change })));
  const gap = removed?.kind === "question" && removed.sectionId === id ? removed.index : null;
  return (
    <section
      aria-label={`Section ${place + 1}`}
      className="flex flex-col gap-2 rounded-lg border border-line bg-canvas p-3"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the controls in it */}
      <div className="flex flex-wrap items-start gap-2" onKeyDown={moveKeys(editing, id, elementOf.name(id))}>
        <Field label={`Title of section ${place + 1}`} className="min-w-48 flex-1" error={fault("title")}>
          {(control) => (
            <Input
              {...control}
              data-part={elementOf.name(id)}
              value={section.title}
              autoComplete="off"
              onChange={(event) => set({ title: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Weight"
          className="w-28"
          hint={`${shareWords(share)} of the whole`}
          error={fault("weight")}
        >
          {(control) => (
            <NumberInput {...control} value={section.weight} onChange={(weight) => set({ weight })} />
          )}
        </Field>
        <div className="max-sm:ml-auto sm:pt-5">
          <PartTools
            id={id}
            name={`section ${place + 1}`}
            editing={editing}
            isFirst={isFirst}
            isLast={isLast}
          />
        </div>
      </div>
      <ol className="flex flex-col gap-2">
        {questions.map((question, index) => (
          <Fragment key={question.id}>
            {gap === index ? <RemovedBar editing={editing} as="li" /> : null}
            <QuestionEditor
              question={question}
              place={`sections.${place}.questions.${index}`}
              number={index + 1}
              editing={editing}
              isFirst={isFirst && index === 0}
              isLast={isLast && index === questions.length - 1}
            />
          </Fragment>
        ))}
        {gap !== null && gap >= questions.length ? <RemovedBar editing={editing} as="li" /> : null}
      </ol>
      {fault("questions") ? (
        <p role="alert" className="text-danger text-sm">
          {fault("questions")}
        </p>
      ) : null}
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">Add a question to section {place + 1}</legend>
        <Plus aria-hidden className="size-4 text-ink-faint" />
        {QUESTION_KINDS.map((kind) => (
          <Button
            key={kind}
            size="small"
            data-fault={fault("questions")}
            onClick={() => editing.addQuestion(id, kind)}
          >
            {KIND_WORDS[kind]}
          </Button>
        ))}
      </fieldset>
    </section>
  );
}
