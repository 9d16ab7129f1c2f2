import { expect, test } from "vitest";
import { worstFirst } from "./groups-table";

const group = (key: string, reviews: number, meanPercent?: number) => ({
  key,
  name: key,
  reviews,
  autoFailed: 0,
  ...(meanPercent === undefined ? {} : { meanPercent }),
});

test("the lowest mean comes first, the better founded of two, and what has none last", () => {
  const groups = [group("none", 9), group("good", 3, 90), group("few", 1, 60), group("many", 8, 60)];
  expect(worstFirst(groups).map(({ key }) => key)).toEqual(["many", "few", "good", "none"]);
});
