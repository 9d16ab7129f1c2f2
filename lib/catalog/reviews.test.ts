import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/domain/access";
import { NO_ANSWER } from "@/lib/domain/reviews/answers";
import { OPEN_STATES } from "@/lib/domain/reviews/review";
import { ScorecardContentSchema } from "@/lib/domain/reviews/scorecard";
import { scoreReview } from "@/lib/domain/reviews/scoring";
import { fileOf, SOURCE, SYSTEM, scopeOf, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import type { Catalog } from "./client";
import { insertReviews, type NewReview } from "./new-reviews";
import { tombstoneRecording, upsertRecordings } from "./recordings";
import { changeReview, reviewHistory, saveAnswers } from "./review-changes";
import { addReviewComment, listReviewComments } from "./review-comments";
import { insertRule, listRules, noteDrawn, saveDraw } from "./review-rules";
import { calibrationProgress, findReview, listReviews, openCounts, reviewedAlready } from "./reviews";
import { createScorecard } from "./scorecards";

const CARD = ScorecardContentSchema.parse({
  name: "Card",
  sections: [
    {
      id: "s",
      title: "S",
      questions: [
        { kind: "yesNo", id: "good", text: "Good?" },
        { kind: "text", id: "why", text: "Why?" },
      ],
    },
  ],
});
const BY = { userId: "eva", userName: "Eva", nowMs: T0 + 1_000 };

describeOnBothEngines("reviews", (open) => {
  let catalog: Catalog;
  let card: string;
  beforeAll(async () => {
    catalog = await open();
  });
  beforeEach(async () => {
    await emptyCatalog(catalog);
    card = (await createScorecard(catalog.db, CARD, { userId: null, userName: "Ada", nowMs: T0 })).id;
  });

  const evaluator = (name: string, groups: readonly string[] = ["/"]): Scope => {
    const scope = scopeOf({ role: "evaluator", accessGroups: groups, partitions: ["*"] });
    return scope.kind === "person" ? { ...scope, actor: { ...scope.actor, userId: name } } : scope;
  };
  const assign = async (given: Partial<NewReview> = {}, groups: readonly string[] = []) => {
    const review: NewReview = {
      recordingId: sourceRecording("c1").recording.id,
      assignmentId: "a1",
      isCalibration: false,
      evaluatorId: "eva",
      evaluatorName: "Eva",
      assignedById: "sue",
      assignedByName: "Sue",
      assignedMs: T0,
      dueMs: null,
      note: "",
      scorecardId: card,
      scorecardVersion: 1,
      segments: [
        { n: 1, mediaKey: "k1", startMs: 0, endMs: 5_000, unit: "span" },
        { n: 2, mediaKey: "k2", startMs: 0, endMs: null, unit: "mediaFile" },
      ],
      agent: { key: "opaque", name: "Ann" },
      team: "/Sales",
      callMs: T0,
      questions: 1,
      files: [fileOf("f", { accessGroups: [...groups] })],
      ...given,
    };
    const [id = ""] = await insertReviews(SYSTEM, catalog.db, [review]);
    return id;
  };
  const answered = { good: { ...NO_ANSWER, value: "yes" }, why: { ...NO_ANSWER, value: "Mr Smith said so" } };
  const save = (id: string, revision = 0) =>
    saveAnswers(SYSTEM, catalog.db, id, {
      answers: answered,
      answered: 1,
      revision,
      from: OPEN_STATES,
      by: BY,
    });
  const submit = (id: string, revision = 1) =>
    changeReview(SYSTEM, catalog.db, id, {
      act: "submit",
      from: OPEN_STATES,
      to: "submitted",
      reason: null,
      by: BY,
      submission: { score: scoreReview(CARD, answered), answers: answered, revision },
      dropsScore: false,
    });

  test("are read as they were assigned", async () => {
    const id = await assign({ dueMs: T0 + 5_000, note: "Mind \u0000 this" });
    expect(await findReview(SYSTEM, catalog.db, id)).toMatchObject({
      state: "assigned",
      scorecardName: "Card",
      isGone: true,
      dueMs: T0 + 5_000,
      note: "Mind \ufffd this",
      agent: { key: "opaque", name: "Ann" },
      answers: {},
      segments: [
        { n: 1, mediaKey: "k1", startMs: 0, endMs: 5_000, unit: "span" },
        { n: 2, mediaKey: "k2", startMs: 0, endMs: null, unit: "mediaFile" },
      ],
    });
  });

  describe("who may know of them", () => {
    test("an evaluator their own, a manager those of their groups, and of none both when the call has moved", async () => {
      const own = await assign({}, ["/Sales"]);
      const other = await assign({ evaluatorId: "otto" }, ["/Support"]);
      const ids = async (scope: Scope) =>
        (await listReviews(scope, catalog.db, { order: "newest" }, { limit: 10, offset: 0 })).reviews
          .map(({ id }) => id)
          .sort();
      expect(await ids(evaluator("eva"))).toEqual([own]);
      expect(await ids(evaluator("eva", ["/Support"]))).toEqual([]);
      const manager = (groups: readonly string[]) =>
        scopeOf({ role: "supervisor", accessGroups: groups, partitions: ["*"] });
      expect(await ids(manager(["/"]))).toEqual([own, other].sort());
      expect(await ids(manager(["/Sales"]))).toEqual([own]);
      expect(await findReview(manager(["/Sales"]), catalog.db, other)).toBeNull();

      await upsertRecordings(
        SYSTEM,
        catalog.db,
        SOURCE,
        [sourceRecording("c1", { mediaFiles: [fileOf("f", { accessGroups: ["/Secret"] })] })],
        T0,
      );
      expect(await ids(manager(["/Sales"]))).toEqual([]);
    });

    test("what was withdrawn is the managers' alone", async () => {
      const id = await assign();
      await changeReview(SYSTEM, catalog.db, id, {
        act: "withdraw",
        from: OPEN_STATES,
        to: "withdrawn",
        reason: null,
        by: BY,
        dropsScore: false,
      });
      expect(await findReview(evaluator("eva"), catalog.db, id)).toBeNull();
      expect(
        await findReview(
          scopeOf({ role: "supervisor", accessGroups: ["/"], partitions: ["*"] }),
          catalog.db,
          id,
        ),
      ).toMatchObject({ state: "withdrawn" });
    });
  });

  test("a queue begins with what is due first, what is due at no time comes last", async () => {
    const late = await assign({ dueMs: T0 + 9_000 });
    const never = await assign({ dueMs: null });
    const soon = await assign({ dueMs: T0 + 1_000 });
    const queue = await listReviews(
      evaluator("eva"),
      catalog.db,
      { order: "due", states: OPEN_STATES },
      { limit: 2, offset: 0 },
    );
    expect([queue.reviews.map(({ id }) => id), queue.totalCount]).toEqual([[soon, late], 3]);
    const rest = await listReviews(
      evaluator("eva"),
      catalog.db,
      { order: "due", states: OPEN_STATES },
      { limit: 2, offset: 2 },
    );
    expect(rest.reviews.map(({ id }) => id)).toEqual([never]);
    expect(await openCounts(SYSTEM, catalog.db)).toEqual(new Map([["eva", 3]]));
  });

  test("answers are written over the revision they were read at, once, also by two at the same time", async () => {
    const id = await assign();
    const both = await Promise.all([save(id), save(id)]);
    expect(both.sort()).toEqual([1, null]);
    expect(await findReview(SYSTEM, catalog.db, id)).toMatchObject({
      state: "started",
      revision: 1,
      answers: answered,
    });
    expect(await submit(id, 0)).toBe(false);
    expect(await submit(id)).toBe(true);
    expect(await submit(id)).toBe(false);
    expect(await save(id, 1)).toBeNull();
    expect(
      (await reviewHistory(SYSTEM, catalog.db, id)).map(({ act, score }) => [act, score?.percent]),
    ).toEqual([
      ["assign", undefined],
      ["start", undefined],
      ["submit", 100],
    ]);
  });

  test("a calibration waits for all that were not withdrawn", async () => {
    const more = { isCalibration: true, assignmentId: "cal" };
    const [one, two, three] = [
      await assign(more),
      await assign({ ...more, evaluatorId: "otto" }),
      await assign({ ...more, evaluatorId: "ida" }),
    ];
    await save(one);
    await submit(one);
    const progress = async () => [...(await calibrationProgress(SYSTEM, catalog.db, [{ ...more }])).values()];
    expect(await progress()).toMatchObject([{ reviews: 3, submitted: 1 }]);
    await changeReview(SYSTEM, catalog.db, three, {
      act: "withdraw",
      from: OPEN_STATES,
      to: "withdrawn",
      reason: null,
      by: BY,
      dropsScore: false,
    });
    await save(two);
    await submit(two);
    expect(await progress()).toMatchObject([{ reviews: 2, submitted: 2 }]);
  });

  test("a deleted call takes along what was written of it and leaves what it scored", async () => {
    await upsertRecordings(SYSTEM, catalog.db, SOURCE, [sourceRecording("c1")], T0);
    const [open, done] = [await assign(), await assign()];
    await save(open);
    await save(done);
    await submit(done);
    await addReviewComment(SYSTEM, catalog.db, {
      reviewId: done,
      segment: 1,
      startMs: 0,
      endMs: null,
      text: "Secret",
      replyTo: null,
      userId: "eva",
      userName: "Eva",
      timeMs: T0,
    });
    await tombstoneRecording(SYSTEM, catalog.db, sourceRecording("c1").recording.id, {
      by: null,
      reason: null,
      answer: "deleted",
      nowMs: T0 + 9_000,
    });
    expect(await findReview(SYSTEM, catalog.db, open)).toMatchObject({
      state: "withdrawn",
      answers: {},
      isGone: true,
    });
    expect(await findReview(SYSTEM, catalog.db, done)).toMatchObject({
      state: "submitted",
      scorePercent: 100,
      answers: { good: { value: "yes", note: "", moments: [] }, why: { value: null } },
    });
    expect(await listReviewComments(SYSTEM, catalog.db, done)).toEqual([]);
    expect((await reviewHistory(SYSTEM, catalog.db, open)).at(-1)).toMatchObject({
      act: "withdraw",
      reason: "The recording was deleted.",
    });
  });

  test("what was reviewed by a scorecard is known, what was withdrawn is as if it never was", async () => {
    const ids = ["c1", "c2", "c3"].map((name) => sourceRecording(name).recording.id);
    const [first = "", second = ""] = ids;
    await assign({ recordingId: first });
    const withdrawn = await assign({ recordingId: second });
    await changeReview(SYSTEM, catalog.db, withdrawn, {
      act: "withdraw",
      from: OPEN_STATES,
      to: "withdrawn",
      reason: null,
      by: BY,
      dropsScore: false,
    });
    expect(await reviewedAlready(SYSTEM, catalog.db, ids, card)).toEqual(new Set([first]));
    expect(await reviewedAlready(SYSTEM, catalog.db, ids, "another")).toEqual(new Set());
  });

  test("a rule's week is drawn once, and the draw is kept with its seed", async () => {
    const content = {
      name: "R",
      perAgent: 1,
      unit: "mediaFile",
      scorecard: card,
      evaluators: ["eva"],
      calibration: false,
      dueDays: null,
      zone: "UTC",
      active: true,
    } as const;
    const id = await insertRule(
      catalog.db,
      { ...content, evaluators: [...content.evaluators] },
      { userId: "sue", nowMs: T0, drawnUntilMs: T0 },
    );
    expect(await noteDrawn(catalog.db, id, T0)).toBe(false);
    expect(await Promise.all([noteDrawn(catalog.db, id, T0 + 1), noteDrawn(catalog.db, id, T0 + 1)])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await listRules(catalog.db, "sue")).toMatchObject([{ name: "R", drawnUntilMs: T0 + 1 }]);
    expect(await listRules(catalog.db, "somebody else")).toEqual([]);
    const sample = {
      fromTime: "2026-10-01T00:00:00Z",
      toTime: "2026-10-08T00:00:00Z",
      perAgent: 1,
      seed: "x",
    };
    await saveDraw(catalog.db, {
      ruleId: id,
      seed: "x",
      population: 3,
      sample,
      picks: ["engage.c1"],
      timeMs: T0,
      userId: "sue",
      userName: "Sue",
    });
    const rows = await catalog.db.selectFrom("review_draw").selectAll().execute();
    expect(rows).toMatchObject([{ seed: "x", population: 3, picks: ["engage.c1"], sample }]);
  });
});
