import {
  deleteRule as dropRule,
  insertRule,
  listDraws as readDraws,
  listRules as readRules,
  type StoredDraw,
  type StoredRule,
  updateRule,
} from "@/lib/catalog/review-rules";
import { calendarEdges } from "@/lib/catalog/time-buckets";
import { listUsers } from "@/lib/catalog/users";
import { visibleIds } from "@/lib/catalog/visible-ids";
import { AppError } from "@/lib/domain/errors";
import { AssignmentSchema } from "@/lib/domain/reviews/review";
import type { RuleContent } from "@/lib/domain/reviews/rule";
import type { DrawRow, RuleRow } from "@/lib/domain/reviews/rule-answers";
import { formatDialectTime } from "@/lib/domain/time";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { resolveFilter } from "../recordings/recording-query";
import { type Assigned, assignReviews, type ByRule, evaluatorOf, usableScorecard } from "./assign-reviews";

const DAY_MS = 86_400_000;
const MOST_DRAWS = 200;

/** A supervisor's own rules; for an administrator everybody's. */
export async function listRules(ctx: ServiceContext): Promise<readonly RuleRow[]> {
  const [rules, users] = await Promise.all([
    readRules(ctx.catalog.db, ownerOf(ctx)),
    listUsers(ctx.catalog.db),
  ]);
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return rules.map((rule) => present(rule, names.get(rule.userId)));
}

/** One of the rules that the caller may know. Throws not_found. */
export async function getRule(ctx: ServiceContext, id: string): Promise<RuleRow> {
  const rule = (await listRules(ctx)).find((own) => own.id === id);
  if (!rule) throw ruleNotFound();
  return rule;
}

/** Keeps a rule and gives its id. One that is active draws for the first time when the present week is over. */
export async function createRule(
  ctx: ServiceContext,
  content: RuleContent,
): Promise<Readonly<{ id: string }>> {
  await checkRule(ctx, content);
  const id = await audited(ctx, { action: "review.rule.create", details: detailsOf(content) }, () =>
    insertRule(ctx.catalog.db, content, {
      userId: ctx.actor.userId,
      nowMs: ctx.now(),
      drawnUntilMs: lastWeek(content.zone, ctx.now()).toMs,
    }),
  );
  return { id };
}

export async function changeRule(ctx: ServiceContext, id: string, content: RuleContent): Promise<void> {
  const rule = await storedRule(ctx, id);
  await checkRule(ctx, content);
  const isSwitchedOn = content.active && !rule.active;
  await audited(ctx, { action: "review.rule.change", details: { rule: id, ...detailsOf(content) } }, () =>
    updateRule(ctx.catalog.db, id, content, isSwitchedOn ? lastWeek(content.zone, ctx.now()).toMs : null),
  );
}

/** Nothing is drawn by it any more; what was drawn stays. */
export async function deleteRule(ctx: ServiceContext, id: string): Promise<void> {
  await storedRule(ctx, id);
  await audited(ctx, { action: "review.rule.delete", details: { rule: id } }, () =>
    dropRule(ctx.catalog.db, id),
  );
}

/** Draws for a time by a rule, with the caller's own rights, and assigns what is drawn. */
export async function drawByRule(
  ctx: ServiceContext,
  id: string,
  period: Readonly<{ fromTime: string; toTime: string }>,
): Promise<Assigned> {
  return draw(ctx, await storedRule(ctx, id), period, null);
}

/** The same, by the rule itself for the week that ended at `untilMs`. */
export function draw(
  ctx: ServiceContext,
  rule: StoredRule,
  period: Readonly<{ fromTime: string; toTime: string }>,
  untilMs: ByRule["untilMs"],
): Promise<Assigned> {
  const { search, perAgent, unit, scorecard, evaluators, calibration, dueDays } = rule;
  const input = AssignmentSchema.parse({
    scorecard,
    evaluators,
    calibration,
    unit,
    sample: { ...period, perAgent, ...(search === undefined ? {} : { search }) },
    ...(dueDays === null ? {} : { dueTime: new Date(ctx.now() + dueDays * DAY_MS).toISOString() }),
  });
  return assignReviews(ctx, input, { id: rule.id, untilMs });
}

/** What was drawn, when, by which seed: for whoever doubts it. A supervisor's own draws; for an administrator everybody's. */
export async function listDraws(ctx: ServiceContext): Promise<readonly DrawRow[]> {
  const [draws, rules] = await Promise.all([
    readDraws(ctx.catalog.db, ownerOf(ctx), MOST_DRAWS),
    readRules(ctx.catalog.db, ownerOf(ctx)),
  ]);
  const seen = await seenPicks(ctx, draws);
  return draws.map(({ id, ruleId, seed, population, picks, sample, timeMs, userName }) => {
    const rule = rules.find((own) => own.id === ruleId);
    return {
      id,
      ...(rule ? { rule: { id: rule.id, name: rule.name } } : {}),
      seed,
      population,
      picks: picks.filter(seen),
      fromTime: formatDialectTime(Date.parse(sample.fromTime)),
      toTime: formatDialectTime(Date.parse(sample.toTime)),
      perAgent: sample.perAgent,
      time: formatDialectTime(timeMs),
      user: userName,
    };
  });
}

/** Who has lost the right to a call is not told that it was drawn; who may know of all is told of deleted ones too. */
async function seenPicks(
  ctx: ServiceContext,
  draws: readonly Pick<StoredDraw, "picks">[],
): Promise<(id: string) => boolean> {
  if (ctx.scope.kind === "system" || ctx.scope.accessKeys === "all") return () => true;
  const visible = await visibleIds(
    ctx.scope,
    ctx.catalog.db,
    draws.flatMap(({ picks }) => picks),
  );
  return (id) => visible.has(id);
}

/** The last week that is wholly over, on the clock of a zone; weeks begin on Monday. */
export function lastWeek(zone: string, nowMs: number): Readonly<{ fromMs: number; toMs: number }> {
  const edges = calendarEdges({ fromMs: nowMs - 10 * DAY_MS, toMs: nowMs, zone }, "week", 10);
  // The last edge is the end of the present week.
  const [fromMs, toMs] = edges.slice(-3);
  if (fromMs === undefined || toMs === undefined) throw new Error(`no week in ${zone}`);
  return { fromMs, toMs };
}

async function checkRule(ctx: ServiceContext, { search, scorecard, evaluators }: RuleContent): Promise<void> {
  await usableScorecard(ctx, scorecard);
  await Promise.all(evaluators.map((id) => evaluatorOf(ctx, id)));
  if (search !== undefined) await resolveFilter(ctx, search, {});
}

async function storedRule(ctx: ServiceContext, id: string): Promise<StoredRule> {
  const rule = (await readRules(ctx.catalog.db, ownerOf(ctx))).find((own) => own.id === id);
  if (!rule) throw ruleNotFound();
  return rule;
}

function present(
  { userId: _owner, createTimeMs, drawnUntilMs: _drawn, ...rule }: StoredRule,
  owner: string | undefined,
): RuleRow {
  return {
    ...rule,
    createTime: formatDialectTime(createTimeMs),
    ...(owner === undefined ? {} : { createUser: owner }),
  };
}

function ownerOf(ctx: ServiceContext): string | null {
  return ctx.actor.role === "administrator" ? null : ctx.actor.userId;
}

function detailsOf({
  perAgent,
  scorecard,
  evaluators,
  active,
}: RuleContent): Readonly<Record<string, unknown>> {
  return { perAgent, scorecard, evaluators, active };
}

function ruleNotFound(): AppError {
  return new AppError("not_found", "There is no such rule.");
}
