"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { Fragment } from "react";
import type { ResultsRequest } from "@/lib/api-client/review-results";
import type { QuestionResult, ResultsAnswer } from "@/lib/domain/reviews/results";
import type { Address } from "../use-address";
import { MeanBar } from "./mean-bar";
import { WeakAnswersList } from "./weak-answers-list";

type Props = Readonly<{ answer: ResultsAnswer; address: Address; request: ResultsRequest }>;

/** What a question is called in the address. Neither part can hold a colon. */
const keyOf = ({ scorecard, questionId }: QuestionResult) => `${scorecard}:${questionId}`;

/** Results by question, the worst first; one that is opened lists the reviews in which it cost points. */
export function QuestionsTable({ answer, address, request }: Props) {
  const { questions, scorecards } = answer;
  const opened = address.get("question");
  const hasSeveral = new Set(questions.map(({ scorecard }) => scorecard)).size > 1;
  return (
    <section aria-label="Questions" className="flex min-w-0 flex-col gap-2">
      <h2 className="flex h-7 items-center font-semibold">
        Questions <span className="ml-2 font-normal text-ink-soft text-sm">worst first</span>
      </h2>
      {questions.length === 0 ? <p className="text-ink-faint">No question was scored.</p> : null}
      {questions.length > 0 ? (
        <div className="max-h-[32rem] overflow-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left">
            <thead className="text-ink-faint text-sm">
              <tr>
                <th className="px-3 py-1.5 font-medium">Question</th>
                <th className="px-3 py-1.5 font-medium">Mean</th>
                <th className="px-3 py-1.5 text-right font-medium max-sm:hidden">Answered</th>
                <th className="px-3 py-1.5 text-right font-medium">Auto-fails</th>
              </tr>
            </thead>
            <tbody>
              {questions.map((question) => {
                const key = keyOf(question);
                const isOpen = key === opened;
                const Chevron = isOpen ? ChevronDown : ChevronRight;
                return (
                  <Fragment key={key}>
                    <tr className="border-line border-t align-top">
                      <td className="px-2 py-1">
                        <button
                          type="button"
                          aria-expanded={isOpen}
                          onClick={() => address.change({ question: isOpen ? "" : key })}
                          className="flex min-h-6 items-start gap-1 rounded text-left text-accent hover:underline"
                        >
                          <Chevron aria-hidden className="mt-0.5 size-4 shrink-0" />
                          <bdi>{question.text}</bdi>
                        </button>
                        <p className="pl-5 text-ink-soft text-sm">
                          <bdi>{question.sectionTitle}</bdi>
                          {hasSeveral ? (
                            <>
                              {" · "}
                              <bdi>{scorecards.find((one) => one.key === question.scorecard)?.name}</bdi>
                            </>
                          ) : null}
                        </p>
                      </td>
                      <td className="px-3 py-1.5">
                        <MeanBar percent={question.meanPercent} />
                      </td>
                      <td className="px-3 py-1.5 text-right max-sm:hidden">{question.answered}</td>
                      <td className="px-3 py-1.5 text-right">{question.failed}</td>
                    </tr>
                    {isOpen ? (
                      <tr>
                        <td colSpan={4} className="bg-canvas px-3 py-2">
                          <WeakAnswersList question={question} request={request} />
                        </td>
                      </tr>
                    ) : null}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
