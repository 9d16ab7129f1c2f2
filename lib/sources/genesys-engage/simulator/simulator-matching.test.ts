import { describe, expect, test } from "vitest";
import { AWKWARD } from "./awkward-calls";
import { generatedAgreement } from "./generated-agreement";
import { nth, testClient } from "./test-client";

describe("duty 4: matching", () => {
  const { search, simulator } = testClient();
  const numbers = AWKWARD[15] ?? [];
  test.each([
    ["+15559680001", 0, true],
    ["+1 (555) 968-0001", 0, true],
    ["555-968-0001", 0, false],
    ["*5559680001", 0, true],
    ["1555968000?", 0, true],
    ["1555968000?", 1, true],
    ["15559680002", 1, true],
    ["Alice.SIP", 2, true],
    ["Alice.SIP", 3, false],
    ["aliceSIP", 2, false],
    ["555134", 4, true],
    ["anon*", 5, true],
    ["*", 5, true],
    ["*", 6, false],
    ["*", 7, false],
  ])("callerPhoneNumber=%s on awkward number %i: %s", async (value, position, found) => {
    const ids: string[] = [];
    for (let offset = 0; offset < 400; offset += 100) {
      ids.push(
        ...(await search(`callerPhoneNumber=${encodeURIComponent(value)}&offset=${offset}&limit=100`)),
      );
    }
    expect(ids.includes(nth(numbers, position))).toBe(found);
  });

  test("names: any of the three, whole, without case; the switch makes case count", async () => {
    const id = nth(AWKWARD[6], 2);
    for (const name of ["haruka", "SATO", "hsato", "sat?", "*uka"])
      expect(await search(`userName=${name}`)).toContain(id);
    for (const name of ["Haruka Sato", "sat", "7137"])
      expect(await search(`userName=${name}`)).not.toContain(id);
    simulator.switches.textCase = "cs";
    expect(await search("userName=haruka")).not.toContain(id);
    expect(await search("userName=Haruka")).toContain(id);
    simulator.switches.textCase = "ci";
  });

  test("attached data: values in all three maps, never keys", async () => {
    const id = nth(AWKWARD[9]);
    expect(await search(`userData=${encodeURIComponent("+19175550123")}`)).toContain(id);
    expect(await search("userData=CustomerPhone")).toEqual([]);
    expect((await search("userData=on&limit=100")).length).toBeGreaterThan(50);
  });

  test("start is tested on the start, end on the stop", async () => {
    const one = simulator.recording(nth(AWKWARD[16]));
    const startMs = Date.parse((one?.startTime ?? "").replace("+0000", "Z"));
    const stopMs = Date.parse((one?.stopTime ?? "").replace("+0000", "Z"));
    const inside = async (from: number, until: number) =>
      (await search(`startTime=${from}&endTime=${until}`)).includes(one?.id ?? "");
    expect(await inside(startMs, stopMs)).toBe(true);
    expect(await inside(startMs + 1, stopMs)).toBe(false);
    expect(await inside(startMs, stopMs - 1)).toBe(false);
    expect(await search(`endTime=${Math.floor(stopMs / 1000)}`)).toEqual([]);
  });

  test("labels: all of the included, none of the excluded, names without case", async () => {
    const both = nth(AWKWARD[13], 2);
    expect(await search("includeLabels=REVIEW&limit=100")).toContain(both);
    expect(await search("includeLabels=review, complaint&limit=100")).not.toContain(both);
    expect(await search("includeLabels=nothing-has-this")).toEqual([]);
    expect((await search("excludeLabels=nothing-has-this")).length).toBeGreaterThan(10);
    expect(await search("startTime=0&excludeLabels=review,,vip&limit=100")).not.toContain(both);
    expect(await search("includeLabels=__screenRecording&limit=100")).toContain(nth(AWKWARD[14], 2));
    expect(await search("includeLabels=callback,urgent")).not.toContain(nth(AWKWARD[14]));
  });

  test("the quick tests on generated calls answer what their documents would", () => {
    expect(generatedAgreement(700)).toEqual([]);
  });
});
