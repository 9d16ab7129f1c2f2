import { expect, test } from "vitest";
import { idsBetween, withTicks } from "./tick";

test("ticks are set and taken away without touching the others", () => {
  const known = withTicks({}, ["a", "b"], true);
  expect(known).toEqual({ a: true, b: true });
  expect(withTicks(known, ["b", "c"], false)).toEqual({ a: true });
  expect(known).toEqual({ a: true, b: true });
});

test("a range runs either way, and is one call when its beginning is not in the list", () => {
  const ids = ["a", "b", "c", "d"];
  expect(idsBetween(ids, "b", "d")).toEqual(["b", "c", "d"]);
  expect(idsBetween(ids, "d", "b")).toEqual(["b", "c", "d"]);
  expect(idsBetween(ids, null, "b")).toEqual(["b"]);
  expect(idsBetween(ids, "gone", "b")).toEqual(["b"]);
});
