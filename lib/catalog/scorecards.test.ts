import { expect, test } from "vitest";
import type { AppError } from "@/lib/domain/errors";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import { STORED_SCORECARD } from "@/lib/testing/scorecard";
import {
  changeScorecard,
  createScorecard,
  findScorecard,
  listScorecards,
  setScorecardArchived,
} from "./scorecards";

const NOW = Date.UTC(2026, 10, 16, 12);
const author = { userId: "user", userName: "Ada", nowMs: NOW };
const named = (name: string) => ({ ...STORED_SCORECARD, name });
const codeOf = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === "rejected" ? (outcome.reason satisfies AppError).code : "done";

describeOnBothEngines("scorecards", (open) => {
  test("a version stands as it was written", async () => {
    const catalog = await open();
    await emptyCatalog(catalog);
    const { db } = catalog;
    const { id } = await createScorecard(db, named("Support"), author);
    const second = { ...named("Support"), passPercent: 33.333, description: "\\u0000 is text, 💳 too" };
    const later = { ...author, userName: "Sofia", nowMs: NOW + 1 };
    expect(await changeScorecard(db, id, second, { ...later, basedOn: null })).toEqual({
      version: 2,
      isNew: true,
    });
    expect(await changeScorecard(db, id, second, { ...later, basedOn: 2 })).toEqual({
      version: 2,
      isNew: false,
    });
    expect(await findScorecard(db, id, 1)).toMatchObject({
      ...named("Support"),
      version: 1,
      latestVersion: 2,
    });
    expect(await findScorecard(db, id)).toEqual({
      ...second,
      id,
      version: 2,
      latestVersion: 2,
      isArchived: false,
      createTimeMs: NOW + 1,
      createUser: "Sofia",
      versions: [
        { version: 2, createTimeMs: NOW + 1, createUser: "Sofia" },
        { version: 1, createTimeMs: NOW, createUser: "Ada" },
      ],
    });
    expect([await findScorecard(db, id, 3), await findScorecard(db, "none")]).toEqual([null, null]);
  });

  test("of many at once one gets the name, and each change its own version", async () => {
    const catalog = await open();
    await emptyCatalog(catalog);
    const { db } = catalog;
    const names = ["ärger", "Ärger", "ÄRGER", "a\u0308rger"];
    const made = await Promise.allSettled(names.map((name) => createScorecard(db, named(name), author)));
    expect(made.map(codeOf).sort()).toEqual(["already_exists", "already_exists", "already_exists", "done"]);
    const [card] = await listScorecards(db);
    const id = card?.id ?? "";
    const changes = Array.from({ length: 8 }, (_, index) =>
      changeScorecard(db, id, { ...named("Ärger"), description: `${index}` }, { ...author, basedOn: null }),
    );
    const versions = (await Promise.all(changes)).map(({ version }) => version);
    expect(versions.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const based = await Promise.allSettled(
      ["x", "y", "z"].map((description) =>
        changeScorecard(db, id, { ...named("Ärger"), description }, { ...author, basedOn: 9 }),
      ),
    );
    expect(based.map(codeOf).sort()).toEqual(["cannot_update", "cannot_update", "done"]);
  });

  test("the list counts the reviews by any version, those taken back left out", async () => {
    const catalog = await open();
    await emptyCatalog(catalog);
    const { db } = catalog;
    const { id } = await createScorecard(db, named("Used"), author);
    await createScorecard(db, named("Unused"), author);
    await setScorecardArchived(db, id, true);
    const states = ["assigned", "started", "reopened", "submitted", "disputed", "withdrawn"] as const;
    await db
      .insertInto("review")
      .values(
        states.map((state, index) => ({
          id: `${index}`,
          recording_id: "engage.1",
          access_set_id: 1,
          assignment_id: "a",
          is_calibration: false,
          evaluator_id: "e",
          evaluator_name: "Emil",
          assigned_by_name: "Sofia",
          assigned: new Date(NOW).toISOString(),
          note: "",
          scorecard_id: id,
          scorecard_version: (index % 2) + 1,
          state,
          answers: "{}",
          revision: 0,
          answered: 0,
          questions: 5,
          auto_failed: false,
        })),
      )
      .execute();
    const seen = await listScorecards(db);
    expect(
      seen.map(({ name, isArchived, reviews, openReviews }) => [name, isArchived, reviews, openReviews]),
    ).toEqual([
      ["Unused", false, 0, 0],
      ["Used", true, 5, 3],
    ]);
  });
});
