import { expect, test } from "vitest";
import { accessGroupsOf } from "./access-units";

test("a list is for every recording", () => {
  expect(accessGroupsOf(["/Sales"])).toEqual({ defaultAccessGroups: ["/Sales"], unitGroups: null });
});

test("a map gives each unit its groups, and what it does not name none", () => {
  const { defaultAccessGroups, unitGroups } = accessGroupsOf({ q1: ["/Sales"], q2: ["/Support", "/Sales"] });
  expect(defaultAccessGroups).toEqual([]);
  expect(unitGroups?.groupsOf(["q2", "q1", "q9"])).toEqual(["/Sales", "/Support"]);
  expect(unitGroups?.groupsOf(["q9"])).toEqual([]);
});

test("the key tells maps apart, whatever the order of their units", () => {
  const key = (setting: Record<string, string[]>) => accessGroupsOf(setting).unitGroups?.key;
  expect(key({ a: ["/x"], b: ["/y"] })).toBe(key({ b: ["/y"], a: ["/x"] }));
  expect(key({ a: ["/x"] })).not.toBe(key({ a: ["/y"] }));
});
