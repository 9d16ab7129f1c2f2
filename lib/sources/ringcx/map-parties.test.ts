import { expect, test } from "vitest";
import { partiesOf } from "./map-parties";

const OURS = "2015550100";
const THEIRS = "3125550142";
const first = { channelAddress: OURS, contactAddress: THEIRS, channelId: OURS, direction: "INBOUND" };
const second = { channelAddress: THEIRS, contactAddress: OURS, channelId: OURS, direction: "INBOUND" };

test.each([
  ["ours second, inbound", second, THEIRS, OURS],
  ["ours first, inbound", first, THEIRS, OURS],
  ["ours first, outbound", { ...first, direction: "OUTBOUND" }, OURS, THEIRS],
  ["ours second, outbound", { ...second, direction: "OUTBOUND" }, OURS, THEIRS],
  ["no direction is like inbound", { ...first, direction: null }, THEIRS, OURS],
  ["another spelling of ours", { ...first, channelAddress: `+1${OURS}` }, THEIRS, `+1${OURS}`],
  ["short numbers are no endings of long ones", { ...first, channelId: "50100" }, OURS, THEIRS],
  ["neither is the channel", { ...first, channelId: "8005550999" }, OURS, THEIRS],
  ["both are the channel", { ...first, contactAddress: OURS }, OURS, OURS],
  ["no channel", { ...first, channelId: null }, OURS, THEIRS],
  ["no addresses", { ...first, channelAddress: null, contactAddress: null }, null, null],
  ["words instead of a number", { ...second, channelAddress: "anonymous" }, "anonymous", OURS],
])("auto: %s", (_name, row, caller, dialed) => {
  expect(partiesOf(row, "auto")).toEqual({ caller, dialed });
});

test("the models of the vendor's two texts go by the fields alone", () => {
  expect(partiesOf(second, "calling-called")).toEqual({ caller: THEIRS, dialed: OURS });
  expect(partiesOf(first, "calling-called")).toEqual({ caller: OURS, dialed: THEIRS });
  expect(partiesOf(first, "company-contact")).toEqual({ caller: THEIRS, dialed: OURS });
  expect(partiesOf({ ...first, direction: "OUTBOUND" }, "company-contact")).toEqual({
    caller: OURS,
    dialed: THEIRS,
  });
});
