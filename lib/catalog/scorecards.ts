import { sql } from "kysely";
import { AppError } from "@/lib/domain/errors";
import {
  contentOf,
  type ScorecardContent,
  ScorecardContentSchema,
  type ScorecardVersion,
  scorecardNameKey,
} from "@/lib/domain/reviews/scorecard";
import type { CatalogDb } from "./schema";
import { inTransaction } from "./transaction";
import { canonicalJson, iso, jsonText, newId, plainText } from "./values";

/** Who made a version, and when. */
export type VersionMade = Readonly<{ version: number; createTimeMs: number; createUser: string }>;

/** One version, with what holds for the scorecard as a whole. */
export type StoredScorecard = ScorecardVersion &
  Readonly<{ latestVersion: number; isArchived: boolean; versions: readonly VersionMade[] }>;

export type ScorecardSummary = ScorecardVersion &
  Readonly<{
    isArchived: boolean;
    /** Reviews by any of its versions, those taken back left out. */
    reviews: number;
    /** Those of them that are still to be submitted. */
    openReviews: number;
  }>;

type Author = Readonly<{ userId: string | null; userName: string; nowMs: number }>;

/** Every scorecard as it stands now, archived ones too, by name. */
export async function listScorecards(db: CatalogDb): Promise<ScorecardSummary[]> {
  const rows = await latestVersions(db)
    .select(VERSION_COLUMNS)
    .leftJoin(
      (from) =>
        from
          .selectFrom("review")
          .select([
            "scorecard_id",
            sql<number>`count(*)::int`.as("reviews"),
            sql<number>`(count(*) filter (where state in ('assigned', 'started', 'reopened')))::int`.as(
              "open_reviews",
            ),
          ])
          .where("state", "<>", "withdrawn")
          .groupBy("scorecard_id")
          .as("used"),
      (join) => join.onRef("used.scorecard_id", "=", "scorecard.id"),
    )
    .select(["scorecard.archived", "used.reviews", "used.open_reviews"])
    .execute();
  return rows
    .map((row) => ({
      ...read(row),
      isArchived: row.archived,
      reviews: row.reviews ?? 0,
      openReviews: row.open_reviews ?? 0,
    }))
    .sort(
      (a, b) => compareTexts(scorecardNameKey(a.name), scorecardNameKey(b.name)) || compareTexts(a.id, b.id),
    );
}

/** One version, the latest when none is named, archived or not; null when there is none such. */
export async function findScorecard(
  db: CatalogDb,
  id: string,
  version: number | null = null,
): Promise<StoredScorecard | null> {
  const [card, versions] = await Promise.all([
    db.selectFrom("scorecard").selectAll().where("id", "=", id).executeTakeFirst(),
    db
      .selectFrom("scorecard_version")
      .select(["version", "created", "created_by_name"])
      .where("scorecard_id", "=", id)
      .orderBy("version", "desc")
      .execute(),
  ]);
  if (!card) return null;
  const row = await db
    .selectFrom("scorecard_version")
    .select(VERSION_COLUMNS)
    .where("scorecard_id", "=", id)
    .where("version", "=", version ?? card.latest_version)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...read(row),
    latestVersion: card.latest_version,
    isArchived: card.archived,
    versions: versions.map((made) => ({
      version: made.version,
      createTimeMs: made.created,
      createUser: made.created_by_name,
    })),
  };
}

/** Makes a scorecard's first version. Throws already_exists when one in use has the name. */
export function createScorecard(
  db: CatalogDb,
  content: ScorecardContent,
  author: Author,
): Promise<Readonly<{ id: string; version: number }>> {
  return alone(db, async (transaction) => {
    const id = newId();
    await requireFreeName(transaction, content.name, id);
    await transaction
      .insertInto("scorecard")
      .values({ id, latest_version: 1, archived: false, created: iso(author.nowMs) })
      .execute();
    await insertVersion(transaction, id, 1, content, author);
    return { id, version: 1 };
  });
}

/**
 * Adds a version with this content and gives its number; the content of the latest once more adds none. Throws not_found,
 * already_exists for a name in use, and cannot_update when it is archived, or `basedOn` is not the latest version.
 */
export function changeScorecard(
  db: CatalogDb,
  id: string,
  content: ScorecardContent,
  options: Author & Readonly<{ basedOn: number | null }>,
): Promise<Readonly<{ version: number; isNew: boolean }>> {
  return alone(db, async (transaction) => {
    const stored = await requireScorecard(transaction, id);
    if (stored.isArchived) {
      throw new AppError("cannot_update", "An archived scorecard can't be changed. Restore it first.");
    }
    if (options.basedOn !== null && options.basedOn !== stored.version) {
      throw new AppError(
        "cannot_update",
        `This scorecard has changed meanwhile: it is at version ${stored.version}.`,
      );
    }
    if (isSameContent(contentOf(stored), content)) return { version: stored.version, isNew: false };
    await requireFreeName(transaction, content.name, id);
    const version = stored.version + 1;
    await insertVersion(transaction, id, version, content, options);
    await transaction
      .updateTable("scorecard")
      .set({ latest_version: version })
      .where("id", "=", id)
      .execute();
    return { version, isNew: true };
  });
}

/** Puts a scorecard out of use, or back into it. Throws not_found, and already_exists when its name was taken meanwhile. */
export function setScorecardArchived(db: CatalogDb, id: string, isArchived: boolean): Promise<void> {
  return alone(db, async (transaction) => {
    const { name } = await requireScorecard(transaction, id);
    if (!isArchived) await requireFreeName(transaction, name, id);
    await transaction.updateTable("scorecard").set({ archived: isArchived }).where("id", "=", id).execute();
  });
}

const KEY = 7_301_945;

/** Changes of scorecards one after the other: names are compared, and versions counted, by what is there. */
function alone<T>(db: CatalogDb, work: (transaction: CatalogDb) => Promise<T>): Promise<T> {
  return inTransaction(db, async (transaction) => {
    await sql`select pg_advisory_xact_lock(${KEY}::bigint)`.execute(transaction);
    return work(transaction);
  });
}

const VERSION_COLUMNS = [
  "scorecard_version.scorecard_id",
  "scorecard_version.version",
  "scorecard_version.content",
  "scorecard_version.created",
  "scorecard_version.created_by_name",
] as const;

function latestVersions(db: CatalogDb) {
  return db
    .selectFrom("scorecard")
    .innerJoin("scorecard_version", (join) =>
      join
        .onRef("scorecard_version.scorecard_id", "=", "scorecard.id")
        .onRef("scorecard_version.version", "=", "scorecard.latest_version"),
    );
}

async function requireScorecard(db: CatalogDb, id: string): Promise<StoredScorecard> {
  const stored = await findScorecard(db, id);
  if (!stored) throw new AppError("not_found", "There is no such scorecard.");
  return stored;
}

// Compared here: how letter case is taken away depends on the database's locale.
async function requireFreeName(db: CatalogDb, name: string, id: string): Promise<void> {
  const others = await latestVersions(db)
    .select("scorecard_version.name")
    .where("scorecard.archived", "=", false)
    .where("scorecard.id", "<>", id)
    .execute();
  if (others.some((other) => scorecardNameKey(other.name) === scorecardNameKey(name))) {
    throw new AppError("already_exists", "There is a scorecard of this name already.");
  }
}

async function insertVersion(
  db: CatalogDb,
  id: string,
  version: number,
  content: ScorecardContent,
  { userId, userName, nowMs }: Author,
): Promise<void> {
  await db
    .insertInto("scorecard_version")
    .values({
      scorecard_id: id,
      version,
      name: plainText(content.name),
      content: jsonText(content),
      created: iso(nowMs),
      created_by_user_id: userId,
      created_by_name: plainText(userName),
    })
    .execute();
}

type Row = Readonly<{
  scorecard_id: string;
  version: number;
  content: unknown;
  created: number;
  created_by_name: string;
}>;

function read(row: Row): ScorecardVersion {
  return {
    ...ScorecardContentSchema.parse(row.content),
    id: row.scorecard_id,
    version: row.version,
    createTimeMs: row.created,
    createUser: row.created_by_name,
  };
}

function isSameContent(a: ScorecardContent, b: ScorecardContent): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
