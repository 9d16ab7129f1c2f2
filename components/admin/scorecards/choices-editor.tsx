import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import type { Question } from "@/lib/domain/reviews/scorecard";
import { Check } from "./check";
import { type Choice, emptyChoice } from "./draft";
import { NumberInput } from "./number-input";

type ChoiceQuestion = Extract<Question, { kind: "choice" }>;

type ChoicesEditorProps = Readonly<{
  question: ChoiceQuestion;
  fault: (name: string) => string | undefined;
  onChange: (question: Question) => void;
}>;

/** The choices of a question in their order, with what each one earns. */
export function ChoicesEditor({ question, fault, onChange }: ChoicesEditorProps) {
  const { choices } = question;
  const group = useRef<HTMLFieldSetElement>(null);
  const [focus, setFocus] = useState<Readonly<{ part: string }> | null>(null);
  const [removed, setRemoved] = useState<Readonly<{ choice: Choice; index: number }> | null>(null);
  const set = (next: readonly Choice[]) => onChange({ ...question, choices: [...next] });
  const move = (index: number, by: -1 | 1, part: string) => {
    const choice = choices[index];
    if (!choice || !choices[index + by]) return;
    set(choices.toSpliced(index, 1).toSpliced(index + by, 0, choice));
    setFocus({ part });
  };

  // What it goes to is on the page only after the change has been drawn.
  useEffect(() => {
    if (focus) group.current?.querySelector<HTMLElement>(`[data-choice="${focus.part}"]`)?.focus();
  }, [focus]);

  return (
    <fieldset
      ref={group}
      className="flex flex-col gap-2"
      aria-describedby={fault("choices") ? `${question.id}-choices` : undefined}
    >
      <legend className="mb-1 font-medium text-ink-soft text-sm">
        Choices, with the percent of the weight that each one earns
      </legend>
      <ol className="flex flex-col gap-2">
        {choices.map((choice, index) => (
          <li key={choice.id} className="flex flex-wrap items-start gap-2">
            <Field
              label={`Choice ${index + 1}`}
              className="min-w-40 flex-1"
              error={fault(`choices.${index}.text`)}
            >
              {(control) => (
                <Input
                  {...control}
                  data-choice={choice.id}
                  autoComplete="off"
                  value={choice.text}
                  onChange={(event) => set(choices.with(index, { ...choice, text: event.target.value }))}
                />
              )}
            </Field>
            <Field label="Percent" className="w-20" error={fault(`choices.${index}.percent`)}>
              {(control) => (
                <NumberInput
                  {...control}
                  value={choice.percent}
                  onChange={(percent) => set(choices.with(index, { ...choice, percent }))}
                />
              )}
            </Field>
            <div className="pt-6">
              <Check
                label="Auto-fail"
                isChecked={choice.isFailing}
                onChange={(isFailing) => set(choices.with(index, { ...choice, isFailing }))}
              />
            </div>
            <span className="flex pt-5">
              <Button
                tone="quiet"
                size="icon"
                data-choice={`${choice.id}-up`}
                aria-label={`Move choice ${index + 1} up`}
                aria-disabled={index === 0}
                onClick={() => move(index, -1, `${choice.id}-up`)}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                size="icon"
                data-choice={`${choice.id}-down`}
                aria-label={`Move choice ${index + 1} down`}
                aria-disabled={index === choices.length - 1}
                onClick={() => move(index, 1, `${choice.id}-down`)}
              >
                <ArrowDown aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                size="icon"
                aria-label={`Remove choice ${index + 1}`}
                onClick={() => {
                  set(choices.toSpliced(index, 1));
                  setRemoved({ choice, index });
                  setFocus({ part: "undo" });
                }}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </span>
          </li>
        ))}
      </ol>
      {fault("choices") ? (
        <p id={`${question.id}-choices`} role="alert" className="text-danger text-sm">
          {fault("choices")}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          data-fault={fault("choices")}
          onClick={() => {
            const choice = emptyChoice();
            set([...choices, choice]);
            setFocus({ part: choice.id });
          }}
        >
          <Plus aria-hidden className="size-3.5" /> Add a choice
        </Button>
        {removed ? (
          <Button
            size="small"
            data-choice="undo"
            onClick={() => {
              set(choices.toSpliced(removed.index, 0, removed.choice));
              setRemoved(null);
              setFocus({ part: removed.choice.id });
            }}
          >
            Put back “{removed.choice.text.trim() || "the choice"}”
          </Button>
        ) : null}
      </div>
    </fieldset>
  );
}
