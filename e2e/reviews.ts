import { type APIRequestContext, expect } from "@playwright/test";
import { basic } from "./fixtures";

const CARD = {
  description: "",
  passPercent: 60,
  sections: [
    {
      id: "all",
      title: "All",
      questions: [
        { id: "greeted", kind: "yesNo", text: "Was the customer greeted?" },
        { id: "verified", kind: "yesNo", text: "Was the caller verified?", isCritical: true },
        { id: "tone", kind: "scale", text: "Tone", min: 1, max: 5 },
        {
          id: "outcome",
          kind: "choice",
          text: "Outcome",
          choices: [
            { id: "solved", text: "Solved", percent: 100 },
            { id: "passed-on", text: "Passed on", percent: 14 },
          ],
        },
        { id: "holds", kind: "yesNo", text: "Were holds announced?", allowsNotApplicable: true },
        { id: "in-short", kind: "text", text: "In short", isRequired: true },
      ],
    },
  ],
} as const;

export type Given = Readonly<{
  scorecardName: string;
  reviewIds: readonly string[];
  recordingIds: readonly string[];
}>;

type Listed = Readonly<{
  id: string;
  mediaFiles: readonly Readonly<{ mediaKey: string; audio: string; duration?: string }>[];
}>;

const SEGMENT = { startMs: 2_000, endMs: 22_000 } as const;

/** Takes back whatever waits in a queue: what other journeys have left there. */
export async function emptyQueues(request: APIRequestContext): Promise<void> {
  const { reviews } = await got(request, "/reviews?state=open&limit=500");
  for (const { id } of reviews) {
    const answer = await request.post(`/api/v2/reviews/${id}`, {
      headers: basic("supervisor"),
      data: { operationName: "withdraw" },
    });
    expect(answer.status()).toBe(200);
  }
}

/** Gives the evaluator segments of as many calls, as a supervisor's program would, by a scorecard of their own, due before everything else. */
export async function assignSegments(
  request: APIRequestContext,
  { count, note }: Readonly<{ count: number; note?: string }>,
): Promise<Given> {
  const scorecardName = `Journey ${crypto.randomUUID().slice(0, 8)}`;
  const scorecard = await posted(request, "admin", "/scorecards", { name: scorecardName, ...CARD });
  const { evaluators } = await got(request, "/reviews/evaluators");
  const evaluator = evaluators.find(({ role }: { role: string }) => role === "evaluator");
  const recordings = await callsWithSound(request, count);
  const answer = await posted(request, "supervisor", "/reviews", {
    scorecard: scorecard.id,
    evaluators: [evaluator.id],
    dueTime: new Date(Date.now() + 60_000 * 30).toISOString(),
    ...(note === undefined ? {} : { note }),
    segments: recordings.map(({ id, mediaFiles }) => ({
      recording: id,
      mediaKey: mediaFiles[0]?.mediaKey,
      ...SEGMENT,
    })),
  });
  const reviewIds = answer.reviews.map(({ id }: { id: string }) => id);
  expect(reviewIds).toHaveLength(count);
  return { scorecardName, reviewIds, recordingIds: recordings.map(({ id }) => id) };
}

async function callsWithSound(request: APIRequestContext, count: number): Promise<readonly Listed[]> {
  const { recordings }: { recordings: readonly Listed[] } = await got(request, "/recordings?limit=100");
  const found = recordings.filter(({ mediaFiles: [file] }) => {
    return file?.audio === "ready" && Number(file.duration) > SEGMENT.endMs;
  });
  expect(found.length, "calls with sound").toBeGreaterThanOrEqual(count);
  return found.slice(0, count);
}

type Review = Readonly<{
  state: string;
  revision: number;
  answers: Readonly<Record<string, Readonly<{ value: unknown; note: string; moments: readonly unknown[] }>>>;
  cut?: Readonly<{
    labels: readonly Readonly<{ removable: boolean; content: Readonly<{ text: string }> }>[];
  }>;
}>;

/** A review as its evaluator's program reads it. */
export async function reviewAsEvaluator(request: APIRequestContext, id: string): Promise<Review> {
  const answer = await request.get(`/api/v2/reviews/${id}`, { headers: basic("evaluator") });
  expect(answer.status()).toBe(200);
  return (await answer.json()).review;
}

async function got(request: APIRequestContext, path: string) {
  const answer = await request.get(`/api/v2${path}`, { headers: basic("supervisor") });
  expect(answer.status(), path).toBe(200);
  return answer.json();
}

async function posted(request: APIRequestContext, role: "admin" | "supervisor", path: string, data: unknown) {
  const answer = await request.post(`/api/v2${path}`, { headers: basic(role), data });
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(201);
  return answer.json();
}
