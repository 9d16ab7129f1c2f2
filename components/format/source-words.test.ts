import { describe, expect, test } from "vitest";
import type { SourceCoverage } from "@/lib/domain/answers";
import { freshnessLine, namedMessage, ownMessage, sourceWords, worstFirst } from "./source-words";

const NOW = Date.UTC(2026, 10, 16, 13, 17);
const source = (id: string, part: Partial<SourceCoverage> = {}): SourceCoverage => ({
  id,
  name: id,
  vendor: "kazoo",
  state: "ok",
  complete: true,
  lastSyncTime: "2026-11-16T13:17:00.000+0000",
  ...part,
});
const late = source("RingCX", { syncedUntilTime: "2026-11-16T13:02:00.000+0000", complete: false });
const away = source("Kazoo", { state: "unreachable", stateSince: "2026-11-16T12:40:00.000+0000" });
const line = (...sources: SourceCoverage[]) => freshnessLine(sources, "Europe/Berlin", NOW);

describe("the line in the header", () => {
  test("all current", () => expect(line(source("A"), source("B"))).toBe("2 sources current"));
  test("one that is late by its nature is told apart, and is no trouble", () =>
    expect(line(source("A"), late, source("B"))).toBe(
      "2 sources current · RingCX up to 14:02, 15 min behind",
    ));
  test("late while its history comes in", () =>
    expect(line({ ...late, state: "backfilling" })).toBe("RingCX up to 14:02, 15 min behind"));
  test("the worst first, with its time", () =>
    expect(line(source("A"), late, away)).toBe("Kazoo not reachable since 13:40"));
  test("more than one in trouble", () =>
    expect(line(away, source("B", { state: "behind" }))).toBe("Kazoo not reachable since 13:40 and 1 more"));
  test("none", () => expect(line()).toBe("no sources"));
});

test("worst first", () => {
  const behind = source("B", { state: "behind" });
  const filling = source("F", { state: "backfilling" });
  expect(worstFirst([source("A"), late, filling, behind, away]).map(({ id }) => id)).toEqual([
    "Kazoo",
    "B",
    "F",
    "RingCX",
    "A",
  ]);
});

test("a source that is behind says by how much", () => {
  const words = (lastSyncTime: string) =>
    sourceWords(source("A", { state: "behind", lastSyncTime }), "UTC", NOW);
  expect(words("2026-11-16T13:00:00.000+0000")).toBe("A up to 13:00, 17 min behind");
  expect(words("2026-11-16T09:17:00.000+0000")).toBe("A up to 09:17, 4 h behind");
});

test("the server's words, with the name once", () => {
  const told = { name: "Kazoo", message: "Kazoo: older calls are still coming in." };
  expect(ownMessage(told)).toBe("Older calls are still coming in.");
  expect(namedMessage(told)).toBe(told.message);
  expect(namedMessage({ name: "Kazoo", message: "The recording system can't be reached." })).toBe(
    "Kazoo: The recording system can't be reached.",
  );
  expect(ownMessage({ name: "Kazoo" })).toBeNull();
});
