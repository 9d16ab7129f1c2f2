import { expect, test } from "vitest";
import { labelRooms } from "./label-rooms";

test.each([
  ["none", [], []],
  ["one early", [10], [{ isBefore: false, room: 90 }]],
  ["one at the end", [90], [{ isBefore: true, room: 45 }]],
  [
    "two apart",
    [10, 90],
    [
      { isBefore: false, room: 40 },
      { isBefore: true, room: 40 },
    ],
  ],
  [
    "two close together at the end",
    [80, 90],
    [
      { isBefore: false, room: 10 },
      { isBefore: false, room: 10 },
    ],
  ],
])("labels never lie over each other: %s", (_name, shares, rooms) => {
  expect(labelRooms(shares)).toEqual(rooms);
});
