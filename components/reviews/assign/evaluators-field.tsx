import { Failure, Skeleton } from "@/components/ui/feedback";
import type { EvaluatorRow } from "@/lib/api-client/reviews";

type Props = Readonly<{
  /** Null = not known yet. */
  people: readonly EvaluatorRow[] | null;
  failure: string | null;
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
  isCalibration: boolean;
  onCalibration: (isCalibration: boolean) => void;
  error: string | undefined;
}>;

/** `nothing waiting`, `3 waiting` */
function waitingWords(open: number): string {
  return open === 0 ? "nothing waiting" : `${open} waiting`;
}

/** Who gets the reviews; with two or more, whether they share the calls or each scores every one. */
export function EvaluatorsField(props: Props) {
  const { people, chosen, onChoose, isCalibration, onCalibration, error } = props;
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error ? "evaluators-error" : undefined}>
      <legend className="mb-1 font-medium text-ink-soft text-sm">Evaluators</legend>
      {props.failure ? <Failure title="The evaluators can't be read">{props.failure}</Failure> : null}
      {people === null && !props.failure ? <Skeleton className="h-16" /> : null}
      {people?.length === 0 ? (
        <p className="text-ink-soft">
          There is nobody yet. An administrator adds evaluators under Admin, Users.
        </p>
      ) : null}
      {people && people.length > 0 ? (
        <ul className="max-h-44 overflow-auto rounded border border-line">
          {people.map(({ id, name, role, open }) => (
            <li key={id} className="border-line border-t first:border-t-0">
              <label className="flex min-h-8 items-center gap-2 px-2 hover:bg-canvas">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  aria-invalid={error ? true : undefined}
                  onChange={(event) =>
                    onChoose(event.target.checked ? [...chosen, id] : chosen.filter((known) => known !== id))
                  }
                  className="size-4 accent-[var(--accent)]"
                />
                <bdi className="min-w-0 truncate">{name}</bdi>
                {role === "evaluator" ? null : <span className="text-ink-faint text-sm">{role}</span>}
                <span className="ml-auto shrink-0 text-ink-soft text-sm">{waitingWords(open)}</span>
              </label>
            </li>
          ))}
        </ul>
      ) : null}
      {error ? (
        <p id="evaluators-error" role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
      <label className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 py-1">
        <input
          type="checkbox"
          checked={isCalibration}
          onChange={(event) => onCalibration(event.target.checked)}
          className="mt-0.5 size-4 accent-[var(--accent)]"
        />
        <span>
          Calibration
          <span className="block text-ink-faint text-sm">
            {isCalibration
              ? "Each of them scores every call. Nobody sees another's score until all are done; then their agreement shows."
              : "Off: several evaluators share the calls out among themselves."}
          </span>
        </span>
      </label>
    </fieldset>
  );
}
