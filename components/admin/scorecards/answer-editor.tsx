import { Field, Select } from "@/components/ui/field";
import type { Question } from "@/lib/domain/reviews/scorecard";
import { Check } from "./check";
import { ChoicesEditor } from "./choices-editor";
import { NumberInput } from "./number-input";

type AnswerEditorProps = Readonly<{
  question: Question;
  /** What is wrong with one of its attributes. */
  fault: (name: string) => string | undefined;
  onChange: (question: Question) => void;
}>;

/** What can be answered to a question, what earns its weight, and what fails the whole review. */
export function AnswerEditor({ question, fault, onChange }: AnswerEditorProps) {
  switch (question.kind) {
    case "yesNo":
      return (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Best answer">
            {(control) => (
              <Select
                {...control}
                value={question.best}
                onChange={(event) =>
                  onChange({ ...question, best: event.target.value === "no" ? "no" : "yes" })
                }
              >
                <option value="yes">Yes</option>
                <option value="no">No</option>
              </Select>
            )}
          </Field>
          <div className="sm:pt-5">
            <Check
              label="Auto-fail"
              hint={`“${question.best === "yes" ? "No" : "Yes"}” fails the whole review.`}
              isChecked={question.isCritical}
              onChange={(isCritical) => onChange({ ...question, isCritical })}
            />
          </div>
        </div>
      );
    case "scale":
      return (
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="From" error={fault("min")}>
            {(control) => (
              <NumberInput
                {...control}
                value={question.min}
                onChange={(min) => onChange({ ...question, min })}
              />
            )}
          </Field>
          <Field label="To, the best" error={fault("max")}>
            {(control) => (
              <NumberInput
                {...control}
                value={question.max}
                onChange={(max) => onChange({ ...question, max })}
              />
            )}
          </Field>
          <Field label="Auto-fail" error={fault("failsAtOrBelow")}>
            {(control) => (
              <Select
                {...control}
                value={question.failsAtOrBelow ?? ""}
                onChange={(event) => {
                  const { value } = event.target;
                  onChange({ ...question, failsAtOrBelow: value === "" ? null : Number(value) });
                }}
              >
                <option value="">Never</option>
                {failingValues(question).map((value) => (
                  <option key={value} value={value}>
                    {value === question.min ? `At ${value}` : `At ${value} or less`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      );
    case "choice":
      return <ChoicesEditor question={question} fault={fault} onChange={onChange} />;
    case "text":
      return (
        <Check
          label="Needed"
          hint="The review can’t be submitted without it. Texts earn nothing."
          isChecked={question.isRequired}
          onChange={(isRequired) => onChange({ ...question, isRequired })}
        />
      );
  }
}

type Scale = Extract<Question, { kind: "scale" }>;

/** Every value but the best one, and the one that is set even where the scale has been changed under it. */
function failingValues({ min, max, failsAtOrBelow }: Scale): readonly number[] {
  const steps = Number.isInteger(min) && Number.isInteger(max) ? Math.min(Math.max(0, max - min), 11) : 0;
  const values = Array.from({ length: steps }, (_, step) => min + step);
  return failsAtOrBelow === null || values.includes(failsAtOrBelow) ? values : [...values, failsAtOrBelow];
}
