import { percentWords } from "../list/review-words";

/** A mean as a figure, and as a bar that makes a column of them easy to compare. */
export function MeanBar({ percent }: Readonly<{ percent: number | undefined }>) {
  if (percent === undefined) return <span className="text-ink-faint">–</span>;
  return (
    <span className="flex items-center gap-2">
      <svg
        aria-hidden="true"
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        className="h-2 w-16 shrink-0 max-sm:w-8"
      >
        <rect width={100} height={8} className="fill-line forced-colors:fill-[Canvas]" />
        <rect width={percent} height={8} className="fill-accent forced-colors:fill-[CanvasText]" />
      </svg>
      <span className="whitespace-nowrap">{percentWords(percent)}</span>
    </span>
  );
}
