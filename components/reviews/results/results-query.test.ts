import { expect, test } from "vitest";
import { ResultsQuerySchema } from "@/lib/domain/reviews/results";
import { readResultsRequest } from "./results-query";

const NOW = Date.UTC(2026, 10, 25, 20);
const requestOf = (search: string) => {
  const params = new URLSearchParams(search);
  return readResultsRequest({ get: (name) => params.get(name) ?? "" }, NOW, "Europe/Berlin");
};

test("what the address asks for is what the API takes", () => {
  const request = requestOf(
    "tab=results&by=team&period=lastMonth&scorecard=s&agent=a&team=%2FSales&evaluator=e",
  );
  expect(request).toEqual({
    scorecard: "s",
    agent: "a",
    team: "/Sales",
    evaluator: "e",
    fromTime: "2026-09-30T22:00:00.000Z",
    toTime: "2026-10-31T23:00:00.000Z",
    bucket: "week",
    zone: "Europe/Berlin",
  });
  expect(ResultsQuerySchema.safeParse(request).success).toBe(true);
});

test("a period that goes on is asked for without an end, all time without a beginning either", () => {
  expect(requestOf("period=7d")).not.toHaveProperty("toTime");
  expect(requestOf("period=all")).toEqual({ bucket: "month", zone: "Europe/Berlin" });
});
