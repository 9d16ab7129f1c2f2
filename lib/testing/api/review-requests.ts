import type { Api } from "../api";
import type { HttpMethod } from "../api-routes";
import { CALL, mediaKeyOf, type Row, untilMade } from "./requests";
import { addScorecard, assignSpan, CARD } from "./review-kit";

const ANY = ["200", "200", "200", "403/5"] as const;
const MANAGERS = ["200", "200", "403/5", "403/5"] as const;
const NONE = ["404/6", "404/6", "404/6", "403/5"] as const;
const NO_RULE = ["404/6", "404/6", "403/5", "403/5"] as const;
const RULE = "/reviews/rules/{ruleId}";
const REVIEW = "/reviews/{reviewId}";
const SEGMENT = `${REVIEW}/segments/{segment}`;

/** One well-formed request for each operation on reviews: one that was given to the evaluator. */
export async function reviewRequestsOf(api: Api): Promise<Row[]> {
  const scorecard = await addScorecard(api, { ...CARD, name: "For the rights of everybody" });
  const id = await assignSpan(api, scorecard);
  await untilMade(api, `/reviews/${id}/segments/1/peaks`);
  const row = (
    method: HttpMethod,
    address: string,
    expect: Row["expect"],
    rest: Readonly<{ path?: string; body?: unknown }> = {},
  ): Row => ({
    method,
    address: `/api/v2${address}`,
    path:
      rest.path ??
      address
        .replace("{reviewId}", id)
        .replace("{segment}", "1")
        .replace("{commentId}", "0".repeat(32))
        .replace("{ruleId}", "0".repeat(32)),
    expect,
    body: rest.body,
  });
  const segment = {
    recording: api.idOf(CALL),
    mediaKey: await mediaKeyOf(api, CALL),
    startMs: 0,
    endMs: 2_000,
  };
  const rule = {
    name: "Two a week",
    perAgent: 2,
    scorecard,
    evaluators: [api.users.evaluator.id],
    zone: "Europe/Berlin",
  };
  return [
    row("GET", "/reviews", ANY),
    row("POST", "/reviews", MANAGERS, {
      body: { scorecard, evaluators: [api.users.evaluator.id], segments: [segment], dryRun: true },
    }),
    row("GET", "/reviews/evaluators", MANAGERS),
    row("GET", "/reviews/segments", MANAGERS, { path: `/reviews/segments?recording=${api.idOf(CALL)}` }),
    row("GET", REVIEW, ANY),
    row("PUT", REVIEW, ["409/15", "409/15", "200", "403/5"], { body: { answers: {}, revision: 0 } }),
    row("POST", REVIEW, ["409/15", "409/15", "422/2", "403/5"], { body: { operationName: "submit" } }),
    row("POST", `${REVIEW}/comments`, ["409/15", "409/15", "201", "403/5"], {
      body: { content: { text: "Well said." } },
    }),
    row("PUT", `${REVIEW}/comments/{commentId}`, NONE, { body: { content: { text: "Well said." } } }),
    row("DELETE", `${REVIEW}/comments/{commentId}`, NONE),
    row("GET", `${SEGMENT}/play`, ANY),
    row("HEAD", `${SEGMENT}/play`, ANY),
    row("POST", `${SEGMENT}/play`, ANY, { body: { heardMs: 500 } }),
    row("GET", `${SEGMENT}/peaks`, ANY),
    row("GET", "/reviews/rules", MANAGERS),
    row("POST", "/reviews/rules", ["201", "201", "403/5", "403/5"], { body: rule }),
    row("GET", RULE, NO_RULE),
    row("PUT", RULE, NO_RULE, { body: rule }),
    row("DELETE", RULE, NO_RULE),
    row("POST", RULE, NO_RULE, {
      body: { operationName: "draw", fromTime: "2026-11-09T00:00:00Z", toTime: "2026-11-16T00:00:00Z" },
    }),
    row("GET", "/reviews/draws", MANAGERS),
  ];
}
