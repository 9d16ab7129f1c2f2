import { clsx } from "clsx";
import { Info, TriangleAlert } from "lucide-react";
import type { LiveSource } from "@/lib/domain/answers";

/** The sources whose live calls are not in the list, with the reason: silence is not quiet. */
export function SilentSources({ sources }: Readonly<{ sources: readonly LiveSource[] }>) {
  const silent = [
    ...sources.filter((source) => source.state === "unreachable"),
    ...sources.filter((source) => source.state === "unsupported"),
  ];
  if (silent.length === 0) return null;
  return (
    <section aria-label="Not in this list" className="px-3 sm:px-0">
      <ul className="flex flex-col gap-1">
        {silent.map((source) => {
          const isTrouble = source.state === "unreachable";
          const Icon = isTrouble ? TriangleAlert : Info;
          return (
            <li
              key={source.id}
              className={clsx("flex items-start gap-2", isTrouble ? "text-warn" : "text-ink-soft text-sm")}
            >
              <Icon aria-hidden className={clsx("size-3.5 shrink-0", isTrouble ? "mt-[3px]" : "mt-px")} />
              <span>{wordsOf(source)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function wordsOf({ name, message, state }: LiveSource): string {
  const why = message === undefined ? "" : ` ${message}`;
  // The server's words for trouble say it all; a reason alone does not say what follows from it.
  if (state === "unreachable" && message?.includes(name)) return message;
  return `Live calls of ${name} are not listed.${why}`;
}
