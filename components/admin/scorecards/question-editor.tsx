import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { Badge } from "@/components/ui/feedback";
import { Field, Input, Select, TextArea } from "@/components/ui/field";
import { QUESTION_KINDS, type Question } from "@/lib/domain/reviews/scorecard";
import { AnswerEditor } from "./answer-editor";
import { Check } from "./check";
import { changeQuestion, type Kind } from "./draft";
import { faultsBelow } from "./draft-faults";
import { NumberInput } from "./number-input";
import { moveKeys, PartTools } from "./part-tools";
import { type Editing, elementOf } from "./use-draft";
import { KIND_WORDS, shareWords } from "./words";

type QuestionEditorProps = Readonly<{
  question: Question;
  /** Of it in the draft: what its faults are known by. */
  place: string;
  number: number;
  editing: Editing;
  isFirst: boolean;
  isLast: boolean;
}>;

/** One question: a line that tells what it is, and opens to change it. */
export function QuestionEditor({ question, place, number, editing, isFirst, isLast }: QuestionEditorProps) {
  const { id } = question;
  const isOpen = editing.isOpen(id);
  const faults = faultsBelow(editing.faults, place).length;
  const share = editing.shares.questions.get(id) ?? 0;
  return (
    <li
      className="rounded border border-line bg-surface"
      onKeyDown={moveKeys(editing, id, elementOf.toggle(id))}
    >
      <div className="flex items-center gap-1 pr-1 max-sm:flex-wrap max-sm:justify-end">
        <button
          type="button"
          data-part={elementOf.toggle(id)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-panel` : undefined}
          onClick={() => editing.toggle(id)}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded px-2 text-left hover:bg-canvas max-sm:basis-full"
        >
          <ChevronRight
            aria-hidden
            className={clsx("size-4 shrink-0 text-ink-faint", isOpen && "rotate-90")}
          />
          <span className="w-4 shrink-0 text-ink-faint">{number}</span>
          <span className={clsx("min-w-0 flex-1 truncate", question.text.trim() === "" && "text-ink-faint")}>
            <bdi>{question.text.trim() || "No text yet"}</bdi>
          </span>
          {faults > 0 ? (
            <Badge tone="danger">{faults === 1 ? "1 problem" : `${faults} problems`}</Badge>
          ) : null}
          {failsSomething(question) ? <Badge tone="danger">auto-fail</Badge> : null}
          <span className="shrink-0 text-ink-soft text-sm max-sm:hidden">{KIND_WORDS[question.kind]}</span>
          <span className="w-16 shrink-0 text-right text-ink-soft text-sm">
            {question.kind === "text" ? "–" : shareWords(share)}
            <span className="sr-only"> of the whole</span>
          </span>
        </button>
        <PartTools id={id} name={`question ${number}`} editing={editing} isFirst={isFirst} isLast={isLast} />
      </div>
      {isOpen ? (
        <QuestionPanel question={question} place={place} number={number} editing={editing} share={share} />
      ) : null}
    </li>
  );
}

function QuestionPanel({
  question,
  place,
  number,
  editing,
  share,
}: Pick<QuestionEditorProps, "question" | "place" | "number" | "editing"> & Readonly<{ share: number }>) {
  const { id } = question;
  const set = (change: Partial<Pick<Question, "text" | "help" | "allowsNotApplicable">>) =>
    editing.change((draft) => changeQuestion(draft, id, (one) => ({ ...one, ...change })));
  const replace = (next: Question) => editing.change((draft) => changeQuestion(draft, id, () => next));
  const fault = (name: string) => editing.faults.get(`${place}.${name}`);
  return (
    <fieldset
      id={`${id}-panel`}
      aria-label={`Question ${number}`}
      className="flex min-w-0 flex-col gap-3 border-line border-t p-3"
    >
      <Field label="Question" error={fault("text")}>
        {(control) => (
          <Input
            {...control}
            data-part={elementOf.name(id)}
            value={question.text}
            autoComplete="off"
            onChange={(event) => set({ text: event.target.value })}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Answered by">
          {(control) => (
            <Select
              {...control}
              data-part={elementOf.kind(id)}
              value={question.kind}
              onChange={(event) => toKind(event.target.value)}
            >
              {QUESTION_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {KIND_WORDS[kind]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {question.kind === "text" ? null : (
          <Field
            label="Weight beside the others of its section"
            hint={`${shareWords(share)} of the whole. 0 = asked, not counted.`}
            error={fault("weight")}
          >
            {(control) => (
              <NumberInput
                {...control}
                value={question.weight}
                onChange={(weight) => replace({ ...question, weight })}
              />
            )}
          </Field>
        )}
      </div>
      <AnswerEditor question={question} fault={fault} onChange={replace} />
      <Field label="What to listen for" error={fault("help")}>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            value={question.help}
            onChange={(event) => set({ help: event.target.value })}
          />
        )}
      </Field>
      <Check
        label="May not apply"
        hint="It is left out then, and the others of its section carry its weight."
        isChecked={question.allowsNotApplicable}
        onChange={(allowsNotApplicable) => set({ allowsNotApplicable })}
      />
    </fieldset>
  );

  function toKind(value: string) {
    const kind = QUESTION_KINDS.find((one): one is Kind => one === value);
    if (kind) editing.turnInto(question, kind);
  }
}

function failsSomething(question: Question): boolean {
  switch (question.kind) {
    case "yesNo":
      return question.isCritical;
    case "scale":
      return question.failsAtOrBelow !== null;
    case "choice":
      return question.choices.some(({ isFailing }) => isFailing);
    case "text":
      return false;
  }
}
