import { numberWords } from "@/components/format/words";
import type { JobAnswer } from "@/lib/domain/answers";

/** Why one recording of a job could not be done, by the dialect's statusCode (contract §4). */
const WORDS: Readonly<Record<number, string>> = {
  3: "protected, or not allowed",
  4: "the source did not answer or refused",
  5: "not allowed for your role",
  6: "not there any more, or not for you",
  14: "the source can't delete calls",
  15: "can't be changed in its present state",
  18: "already so",
};

/** Failures of a job in words, the most frequent reason first: `3 calls: protected, or not allowed`. */
export function failureWords(job: Pick<JobAnswer, "failures" | "failed">): readonly string[] {
  const counts = new Map<string, number>();
  for (const { statusCode } of job.failures) {
    const words = WORDS[statusCode] ?? "something went wrong";
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const unnamed = job.failed - job.failures.length;
  if (unnamed > 0) counts.set("no reason given", unnamed);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([words, count]) => `${count === 1 ? "1 call" : `${numberWords(count)} calls`}: ${words}`);
}
