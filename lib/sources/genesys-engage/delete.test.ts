import { describe, expect, test } from "vitest";
import { SourceError } from "../source";
import { AWKWARD } from "./simulator";
import { engageSource, html, no, ok, scripted, signal, simulated, supported } from "./test-kit";

const [PROTECTED = "", TWO_FILES = "", ORDINARY = ""] = AWKWARD[17] ?? [];

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) =>
    error instanceof SourceError ? { kind: error.kind, unclear: error.unclear } : error,
  );
}

describe("deleting tells the truth", () => {
  test("done, and gone already", async () => {
    const { simulator, source } = simulated();
    const { delete: remove } = supported(source.deletion);
    expect(await remove(ORDINARY, signal)).toEqual({ deleted: "done", deleteTimeMs: null, remaining: [] });
    expect(simulator.recording(ORDINARY)).toBeNull();
    expect(await outcomeOf(remove(ORDINARY, signal))).toEqual({ kind: "notFound", unclear: false });
  });

  test("500 although everything is gone: done", async () => {
    const { simulator, source } = simulated();
    simulator.switches.failDelete = "with-effect";
    expect(await supported(source.deletion).delete(TWO_FILES, signal)).toMatchObject({ deleted: "done" });
    expect(simulator.recording(TWO_FILES)).toBeNull();
  });

  test("500 and everything is still there: failed, and that is clear", async () => {
    const { simulator, source } = simulated();
    simulator.switches.failDelete = "without-effect";
    const outcome = await outcomeOf(supported(source.deletion).delete(TWO_FILES, signal));
    expect(outcome).toEqual({ kind: "internal", unclear: false });
    expect(simulator.recording(TWO_FILES)?.mediaFiles).toHaveLength(2);
  });

  test("500 and only a part is gone: unclear, and repeating finishes it", async () => {
    const { simulator, source } = simulated();
    simulator.switches.failDelete = "partial";
    const { delete: remove } = supported(source.deletion);
    expect(await outcomeOf(remove(TWO_FILES, signal))).toEqual({ kind: "internal", unclear: true });
    expect(simulator.recording(TWO_FILES)?.mediaFiles).toHaveLength(1);
    simulator.switches.failDelete = "off";
    expect(await remove(TWO_FILES, signal)).toMatchObject({ deleted: "done" });
  });

  test("200 with an error inside is looked into as well", async () => {
    const { simulator, source } = simulated();
    simulator.switches.okWithError = { on: ["delete"] };
    const outcome = await outcomeOf(supported(source.deletion).delete(ORDINARY, signal));
    expect(outcome).toEqual({ kind: "internal", unclear: false });
    expect(simulator.recording(ORDINARY)).not.toBeNull();
  });

  test("read-only mode: nothing is changed, and nothing repeated", async () => {
    const { simulator, source } = simulated();
    simulator.switches.readOnly = true;
    const outcome = await outcomeOf(supported(source.deletion).delete(ORDINARY, signal));
    expect(outcome).toEqual({ kind: "readOnly", unclear: false });
    expect(simulator.calls().filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(simulator.recording(ORDINARY)).not.toBeNull();
  });

  test("a protected recording is not even asked for", async () => {
    const { simulator, source } = simulated();
    const outcome = await outcomeOf(supported(source.deletion).delete(PROTECTED, signal));
    expect(outcome).toEqual({ kind: "forbidden", unclear: false });
    expect(simulator.calls().some(({ method }) => method === "DELETE")).toBe(false);
  });

  const WHOLE = { id: "A", mediaFiles: [{}, {}], screenRecording: true };

  type Answer = () => Response | Promise<never>;

  /** A vendor that answers the deletion with `failure` and the questions with these in turn. */
  function vendor(failure: Answer, ...answers: readonly (() => Response)[]) {
    let asked = 0;
    return scripted(({ method }) => {
      if (method === "DELETE") return failure();
      asked += 1;
      return (answers[asked - 1] ?? answers.at(-1) ?? (() => html(500)))();
    });
  }
  const whole = () => ok({ recording: { ...WHOLE, labels: [] } });
  const lost = () => Promise.reject(new TypeError("fetch failed"));

  const LOST: readonly (readonly [string, Answer])[] = [
    ["a lost connection", lost],
    ["a proxy's 502", () => html(502)],
    ["a proxy's 503", () => html(503)],
    ["an empty 200", () => new Response("")],
  ];

  test.each(LOST)("%s: the recording itself tells", async (_, failure) => {
    const deleteOver = (fetch: ReturnType<typeof vendor>["fetch"]) =>
      outcomeOf(supported(engageSource(fetch).deletion).delete("A", signal));
    const gone = vendor(failure, whole, () => no(404, 6));
    expect(await deleteOver(gone.fetch)).toMatchObject({ deleted: "done" });
    expect(gone.sent.filter(({ method }) => method === "DELETE")).toHaveLength(1);
    expect(await deleteOver(vendor(failure, whole).fetch)).toEqual({ kind: "internal", unclear: false });
    const part = () => ok({ recording: { ...WHOLE, mediaFiles: [{}], labels: [] } });
    expect(await deleteOver(vendor(failure, whole, part).fetch)).toEqual({ kind: "internal", unclear: true });
    const screenGone = () => ok({ recording: { ...WHOLE, screenRecording: false, labels: [] } });
    expect(await deleteOver(vendor(failure, whole, screenGone).fetch)).toEqual({
      kind: "internal",
      unclear: true,
    });
    // A proxy's 404 is no proof that it is gone.
    expect(await deleteOver(vendor(failure, whole, () => html(404)).fetch)).toEqual({
      kind: "internal",
      unclear: true,
    });
  });

  test("nothing is deleted while the vendor can't be read", async () => {
    const { fetch, sent } = vendor(
      () => ok(),
      () => html(502),
    );
    const outcome = await outcomeOf(supported(engageSource(fetch).deletion).delete("A", signal));
    expect(outcome).toEqual({ kind: "unreachable", unclear: false });
    expect(sent.some(({ method }) => method === "DELETE")).toBe(false);
  });

  test("when the caller's time is up in the middle, what was begun is seen through", async () => {
    const { fetch } = vendor(
      () => new Promise<never>(() => undefined),
      whole,
      () => no(404, 6),
    );
    const time = AbortSignal.timeout(50);
    expect(await supported(engageSource(fetch).deletion).delete("A", time)).toMatchObject({
      deleted: "done",
    });
  });
});
