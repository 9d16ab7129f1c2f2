import { type APIRequestContext, expect } from "@playwright/test";
import { basic } from "./fixtures";

const QUESTIONS = [
  { id: "greeted", kind: "yesNo", text: "Was the customer greeted?" },
  { id: "verified", kind: "yesNo", text: "Was the caller verified?" },
] as const;

/** Somebody who scores, and how their program signs in. */
export type Scorer = Readonly<{ id: string; name: string; headers: Readonly<Record<string, string>> }>;

type Answer = Readonly<{
  value: "yes" | "no";
  note?: string;
  moments?: readonly Readonly<{ segment: number; startMs: number }>[];
}>;

/** A scorecard of its own for a test, so that results of others stay out of its figures. Gives its id and name. */
export async function ownScorecard(
  request: APIRequestContext,
): Promise<Readonly<{ id: string; name: string }>> {
  const name = `Journey ${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await sent(request, basic("admin"), "POST", "/scorecards", {
    name,
    description: "",
    passPercent: 60,
    sections: [{ id: "all", title: "All", questions: QUESTIONS }],
  });
  return { id: String(id), name };
}

/** The demo's evaluator, and a second one who is made for the test. */
export async function twoScorers(request: APIRequestContext): Promise<readonly [Scorer, Scorer]> {
  const tag = crypto.randomUUID().slice(0, 8);
  const [email, password, name] = [`nora-${tag}@earmark.test`, "a-long-password", `Nora ${tag}`];
  await sent(request, basic("admin"), "POST", "/users", {
    email,
    password,
    name,
    role: "evaluator",
    accessGroups: ["/"],
    partitions: ["*"],
    agents: [],
  });
  const { evaluators } = await sent(request, basic("supervisor"), "GET", "/reviews/evaluators");
  const all: readonly Readonly<{ id: string; name: string }>[] = evaluators;
  const [demo, nora] = [all.find((one) => one.name === "Emil Brandt"), all.find((one) => one.name === name)];
  if (!demo || !nora) throw new Error("two evaluators to assign to");
  const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`;
  return [
    { ...demo, headers: basic("evaluator") },
    { ...nora, headers: { authorization } },
  ];
}

/** The open reviews of a scorecard that one evaluator has, oldest call first. */
export async function openReviews(
  request: APIRequestContext,
  scorer: Scorer,
  scorecardId: string,
): Promise<readonly Readonly<{ id: string; recording: Readonly<{ id: string }> }>[]> {
  const answer = await sent(
    request,
    scorer.headers,
    "GET",
    `/reviews?state=open&mine=1&limit=500&scorecard=${scorecardId}`,
  );
  const reviews: readonly Readonly<{ id: string; recording: Readonly<{ id: string }> }>[] = answer.reviews;
  return [...reviews].sort((one, other) => one.recording.id.localeCompare(other.recording.id));
}

/** Answers both questions and submits, as the evaluator's own program would. */
export async function submitReview(
  request: APIRequestContext,
  scorer: Scorer,
  reviewId: string,
  answers: Readonly<Record<(typeof QUESTIONS)[number]["id"], Answer>>,
): Promise<void> {
  const { review } = await sent(request, scorer.headers, "GET", `/reviews/${reviewId}`);
  await sent(request, scorer.headers, "PUT", `/reviews/${reviewId}`, { answers, revision: review.revision });
  await sent(request, scorer.headers, "POST", `/reviews/${reviewId}`, { operationName: "submit" });
}

/** Which fields of agents supervisors see masked. Empty = none. */
export async function maskAgentFields(request: APIRequestContext, fields: string): Promise<void> {
  const name = "metadata.privacy.agent_fields";
  await sent(request, basic("admin"), "PUT", "/settings/recording", { name, value: fields });
}

export async function sent(
  request: APIRequestContext,
  headers: Readonly<Record<string, string>>,
  method: "GET" | "POST" | "PUT",
  path: string,
  data?: unknown,
) {
  const answer = await request.fetch(`/api/v2${path}`, {
    method,
    headers: { ...headers },
    ...(data === undefined ? {} : { data }),
  });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return answer.json();
}
