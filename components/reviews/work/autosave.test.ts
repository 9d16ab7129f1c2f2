import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "@/lib/api-client/fetch-json";
import { type Answer, type Answers, NO_ANSWER } from "@/lib/domain/reviews/answers";
import { answersIn, type Draft } from "./answer-sheet";
import { type AutosaveWorld, createAutosave } from "./autosave";

const yes: Answer = { ...NO_ANSWER, value: "yes" };
const no: Answer = { ...NO_ANSWER, value: "no" };
const IDS = new Set(["a", "b", "c"]);

/** A server that keeps answers as ours does, and can be away, busy, or written to by somebody else. */
function fakeServer() {
  const server = {
    answers: {} as Answers,
    revision: 0,
    canAnswer: true,
    failure: null as ApiError | null,
    requests: [] as Answers[],
    inFlight: 0,
    mostInFlight: 0,
    write(answers: Answers) {
      server.answers = { ...server.answers, ...answers };
      server.revision += 1;
    },
  };
  const drafts: Draft[] = [];
  const world: AutosaveWorld = {
    async save({ answers, revision }) {
      server.inFlight += 1;
      server.mostInFlight = Math.max(server.mostInFlight, server.inFlight);
      server.requests.push(answers);
      await new Promise((resolve) => setTimeout(resolve, 50));
      server.inFlight -= 1;
      if (server.failure) throw server.failure;
      if (revision !== server.revision) throw new ApiError(409, 15, "Changed elsewhere.", null);
      server.write(answers);
      return { revision: server.revision, progress: { done: 1, total: 3 }, state: "started" };
    },
    read: async () => ({
      answers: server.answers,
      revision: server.revision,
      canAnswer: server.canAnswer,
    }),
    keep: (draft) => drafts.push(draft),
    onSaved: () => undefined,
  };
  return { server, world, kept: () => drafts.at(-1) ?? {} };
}

const begin = (world: AutosaveWorld, draft: Draft = {}) =>
  createAutosave({ answers: {}, revision: 0, draft, questionIds: IDS }, world);
const away = new ApiError(0, 4, "Earmark can't be reached.", null);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("answers are saved", () => {
  test("some moments after the last change, together", async () => {
    const { server, world, kept } = fakeServer();
    const autosave = begin(world);
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(300);
    autosave.change("b", no);
    expect(autosave.get().save.kind).toBe("saving");
    expect(kept()).toHaveProperty("b");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.requests).toEqual([{ a: yes, b: no }]);
    expect(autosave.get().save).toEqual({ kind: "saved" });
    expect(kept()).toEqual({});
  });

  test("one request at a time, however fast the keys", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world);
    for (let turn = 0; turn < 40; turn += 1) {
      autosave.change("a", turn % 2 === 0 ? yes : no);
      autosave.change("b", { ...yes, note: `turn ${turn}` });
      await vi.advanceTimersByTimeAsync(90);
    }
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.mostInFlight).toBe(1);
    expect(server.answers).toEqual({ a: no, b: { ...yes, note: "turn 39" } });
  });

  test("at once when asked, with what came in meanwhile", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world);
    autosave.change("a", yes);
    const flushed = autosave.flush();
    autosave.change("b", no);
    await vi.advanceTimersByTimeAsync(200);
    expect(await flushed).toBe(true);
    expect(server.answers).toEqual({ a: yes, b: no });
  });
});

describe("nothing is lost", () => {
  test("while the server is away: said in words, tried again, and saved when it is back", async () => {
    const { server, world, kept } = fakeServer();
    server.failure = away;
    const autosave = begin(world);
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(600);
    expect(autosave.get().save).toEqual({ kind: "waiting", words: "Earmark can't be reached." });
    autosave.change("b", no);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.requests.length).toBeGreaterThan(2);
    expect(Object.keys(kept())).toEqual(["a", "b"]);
    expect(await Promise.race([autosave.flush(), vi.advanceTimersByTimeAsync(100).then(() => "late")])).toBe(
      false,
    );
    server.failure = null;
    autosave.retry();
    await vi.advanceTimersByTimeAsync(100);
    expect(server.answers).toEqual({ a: yes, b: no });
    expect(autosave.get().save).toEqual({ kind: "saved" });
  });

  test("to a tab that closes: the last changes go out over the revision that stands then", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world);
    autosave.change("a", yes);
    autosave.leave();
    await vi.advanceTimersByTimeAsync(60);
    expect(server.answers).toEqual({ a: yes });

    autosave.restore(server.answers, server.revision);
    autosave.change("b", no);
    void autosave.flush();
    autosave.change("c", yes);
    const spy = vi.spyOn(world, "save");
    autosave.leave();
    expect(spy.mock.calls[0]?.[0]).toEqual({ answers: { c: yes }, revision: server.revision + 1 });
  });

  test("to another page that wrote too: only the questions changed here are written over", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world);
    server.write({ a: no, b: no });
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.answers).toEqual({ a: yes, b: no });
    expect(answersIn(autosave.get().sheet)).toEqual({ a: yes, b: no });
    expect(autosave.get().save).toEqual({ kind: "saved" });
  });

  test("of the last time: what was left unsaved is taken up and saved", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world, { a: { before: NO_ANSWER, after: yes } });
    expect(answersIn(autosave.get().sheet)).toEqual({ a: yes });
    await vi.advanceTimersByTimeAsync(100);
    expect(server.answers).toEqual({ a: yes });
  });
});

describe("what is of no use to try again is not", () => {
  test("a review that was closed meanwhile", async () => {
    const { server, world } = fakeServer();
    const autosave = begin(world);
    server.write({});
    server.canAnswer = false;
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.requests).toHaveLength(1);
    expect(autosave.get().save).toEqual({ kind: "stopped", words: "Changed elsewhere." });
  });

  test("an answer that the server refuses", async () => {
    const { server, world } = fakeServer();
    server.failure = new ApiError(400, 2, "No such choice.", null);
    const autosave = begin(world);
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.requests).toHaveLength(1);
    expect(autosave.get().save).toEqual({ kind: "stopped", words: "No such choice." });
  });

  test("but a busy server is asked again, when it said so", async () => {
    const { server, world } = fakeServer();
    server.failure = new ApiError(429, 4, "Too many.", 20);
    const autosave = begin(world);
    autosave.change("a", yes);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(server.requests).toHaveLength(1);
    server.failure = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.answers).toEqual({ a: yes });
  });
});
