import {
  changeScorecard as addVersion,
  findScorecard,
  createScorecard as insertScorecard,
  listScorecards as readScorecards,
  setScorecardArchived,
  type VersionMade,
} from "@/lib/catalog/scorecards";
import { AppError } from "@/lib/domain/errors";
import { may } from "@/lib/domain/permissions";
import { contentOf, questionsOf, type ScorecardContent } from "@/lib/domain/reviews/scorecard";
import type { ScorecardDetails, ScorecardRow, VersionRow } from "@/lib/domain/reviews/scorecard-answers";
import { formatDialectTime } from "@/lib/domain/time";
import { audited } from "../audited";
import type { ServiceContext } from "../context";

/** Every scorecard as it stands now, archived ones too, by name. How many reviews use it is told to those who may change it. */
export async function listScorecards(ctx: ServiceContext): Promise<readonly ScorecardRow[]> {
  const mayChange = may(ctx.actor.role, "scorecard.manage");
  return (await readScorecards(ctx.catalog.db)).map((card) => ({
    id: card.id,
    name: card.name,
    ...presentVersion(card),
    archived: card.isArchived,
    questions: questionsOf(card).length,
    inUse: card.reviews > 0,
    ...(mayChange ? { reviews: { total: card.reviews, open: card.openReviews } } : {}),
  }));
}

/** One version of a scorecard, the latest when none is named. Throws not_found. */
export async function getScorecard(
  ctx: ServiceContext,
  id: string,
  version: number | null,
): Promise<ScorecardDetails> {
  const card = await findScorecard(ctx.catalog.db, id, version);
  if (!card) throw new AppError("not_found", "There is no such scorecard.");
  return {
    id: card.id,
    ...presentVersion(card),
    ...contentOf(card),
    archived: card.isArchived,
    versions: card.versions.map(presentVersion),
  };
}

/** Makes a scorecard. Throws already_exists when one in use has the name, letter case ignored. */
export async function createScorecard(
  ctx: ServiceContext,
  content: ScorecardContent,
): Promise<Readonly<{ id: string; version: number }>> {
  return audited(
    ctx,
    { action: "scorecard.create", details: { name: content.name } },
    () => insertScorecard(ctx.catalog.db, content, authorOf(ctx)),
    ({ id }) => ({ scorecard: id }),
  );
}

/**
 * Gives a scorecard a new version; the same content again makes none. Throws not_found, already_exists (name), and
 * cannot_update when it is archived, or has got another version than `basedOn` since it was read.
 */
export async function changeScorecard(
  ctx: ServiceContext,
  id: string,
  input: Readonly<{ content: ScorecardContent; basedOn: number | null }>,
): Promise<Readonly<{ version: number }>> {
  await requireScorecard(ctx, id);
  const { version } = await audited(
    ctx,
    { action: "scorecard.change", details: { scorecard: id, name: input.content.name } },
    () => addVersion(ctx.catalog.db, id, input.content, { ...authorOf(ctx), basedOn: input.basedOn }),
    ({ version, isNew }) => ({ version, ...(isNew ? {} : { unchanged: true }) }),
  );
  return { version };
}

/** Nothing more is assigned by it; reviews by it go on. Throws not_found. */
export async function archiveScorecard(ctx: ServiceContext, id: string): Promise<void> {
  const name = await requireScorecard(ctx, id);
  await audited(ctx, { action: "scorecard.archive", details: { scorecard: id, name } }, () =>
    setScorecardArchived(ctx.catalog.db, id, true),
  );
}

/** Takes an archived scorecard back into use. Throws not_found, and already_exists when its name was taken meanwhile. */
export async function restoreScorecard(ctx: ServiceContext, id: string): Promise<void> {
  const name = await requireScorecard(ctx, id);
  await audited(ctx, { action: "scorecard.restore", details: { scorecard: id, name } }, () =>
    setScorecardArchived(ctx.catalog.db, id, false),
  );
}

async function requireScorecard(ctx: ServiceContext, id: string): Promise<string> {
  return (await getScorecard(ctx, id, null)).name;
}

function authorOf(ctx: ServiceContext) {
  return { userId: ctx.actor.userId, userName: ctx.actor.name, nowMs: ctx.now() };
}

function presentVersion({ version, createTimeMs, createUser }: VersionMade): VersionRow {
  return { version, createTime: formatDialectTime(createTimeMs), createUser };
}
