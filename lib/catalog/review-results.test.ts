import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/domain/access";
import { NOT_APPLICABLE } from "@/lib/domain/reviews/calibration-agreement";
import type { ReviewState } from "@/lib/domain/reviews/review";
import { fileOf, SOURCE, SYSTEM, scopeOf, sourceRecording, T0 } from "@/lib/testing/catalog-fixtures";
import { describeOnBothEngines, emptyCatalog } from "@/lib/testing/database";
import type { Catalog } from "./client";
import { insertReviews } from "./new-reviews";
import { tombstoneRecording, upsertRecordings } from "./recordings";
import { scoredQuestions, scoredReviews } from "./review-export";
import { questionWords, scorecardNames } from "./review-questions";
import { calibrationRatings } from "./review-ratings";
import { questionTallies, type ResultsFilter, reviewGroups, submissionSpan } from "./review-results";
import { iso, newId } from "./values";

const HOUR_MS = 3_600_000;

type Given = Readonly<{
  call?: string;
  groups?: readonly string[];
  evaluator?: string;
  agent?: string | null;
  team?: string | null;
  assignment?: string;
  calibration?: boolean;
  scorecard?: string;
  state?: ReviewState;
  submittedMs?: number;
  percent?: number | null;
  passed?: boolean | null;
  autoFailed?: boolean;
  /** By question: what it earned (null = not applicable) and what was answered. */
  scores?: Readonly<Record<string, readonly [share: number | null, value: string | null]>>;
}>;

describeOnBothEngines("results of reviews", (open) => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await open();
  });
  beforeEach(() => emptyCatalog(catalog));

  /** A review as the catalog writes it when it is assigned, taken to the state that a test needs. */
  async function review(given: Given = {}): Promise<string> {
    const { evaluator = "eva", agent = "ann", scorecard = "card", state = "submitted" } = given;
    const { percent = 80, passed = true, autoFailed = false, submittedMs = T0 } = given;
    const [id = ""] = await insertReviews(SYSTEM, catalog.db, [
      {
        recordingId: sourceRecording(given.call ?? "c1").recording.id,
        assignmentId: given.assignment ?? newId(),
        isCalibration: given.calibration ?? false,
        evaluatorId: evaluator,
        evaluatorName: `Name of ${evaluator}`,
        assignedById: null,
        assignedByName: "A rule",
        assignedMs: T0,
        dueMs: null,
        note: "",
        scorecardId: scorecard,
        scorecardVersion: 1,
        segments: [{ n: 1, mediaKey: "file", startMs: 0, endMs: null, unit: "mediaFile" }],
        agent: agent === null ? null : { key: agent, name: `Name of ${agent}` },
        team: given.team === undefined ? "/Sales" : given.team,
        callMs: T0,
        questions: 2,
        files: [{ accessGroups: given.groups ?? ["/Sales"], partitions: [] }],
      },
    ]);
    const isOver = state === "submitted" || state === "disputed";
    await catalog.db
      .updateTable("review")
      .set({
        state,
        ...(isOver
          ? { submitted: iso(submittedMs), score_percent: percent, passed, auto_failed: autoFailed }
          : {}),
      })
      .where("id", "=", id)
      .execute();
    for (const [question, [share, value]] of Object.entries(isOver ? (given.scores ?? {}) : {})) {
      await catalog.db
        .insertInto("review_score")
        .values({
          review_id: id,
          question_id: question,
          section_id: "s",
          kind: question === "words" ? "text" : question === "tone" ? "scale" : "yesNo",
          share,
          weight: share === null ? 0 : 0.5,
          not_applicable: share === null,
          fails: value === "no" && question === "paused",
          value,
        })
        .execute();
    }
    return id;
  }

  const groupsOf = async (
    filter: ResultsFilter = {},
    scope: Scope = SYSTEM,
    edges: readonly number[] = [T0 - HOUR_MS, T0 + HOUR_MS],
  ) => {
    const groups = await reviewGroups(scope, catalog.db, filter, edges);
    return new Map(
      groups.map((group) => [group.key === "" ? group.kind : `${group.kind} ${group.key}`, group]),
    );
  };
  const countOf = async (filter: ResultsFilter = {}, scope: Scope = SYSTEM) =>
    (await groupsOf(filter, scope)).get("total")?.reviews ?? 0;

  describe("what counts", () => {
    test("is what has been submitted, disputed or not", async () => {
      for (const state of ["assigned", "started", "submitted", "disputed", "reopened", "withdrawn"] as const)
        await review({ state });
      expect(await countOf()).toBe(2);
    });

    test("of a calibrated call only what all have submitted, those taken back aside", async () => {
      const shared = { assignment: "a1", calibration: true, call: "c1" };
      await review({ ...shared, evaluator: "eva" });
      await review({ ...shared, evaluator: "fay", state: "started" });
      await review({ ...shared, evaluator: "gus", state: "withdrawn" });
      await review({ ...shared, call: "c2", evaluator: "eva" });
      expect(await countOf()).toBe(1);
      expect((await calibrationRatings(SYSTEM, catalog.db, {})).calls).toHaveLength(1);
      await catalog.db
        .updateTable("review")
        .set({ state: "submitted", submitted: iso(T0) })
        .where("evaluator_id", "=", "fay")
        .execute();
      expect(await countOf()).toBe(3);
      expect((await calibrationRatings(SYSTEM, catalog.db, {})).calls).toHaveLength(2);
    });

    test("is what lies within a manager's groups by the call, and when it is gone by what it was", async () => {
      const files = [fileOf("f1", { accessGroups: ["/Support"] })];
      await upsertRecordings(SYSTEM, catalog.db, SOURCE, [sourceRecording("c1", { mediaFiles: files })], T0);
      await review({ call: "c1", groups: ["/Support"] });
      await review({ call: "gone", groups: ["/Support"] });
      await review({ call: "c1", groups: ["/Sales"] });
      const support = scopeOf({ accessGroups: ["/Support"] });
      expect(await countOf({}, support)).toBe(2);
      expect(await countOf({}, scopeOf({}))).toBe(3);
      expect(await countOf({}, scopeOf({ accessGroups: ["/Nowhere"] }))).toBe(0);
      await tombstoneRecording(SYSTEM, catalog.db, sourceRecording("c1").recording.id, {
        by: null,
        reason: null,
        answer: "deleted",
        nowMs: T0,
      });
      expect(await countOf({}, support)).toBe(2);
    });

    test("is an evaluator's own", async () => {
      await review({ evaluator: "eva" });
      await review({ evaluator: "fay" });
      const eva = scopeOf({ role: "evaluator", userId: "eva" });
      expect(await countOf({}, eva)).toBe(1);
      expect(await countOf({ evaluatorId: "fay" }, eva)).toBe(0);
      expect([...(await groupsOf({}, eva)).keys()]).not.toContain("evaluator fay");
    });

    test("is narrowed by scorecard, agent, team, evaluator and time", async () => {
      await review({});
      await review({
        scorecard: "other",
        agent: "bob",
        team: "/EU",
        evaluator: "fay",
        submittedMs: T0 + HOUR_MS,
      });
      for (const filter of [
        { scorecardId: "other" },
        { agentKey: "bob" },
        { team: "/EU" },
        { evaluatorId: "fay" },
        { fromMs: T0 + HOUR_MS },
        { toMs: T0 + HOUR_MS },
      ]) {
        expect([filter, await countOf(filter)]).toEqual([filter, 1]);
      }
      expect(await countOf({ agentKey: "a\u0000b" })).toBe(0);
    });
  });

  test("the groups tell how many, how well, and who was in them", async () => {
    await review({ percent: 40, passed: false });
    await review({ percent: 100, agent: "bob", autoFailed: true, evaluator: "fay" });
    await review({ percent: null, passed: null, agent: null, team: null, submittedMs: T0 + 2 * HOUR_MS });
    const groups = await groupsOf();
    expect(groups.get("total")).toMatchObject({
      reviews: 3,
      meanPercent: 70,
      judged: 2,
      passed: 1,
      autoFailed: 1,
    });
    expect(groups.get("agent ann")).toMatchObject({ reviews: 1, meanPercent: 40, agentName: "Name of ann" });
    expect(groups.get("evaluator eva")).toMatchObject({ reviews: 2, evaluatorName: "Name of eva" });
    expect(groups.get("team /Sales")?.reviews).toBe(2);
    expect(groups.get("scorecard card")?.reviews).toBe(3);
    expect([groups.get("decile 4")?.reviews, groups.get("decile 9")?.reviews]).toEqual([1, 1]);
    expect([groups.get("bucket 1")?.reviews, groups.get("bucket 2")?.reviews]).toEqual([2, 1]);
    expect([...groups.keys()].filter((key) => key.startsWith("agent"))).toEqual(["agent ann", "agent bob"]);
    expect(await submissionSpan(SYSTEM, catalog.db)).toEqual({ fromMs: T0, toMs: T0 + 2 * HOUR_MS });
  });

  test("the most reviews come first, and equals by key", async () => {
    for (const agent of ["zoe", "ann", "bob", "bob"]) await review({ agent });
    const agents = [...(await groupsOf()).values()].filter(({ kind }) => kind === "agent");
    expect(agents.map(({ key }) => key)).toEqual(["bob", "ann", "zoe"]);
  });

  test("of nothing there is no group, and no time in which it lies", async () => {
    expect(await reviewGroups(SYSTEM, catalog.db, {}, [T0])).toEqual([]);
    expect(await submissionSpan(SYSTEM, catalog.db)).toBeNull();
    expect(await questionTallies(SYSTEM, catalog.db, {})).toEqual([]);
    expect(await calibrationRatings(SYSTEM, catalog.db, {})).toEqual({ calls: [], questions: [] });
  });

  test("questions tell what they earned, texts left out", async () => {
    await review({ scores: { paused: [0, "no"], tone: [0.5, "3"], words: [null, null] } });
    await review({ scores: { paused: [1, "yes"], tone: [null, null] } });
    await review({ scores: { paused: [1, "yes"] }, agent: "bob" });
    const tallies = await questionTallies(SYSTEM, catalog.db, { agentKey: "ann" });
    expect([...tallies].sort((a, b) => (a.questionId < b.questionId ? -1 : 1))).toEqual([
      {
        scorecardId: "card",
        questionId: "paused",
        answered: 2,
        notApplicable: 0,
        failed: 1,
        meanPercent: 50,
      },
      { scorecardId: "card", questionId: "tone", answered: 1, notApplicable: 1, failed: 0, meanPercent: 50 },
    ]);
  });

  test("calibrations tell what each gave and said, also those of others who scored the same call", async () => {
    const shared = { assignment: "a1", calibration: true, agent: "ann" };
    await review({
      ...shared,
      evaluator: "eva",
      percent: 90,
      scores: { paused: [1, "yes"], tone: [null, null] },
    });
    await review({ ...shared, evaluator: "fay", percent: 50, scores: { paused: [0, "no"], tone: [1, "5"] } });
    await review({ evaluator: "eva", percent: 10, scores: { paused: [1, "yes"] } });
    const eva = scopeOf({ role: "evaluator", userId: "eva" });
    for (const scope of [SYSTEM, eva]) {
      const { calls, questions } = await calibrationRatings(scope, catalog.db, { evaluatorId: "eva" });
      expect(calls.map((scores) => scores.map(({ percent }) => percent).sort())).toEqual([[50, 90]]);
      const saidTo = (id: string) =>
        questions.filter(({ questionId }) => questionId === id).map(({ values }) => [...values].sort());
      expect(saidTo("paused")).toEqual([["no", "yes"]]);
      expect(saidTo("tone")).toEqual([["5", NOT_APPLICABLE]]);
    }
    expect((await calibrationRatings(SYSTEM, catalog.db, { agentKey: "bob" })).calls).toEqual([]);
  });

  test("questions are put as the newest version that has them puts them", async () => {
    const version = (number: number, name: string, questions: readonly object[]) =>
      sql`insert into scorecard_version (scorecard_id, version, name, content, created, created_by_name)
        values ('card', ${number}, ${name}, ${JSON.stringify({
          sections: [{ id: "s", title: `Section of ${number}`, questions }],
        })}::jsonb, now(), 'A')`.execute(catalog.db);
    await sql`insert into scorecard (id, latest_version, archived, created) values ('card', 2, true, now())`.execute(
      catalog.db,
    );
    await version(1, "Old", [
      { id: "paused", text: "Paused?" },
      { id: "tone", text: "Tone" },
    ]);
    await version(2, "New", [{ id: "paused", text: "Was it paused?" }]);
    expect(await questionWords(SYSTEM, catalog.db, ["card", "none"])).toEqual([
      { scorecardId: "card", questionId: "paused", text: "Was it paused?", sectionTitle: "Section of 2" },
      { scorecardId: "card", questionId: "tone", text: "Tone", sectionTitle: "Section of 1" },
    ]);
    expect(await scorecardNames(SYSTEM, catalog.db, ["card"])).toEqual(new Map([["card", "New"]]));
  });

  test("all of them are read page by page, the newest first, each once", async () => {
    const ids: string[] = [];
    for (let count = 0; count < 7; count += 1)
      ids.push(await review({ submittedMs: T0 + (count % 3) * HOUR_MS, scores: { paused: [1, "yes"] } }));
    await review({ state: "assigned" });
    const seen: Awaited<ReturnType<typeof scoredReviews>>[number][] = [];
    for (;;) {
      const page = await scoredReviews(SYSTEM, catalog.db, {}, { limit: 2, after: seen.at(-1) ?? null });
      seen.push(...page);
      if (page.length < 2) break;
    }
    expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const times = seen.map(({ submittedMs }) => submittedMs);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    const scored = await scoredQuestions(SYSTEM, catalog.db, ids.slice(0, 2));
    expect(scored.map(({ reviewId, value }) => [reviewId, value]).sort()).toEqual(
      ids
        .slice(0, 2)
        .map((id) => [id, "yes"])
        .sort(),
    );
  });
});
