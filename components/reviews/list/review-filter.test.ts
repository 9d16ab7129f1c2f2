import { expect, test } from "vitest";
import { readReviewFilter } from "./review-filter";

const filterOf = (search: string) => {
  const params = new URLSearchParams(search);
  return readReviewFilter({ get: (name) => params.get(name) ?? "" });
};

test("the address says which reviews are listed: open ones where it does not", () => {
  expect(filterOf("")).toEqual({ state: "open", limit: 50 });
  expect(filterOf("tab=reviews&state=disputed&agent=a&evaluator=e&scorecard=s")).toEqual({
    state: "disputed",
    agent: "a",
    evaluator: "e",
    scorecard: "s",
    limit: 50,
  });
  expect(filterOf("state=deleted&offset=9")).toEqual({ state: "open", limit: 50 });
});
