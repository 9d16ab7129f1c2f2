import { calendarDay } from "@/components/format/time";
import { Input } from "@/components/ui/field";
import { DUE_CHOICES, type DueChoice, dueMsOf, todayInput } from "./due";

type Due = Readonly<{ choice: DueChoice; date: string }>;

const WORDS = {
  none: "No date",
  tomorrow: "Tomorrow",
  week: "End of the week",
  date: "On",
} as const satisfies Record<DueChoice, string>;

/** Until when reviews should be done: a day, which counts to its end in the viewer's zone. */
export function DueField({
  due,
  onDue,
  zone,
  error,
}: Readonly<{ due: Due; onDue: (due: Due) => void; zone: string; error: string | undefined }>) {
  const nowMs = Date.now();
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby="due-zone">
      <legend className="mb-1 font-medium text-ink-soft text-sm">Due</legend>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {DUE_CHOICES.map((choice) => {
          const ms = choice === "date" ? null : dueMsOf(choice, "", nowMs, zone);
          return (
            <label key={choice} className="flex min-h-6 items-center gap-1.5">
              <input
                type="radio"
                name="due"
                checked={due.choice === choice}
                onChange={() => onDue({ ...due, choice })}
                className="size-4 accent-[var(--accent)]"
              />
              <span>
                {WORDS[choice]}
                {typeof ms === "number" ? (
                  <span className="text-ink-faint"> {calendarDay(ms, zone, nowMs)}</span>
                ) : null}
              </span>
            </label>
          );
        })}
        <Input
          type="date"
          aria-label="Due day"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? "due-error" : undefined}
          min={todayInput(nowMs, zone)}
          value={due.date}
          onChange={(event) => onDue({ choice: "date", date: event.target.value })}
          className="w-36!"
        />
      </div>
      <p id="due-zone" className="text-ink-faint text-sm">
        To the end of the day in {zone}.
      </p>
      {error ? (
        <p id="due-error" role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
