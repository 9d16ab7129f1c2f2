import { toActor } from "@/lib/auth/actor";
import { agentKeys } from "@/lib/catalog/agent-keys";
import { insertReviews, type NewReview } from "@/lib/catalog/new-reviews";
import { lockDraws, noteDrawn, saveDraw } from "@/lib/catalog/review-rules";
import { openCounts, reviewedAlready } from "@/lib/catalog/reviews";
import type { CatalogDb } from "@/lib/catalog/schema";
import { findScorecard } from "@/lib/catalog/scorecards";
import { findUserById, listUsers, type UserRecord } from "@/lib/catalog/users";
import { newId } from "@/lib/catalog/values";
import { accessKeysOfFile, mayMeet, passes, personScope } from "@/lib/domain/access";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { may } from "@/lib/domain/permissions";
import type { MediaFile } from "@/lib/domain/recording";
import { progressOf } from "@/lib/domain/reviews/answers";
import type { Assignment, ReviewSegment } from "@/lib/domain/reviews/review";
import { distribute } from "@/lib/domain/reviews/sampling";
import type { ScorecardVersion } from "@/lib/domain/reviews/scorecard";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { type Chosen, type ChosenCall, chooseCalls, type Skipped } from "./choose-calls";

/** Who is to review which call. */
type Given = Readonly<{ call: ChosenCall; evaluator: UserRecord }>;

export type AssignmentPlan = Readonly<{
  picks: readonly Readonly<{
    recording: RecordingId;
    evaluator: string;
    segments: readonly ReviewSegment[];
  }>[];
  skipped: readonly Skipped[];
  seed?: string;
  population?: number;
}>;

export type Assigned = Readonly<{
  assignment: string;
  reviews: readonly Readonly<{ id: string; recording: RecordingId; evaluator: string }>[];
  skipped: readonly Skipped[];
  draw?: Readonly<{ id: string; seed: string; population: number }>;
}>;

/** Drawn by a rule. `untilMs` = by itself, for the week that ended then: once, however many servers try. */
export type ByRule = Readonly<{ id: string; untilMs: number | null }>;

/** Tells what would be assigned to whom, and assigns nothing. */
export async function planReviews(ctx: ServiceContext, input: Assignment): Promise<AssignmentPlan> {
  const { chosen, given, skipped } = await planned(ctx, input);
  return {
    picks: given.map(({ call, evaluator }) => ({
      recording: call.recording.id,
      evaluator: evaluator.id,
      segments: call.segments,
    })),
    skipped,
    ...(chosen.draw ? { seed: chosen.draw.seed, population: chosen.draw.population } : {}),
  };
}

/** Assigns reviews: each of one call's parts, by one scorecard as it stands now, to one evaluator. */
export async function assignReviews(
  ctx: ServiceContext,
  input: Assignment,
  byRule: ByRule | null = null,
): Promise<Assigned> {
  const { card, chosen, given, skipped } = await planned(ctx, input);
  const assignmentId = newId();
  const keyOf = await agentKeys(ctx.catalog.db);
  const reviews = given.map((one) => reviewOf(ctx, input, card, assignmentId, one, keyOf));
  const only = new Set(given.map(({ call }) => call.recording.id));
  const [recordingId] = only;
  return audited(
    ctx,
    {
      action: "review.assign",
      ...(only.size === 1 && recordingId ? { recordingId } : {}),
      details: {
        assignment: assignmentId,
        scorecard: card.id,
        version: card.version,
        calibration: input.calibration,
        reviews: given.map(({ call, evaluator }) => [call.recording.id, evaluator.id]),
        ...(chosen.draw ? { seed: chosen.draw.seed, population: chosen.draw.population } : {}),
        ...(byRule === null ? {} : { rule: byRule.id }),
      },
    },
    async () => {
      const { draw } = chosen;
      const { ids, drawId } = await ctx.catalog.db.transaction().execute(async (transaction) => {
        const isDue = byRule?.untilMs == null || (await noteDrawn(transaction, byRule.id, byRule.untilMs));
        if (!isDue) throw new AppError("cannot_update", "This week has been drawn already.");
        if (draw) await requireUntaken(ctx, transaction, [...only], card.id);
        return {
          ids: await insertReviews(ctx.scope, transaction, reviews),
          drawId: draw
            ? await saveDraw(transaction, {
                ruleId: byRule?.id ?? null,
                ...draw,
                picks: [...only],
                timeMs: ctx.now(),
                userId: ctx.actor.userId,
                userName: ctx.actor.name,
              })
            : null,
        };
      });
      return {
        assignment: assignmentId,
        reviews: given.flatMap(({ call, evaluator }, index) => {
          const id = ids[index];
          return id ? [{ id, recording: call.recording.id, evaluator: evaluator.id }] : [];
        }),
        skipped,
        ...(draw && drawId ? { draw: { id: drawId, seed: draw.seed, population: draw.population } } : {}),
      };
    },
  );
}

/** Draws are assigned one after the other; what another has drawn meanwhile must not be drawn twice. */
async function requireUntaken(
  ctx: ServiceContext,
  transaction: CatalogDb,
  picks: readonly RecordingId[],
  scorecard: string,
): Promise<void> {
  await lockDraws(transaction);
  if ((await reviewedAlready(ctx.scope, transaction, picks, scorecard)).size > 0) {
    throw new AppError("cannot_update", "Some of these calls have been drawn meanwhile. Draw again.");
  }
}

async function planned(
  ctx: ServiceContext,
  input: Assignment,
): Promise<
  Readonly<{ card: ScorecardVersion; chosen: Chosen; given: readonly Given[]; skipped: readonly Skipped[] }>
> {
  const card = await usableScorecard(ctx, input.scorecard);
  const evaluators = await Promise.all(input.evaluators.map((id) => evaluatorOf(ctx, id)));
  if (input.dueTime !== undefined && Date.parse(input.dueTime) <= ctx.now()) {
    throw new AppError("invalid_input", "The due date lies in the past.");
  }
  const chosen = await chooseCalls(ctx, input);
  const { given, unknown } = await giveOut(ctx, chosen.calls, evaluators, input.calibration);
  const skipped = [
    ...chosen.skipped,
    ...unknown.map((call) => ({
      recording: call.recording.id,
      reason: "It lies outside the access groups or partitions of these evaluators.",
    })),
  ];
  if (given.length === 0 && chosen.draw === null) {
    throw new AppError("unprocessable", skipped[0]?.reason ?? "There is no call to assign.");
  }
  return { card, chosen, given, skipped };
}

/** Nobody is given what they may not know of: a call goes to those of the evaluators whose groups hold all of its parts. */
async function giveOut(
  ctx: ServiceContext,
  calls: readonly ChosenCall[],
  evaluators: readonly UserRecord[],
  isCalibration: boolean,
): Promise<Readonly<{ given: readonly Given[]; unknown: readonly ChosenCall[] }>> {
  const loads = new Map(await openCounts(ctx.scope, ctx.catalog.db));
  const groups = new Map<string, { able: readonly UserRecord[]; calls: ChosenCall[] }>();
  for (const call of calls) {
    const able = evaluators.filter((user) => mayHear(user, call));
    const key = able.map(({ id }) => id).join(" ");
    const group = groups.get(key) ?? { able, calls: [] };
    group.calls.push(call);
    groups.set(key, group);
  }
  const given: Given[] = [];
  for (const { able, calls: own } of groups.values()) {
    const shared = isCalibration
      ? own.flatMap((call) => able.map((evaluator) => ({ call, evaluator })))
      : shareOut(own, able, loads);
    for (const { evaluator } of shared) loads.set(evaluator.id, (loads.get(evaluator.id) ?? 0) + 1);
    given.push(...shared);
  }
  const order = new Map(calls.map((call, index) => [call, index]));
  return {
    given: given.sort((a, b) => (order.get(a.call) ?? 0) - (order.get(b.call) ?? 0)),
    unknown: [...groups.values()].filter(({ able }) => able.length === 0).flatMap((group) => group.calls),
  };
}

function shareOut(
  calls: readonly ChosenCall[],
  able: readonly UserRecord[],
  loads: ReadonlyMap<string, number>,
): readonly Given[] {
  const picks = calls.map((call) => ({
    recordingId: call.recording.id,
    agentKey: call.agent?.key ?? null,
    call,
  }));
  const open = able.map(({ id }) => ({ id, open: loads.get(id) ?? 0 }));
  return distribute(picks, open).flatMap(({ call, evaluatorId }) => {
    const evaluator = able.find(({ id }) => id === evaluatorId);
    return evaluator ? [{ call, evaluator }] : [];
  });
}

function mayHear(user: UserRecord, call: ChosenCall): boolean {
  const scope = personScope(toActor(user));
  return filesOf(call).every((file) => passes(scope, accessKeysOfFile(file)));
}

function filesOf({ recording, segments }: ChosenCall): readonly MediaFile[] {
  return recording.mediaFiles.filter(({ mediaKey }) =>
    segments.some((segment) => segment.mediaKey === mediaKey),
  );
}

function reviewOf(
  ctx: ServiceContext,
  input: Assignment,
  card: ScorecardVersion,
  assignmentId: string,
  { call, evaluator }: Given,
  keyOf: (sourceId: string, vendorKey: string) => string,
): NewReview {
  const { recording, segments, agent } = call;
  const files = filesOf(call);
  return {
    recordingId: recording.id,
    assignmentId,
    isCalibration: input.calibration,
    evaluatorId: evaluator.id,
    evaluatorName: evaluator.name,
    assignedById: ctx.actor.userId,
    assignedByName: ctx.actor.name,
    assignedMs: ctx.now(),
    dueMs: input.dueTime === undefined ? null : Date.parse(input.dueTime),
    note: input.note,
    scorecardId: card.id,
    scorecardVersion: card.version,
    segments,
    agent: agent ? { key: keyOf(recording.sourceId, agent.key), name: agent.name } : null,
    team: files.flatMap(({ accessGroups }) => accessGroups).find((group) => group.trim() !== "") ?? null,
    callMs: recording.startMs ?? recording.stopMs,
    questions: progressOf(card, {}).total,
    files,
  };
}

/** The scorecard as it stands now. Throws invalid_input when there is none, or nothing is assigned by it any more. */
export async function usableScorecard(ctx: ServiceContext, id: string): Promise<ScorecardVersion> {
  const card = await findScorecard(ctx.catalog.db, id);
  if (!card) throw new AppError("invalid_input", "There is no such scorecard.");
  if (card.isArchived)
    throw new AppError("invalid_input", "This scorecard is archived: no reviews are assigned by it.");
  return card;
}

/** Somebody whom reviews can be given to. Throws invalid_input for anybody else. */
export async function evaluatorOf(ctx: ServiceContext, id: string): Promise<UserRecord> {
  const user = await findUserById(ctx.catalog.db, id);
  if (!user || !canReview(user)) throw new AppError("invalid_input", "There is no such evaluator.");
  return user;
}

function canReview({ role, disabled }: UserRecord): boolean {
  return !disabled && may(role, "review.view");
}

/** Whom the caller can give reviews to, evaluators first, with how much waits for each of them. */
export async function listEvaluators(
  ctx: ServiceContext,
): Promise<readonly Readonly<{ id: string; name: string; role: string; open: number }>[]> {
  const [users, open] = await Promise.all([listUsers(ctx.catalog.db), openCounts(ctx.scope, ctx.catalog.db)]);
  return users
    .filter((user) => canReview(user) && mayMeet(ctx.actor, user))
    .map(({ id, name, role }) => ({ id, name, role, open: open.get(id) ?? 0 }))
    .sort(
      (a, b) =>
        Number(b.role === "evaluator") - Number(a.role === "evaluator") || a.name.localeCompare(b.name, "en"),
    );
}
