import { agentKeys } from "@/lib/catalog/agent-keys";
import { insertReviews, type NewReview } from "@/lib/catalog/new-reviews";
import { getRecordings } from "@/lib/catalog/recordings";
import { changeReview, saveAnswers } from "@/lib/catalog/review-changes";
import { listReviews } from "@/lib/catalog/reviews";
import { listScorecards } from "@/lib/catalog/scorecards";
import { listIds } from "@/lib/catalog/search";
import { findUserByEmail, type UserRecord } from "@/lib/catalog/users";
import { hashId, newId } from "@/lib/catalog/values";
import type { StoredRecording } from "@/lib/domain/recording";
import { type Answer, type Answers, NO_ANSWER, progressOf } from "@/lib/domain/reviews/answers";
import { agentsOfCall } from "@/lib/domain/reviews/natural-segments";
import { OPEN_STATES } from "@/lib/domain/reviews/review";
import { type Question, questionsOf, type ScorecardVersion } from "@/lib/domain/reviews/scorecard";
import { scoreReview } from "@/lib/domain/reviews/scoring";
import type { Runtime } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";

const DAY_MS = 86_400_000;
/** So many calls must have come in, and such from before the first review, before any is chosen. */
const LEAST_CALLS = 60;
const DONE = 48;
const WEEKS_MS = 42 * DAY_MS;
const WAITING = 8;

/**
 * The demo's reviews: some weeks of scored ones, so that results have something to show, and a queue for its evaluator.
 * Made up, as the demo's calls are, and so not in the audit log. Returns true when there is nothing more to do.
 */
export async function ensureDemoReviews(runtime: Runtime): Promise<boolean> {
  const { db } = runtime.catalog;
  const made = await listReviews(SYSTEM_SCOPE, db, { order: "newest" }, { limit: 1, offset: 0 });
  if (made.totalCount > 0) return true;
  const [card] = (await listScorecards(db)).filter(({ isArchived }) => !isArchived);
  const [supervisor, evaluator] = await Promise.all(
    ["supervisor@earmark.test", "evaluator@earmark.test"].map((email) => findUserByEmail(db, email)),
  );
  if (!card || !supervisor || !evaluator) return true;
  const nowMs = runtime.now();
  const known = await callsBefore(runtime, nowMs, LEAST_CALLS);
  const oldest = await callsBefore(runtime, nowMs - WEEKS_MS - DAY_MS, 1);
  if (known.length < LEAST_CALLS || oldest.length === 0) return false;
  const keyOf = await agentKeys(db);
  for (const [index, call] of known.slice(0, WAITING).entries()) {
    const review = { ...basicsOf(call, card, supervisor, evaluator), agent: agentOf(call, keyOf) };
    const times = { assignedMs: nowMs - DAY_MS / 2, dueMs: nowMs + (index - 1) * DAY_MS };
    await insertReviews(SYSTEM_SCOPE, db, [{ ...review, ...times }]);
  }
  const taken = new Set<string>(known.slice(0, WAITING).map(({ id }) => id));
  for (let index = 0; index < DONE; index += 1) {
    const assignedMs = nowMs - DAY_MS - (index * WEEKS_MS) / DONE;
    const call = (await callsBefore(runtime, assignedMs, 40)).find(({ id }) => !taken.has(id));
    if (!call) continue;
    taken.add(call.id);
    const review = { ...basicsOf(call, card, supervisor, evaluator), agent: agentOf(call, keyOf) };
    const times = { assignedMs, dueMs: assignedMs + 5 * DAY_MS };
    const [id] = await insertReviews(SYSTEM_SCOPE, db, [{ ...review, ...times }]);
    if (id) await complete(runtime, id, card, answersFor(card, call), evaluator, assignedMs + DAY_MS / 2);
  }
  return true;
}

async function complete(
  { catalog: { db } }: Runtime,
  id: string,
  card: ScorecardVersion,
  answers: Answers,
  evaluator: UserRecord,
  atMs: number,
): Promise<void> {
  const by = { userId: evaluator.id, userName: evaluator.name, nowMs: atMs };
  const answered = progressOf(card, answers).done;
  const revision = await saveAnswers(SYSTEM_SCOPE, db, id, {
    answers,
    answered,
    revision: 0,
    from: OPEN_STATES,
    by,
  });
  if (revision === null) return;
  await changeReview(SYSTEM_SCOPE, db, id, {
    act: "submit",
    from: OPEN_STATES,
    to: "submitted",
    reason: null,
    by,
    submission: { score: scoreReview(card, answers), answers, revision },
    dropsScore: false,
  });
}

/** Calls that can be heard, were somebody's and began before a time, the newest first. */
async function callsBefore(
  { catalog: { db } }: Runtime,
  startBefore: number,
  most: number,
): Promise<readonly StoredRecording[]> {
  const matching = {
    filter: { minDuration: 20_000, maxDuration: 900_000, startBefore },
    restrictions: { excludedSources: [], hiddenDataKeys: {}, hiddenSecrets: {} },
  };
  const { ids } = await listIds(SYSTEM_SCOPE, db, matching, null, 2 * most);
  const calls = await getRecordings(SYSTEM_SCOPE, db, ids, { labels: false });
  return calls
    .filter((call) => call.mediaFiles.some(({ audio }) => audio === "ready") && agentsOfCall(call).length > 0)
    .slice(0, most);
}

function basicsOf(
  call: StoredRecording,
  card: ScorecardVersion,
  supervisor: UserRecord,
  evaluator: UserRecord,
) {
  const files = call.mediaFiles.filter(({ audio }) => audio === "ready");
  return {
    recordingId: call.id,
    assignmentId: newId(),
    isCalibration: false,
    evaluatorId: evaluator.id,
    evaluatorName: evaluator.name,
    assignedById: supervisor.id,
    assignedByName: supervisor.name,
    note: "",
    scorecardId: card.id,
    scorecardVersion: card.version,
    segments: files.map(({ mediaKey }, index) => ({
      n: index + 1,
      mediaKey,
      startMs: 0,
      endMs: null,
      unit: "mediaFile" as const,
    })),
    team: files.flatMap(({ accessGroups }) => accessGroups)[0] ?? null,
    callMs: call.startMs,
    questions: progressOf(card, {}).total,
    files,
  };
}

function agentOf(
  call: StoredRecording,
  keyOf: (sourceId: string, vendorKey: string) => string,
): NewReview["agent"] {
  const [agent] = agentsOfCall(call);
  return agent ? { key: keyOf(call.sourceId, agent.key), name: agent.name } : null;
}

/** The same for the same call: some agents are better than others, some questions are hard for all. */
function answersFor(card: ScorecardVersion, call: StoredRecording): Answers {
  const skill = 0.45 + 0.5 * chance(agentsOfCall(call)[0]?.key ?? "");
  const answers = questionsOf(card).map((question) => {
    const isGood = chance(`${call.id} ${question.id}`) < skill + 0.3 * chance(question.id) - 0.05;
    return [
      question.id,
      { ...NO_ANSWER, ...madeUp(question, isGood, chance(`${question.id} ${call.id}`)) },
    ] as const;
  });
  return Object.fromEntries(answers);
}

function madeUp(question: Question, isGood: boolean, luck: number): Partial<Answer> {
  if (question.allowsNotApplicable && luck < 0.15) return { notApplicable: true };
  switch (question.kind) {
    case "yesNo": {
      const isBest = isGood || (question.isCritical && luck < 0.85);
      return { value: isBest === (question.best === "yes") ? "yes" : "no" };
    }
    case "scale":
      return {
        value: isGood ? question.max - (luck < 0.5 ? 1 : 0) : Math.max(question.min + 1, question.max - 2),
      };
    case "choice":
      return { value: question.choices[isGood ? 0 : Math.min(1, question.choices.length - 1)]?.id ?? null };
    case "text":
      return {};
  }
}

/** 0 to 1, by a hash. */
function chance(text: string): number {
  return Number.parseInt(hashId(text).slice(0, 8), 16) / 0x1_0000_0000;
}
