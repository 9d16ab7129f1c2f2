import { queryOptions } from "@tanstack/react-query";
import type { RuleContent } from "@/lib/domain/reviews/rule";
import type { DrawRow, RuleRow } from "@/lib/domain/reviews/rule-answers";
import { fetchJson } from "./fetch-json";

export type { DrawRow, RuleRow };

export const ruleKeys = {
  all: ["review-rules"],
  draws: ["review-rules", "draws"],
} as const;

export const rulesOptions = () =>
  queryOptions({
    queryKey: [...ruleKeys.all, "list"] as const,
    queryFn: ({ signal }) => fetchJson<{ rules: readonly RuleRow[] }>("/reviews/rules", { signal }),
    select: (answer) => answer.rules,
  });

/** The newest first. */
export const drawsOptions = () =>
  queryOptions({
    queryKey: ruleKeys.draws,
    queryFn: ({ signal }) => fetchJson<{ draws: readonly DrawRow[] }>("/reviews/draws", { signal }),
    select: (answer) => answer.draws,
  });

export const createRule = (content: RuleContent) =>
  fetchJson<{ id: string }>("/reviews/rules", { method: "POST", body: content });

export const changeRule = (id: string, content: RuleContent) =>
  fetchJson<unknown>(`/reviews/rules/${id}`, { method: "PUT", body: content });

/** Nothing is drawn by it any more; what was drawn stays. */
export const deleteRule = (id: string) => fetchJson<unknown>(`/reviews/rules/${id}`, { method: "DELETE" });

export type DrawAnswer = Readonly<{
  reviews: readonly unknown[];
  draw?: Readonly<{ id: string; seed: string; population: number }>;
}>;

/** Draws for a time by a rule, and assigns what is drawn. */
export const drawByRule = (id: string, period: Readonly<{ fromTime: string; toTime: string }>) =>
  fetchJson<DrawAnswer>(`/reviews/rules/${id}`, {
    method: "POST",
    body: { operationName: "draw", ...period },
  });
