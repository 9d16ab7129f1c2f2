import { clsx } from "clsx";
import type { ComponentProps } from "react";

const TONES = {
  primary: "bg-accent text-accent-ink hover:brightness-95 border-transparent",
  plain: "bg-surface text-ink hover:bg-canvas border-line",
  quiet: "bg-transparent text-ink-soft hover:bg-canvas hover:text-ink border-transparent",
  danger: "bg-danger text-danger-ink hover:brightness-95 border-transparent",
} as const;

export type ButtonProps = Readonly<
  ComponentProps<"button"> & { tone?: keyof typeof TONES; size?: "small" | "normal" | "icon" }
>;

/** A button; icon-only ones need an `aria-label`. */
export function Button({
  tone = "plain",
  size = "normal",
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        "inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded border font-medium transition-colors disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
        size === "small" && "h-6 px-2 text-sm",
        size === "normal" && "h-8 px-3",
        size === "icon" && "size-8",
        TONES[tone],
        className,
      )}
      {...rest}
    />
  );
}
