import { clsx } from "clsx";
import { type ComponentProps, type ReactNode, type SelectHTMLAttributes, useId } from "react";

const CONTROL =
  "w-full rounded border border-line-strong bg-surface px-2 text-ink placeholder:text-ink-faint disabled:opacity-60 aria-invalid:border-danger";

type FieldProps = Readonly<{
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Given the ids to wire up: spread onto the control. */
  children: (control: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean | undefined;
  }) => ReactNode;
  className?: string;
}>;

/** A labelled control with its hint and its error beside it. */
export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId();
  const describedBy = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ");
  return (
    <div className={clsx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium text-ink-soft text-sm">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-faint text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

export function Input({ className, ...rest }: Readonly<ComponentProps<"input">>) {
  return <input className={clsx(CONTROL, "h-8", className)} {...rest} />;
}

export function Select({ className, ...rest }: Readonly<SelectHTMLAttributes<HTMLSelectElement>>) {
  return <select className={clsx(CONTROL, "h-8", className)} {...rest} />;
}

export function TextArea({ className, ...rest }: Readonly<ComponentProps<"textarea">>) {
  return <textarea className={clsx(CONTROL, "py-1.5", className)} {...rest} />;
}
