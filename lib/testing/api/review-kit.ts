import type { Answers } from "@/lib/domain/reviews/answers";
import { type Answer, type Api, isObject, type Who } from "../api";
import { CALL, mediaKeyOf } from "./requests";

/** A scorecard with every kind of question; `said` of its critical one fails the whole review. */
export const CARD = {
  name: "Support call",
  passPercent: 60,
  sections: [
    {
      id: "opening",
      title: "Opening",
      weight: 1,
      questions: [
        { kind: "yesNo", id: "greeted", text: "Greeted by name" },
        { kind: "scale", id: "tone", text: "Tone", min: 1, max: 5, allowsNotApplicable: true },
      ],
    },
    {
      id: "card",
      title: "Card data",
      weight: 1,
      questions: [
        {
          kind: "yesNo",
          id: "paused",
          text: "Recording paused for the card number",
          isCritical: true,
          weight: 2,
        },
        {
          kind: "choice",
          id: "outcome",
          text: "Outcome",
          choices: [
            { id: "solved", text: "Solved", percent: 100 },
            { id: "promised", text: "Promised", percent: 50 },
            { id: "lost", text: "Lost", percent: 0 },
          ],
        },
        { kind: "text", id: "words", text: "What should be said at the next meeting" },
      ],
    },
  ],
};

export const answerOf = (
  value: string | number | null,
  more: Partial<Answers[string]> = {},
): Answers[string] => ({
  value,
  notApplicable: false,
  note: "",
  moments: [],
  ...more,
});

/** All of the scorecard's questions that must be answered, answered as well as can be. */
export const BEST: Answers = {
  greeted: answerOf("yes"),
  tone: answerOf(5),
  paused: answerOf("yes"),
  outcome: answerOf("solved"),
};

export const told = ({ status, json }: Answer) => `${status}/${json?.statusCode}`;
export const reviewIn = ({ json }: Answer) => (isObject(json?.review) ? json.review : {});
export const reviewsIn = ({ json }: Answer): readonly Record<string, unknown>[] =>
  Array.isArray(json?.reviews) ? json.reviews.filter(isObject) : [];

/** A scorecard that is there; its id. */
export async function addScorecard(api: Api, content: object = CARD): Promise<string> {
  const made = await api.call("administrator", "POST", "/scorecards", { body: content });
  if (made.status !== 201) throw new Error(`the scorecard was refused: ${made.text}`);
  return String(made.json?.id);
}

/** Assigns a span of the spoken call to somebody; the review's id. */
export async function assignSpan(
  api: Api,
  scorecard: string,
  given: Readonly<{
    to?: Who;
    by?: Who;
    startMs?: number;
    endMs?: number | null;
    call?: string;
    more?: object;
  }> = {},
): Promise<string> {
  const {
    to = "evaluator",
    by = "supervisor",
    startMs = 2_000,
    endMs = 9_000,
    call = CALL,
    more = {},
  } = given;
  const answer = await api.call(by, "POST", "/reviews", {
    body: {
      scorecard,
      evaluators: [api.users[to].id],
      segments: [{ recording: api.idOf(call), mediaKey: await mediaKeyOf(api, call), startMs, endMs }],
      ...more,
    },
  });
  const [review] = reviewsIn(answer);
  if (!review) throw new Error(`nothing was assigned: ${answer.text}`);
  return String(review.id);
}

/** Answers everything and submits. */
export async function submit(
  api: Api,
  id: string,
  answers: Answers = BEST,
  who: Who = "evaluator",
): Promise<Answer> {
  const read = await api.call(who, "GET", `/reviews/${id}`);
  await api.call(who, "PUT", `/reviews/${id}`, { body: { answers, revision: reviewIn(read).revision } });
  return api.call(who, "POST", `/reviews/${id}`, { body: { operationName: "submit" } });
}

/** Gives a span of the spoken call to the evaluator and the supervisor, each for themselves; their reviews' ids. */
export async function assignCalibration(
  api: Api,
  scorecard: string,
): Promise<Readonly<{ evaluator: string; supervisor: string }>> {
  const answer = await api.call("administrator", "POST", "/reviews", {
    body: {
      scorecard,
      evaluators: [api.users.evaluator.id, api.users.supervisor.id],
      calibration: true,
      segments: [
        { recording: api.idOf(CALL), mediaKey: await mediaKeyOf(api, CALL), startMs: 0, endMs: 5_000 },
      ],
    },
  });
  const idOf = (who: Who) =>
    String(reviewsIn(answer).find(({ evaluator }) => evaluator === api.users[who].id)?.id);
  return { evaluator: idOf("evaluator"), supervisor: idOf("supervisor") };
}
