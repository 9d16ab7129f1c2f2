import { useId } from "react";

type CheckProps = Readonly<{
  label: string;
  hint?: string;
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
}>;

/** A box to tick, with what it does. */
export function Check({ label, hint, isChecked, onChange }: CheckProps) {
  const id = useId();
  return (
    <div>
      <label className="inline-flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-describedby={hint ? id : undefined}
          checked={isChecked}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
      {hint ? (
        <p id={id} className="pl-6 text-ink-faint text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
