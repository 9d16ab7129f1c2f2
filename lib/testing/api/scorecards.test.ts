import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Api, isObject, startApi } from "../api";
import { placesIn, withAt } from "../places";
import { addedScorecard, SCORECARD, STORED_SCORECARD } from "../scorecard";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 1 });
});
afterAll(() => api.stop());

const told = ({ status, json }: Answer) => `${status}/${json?.statusCode}`;
const list = async () => {
  const { json } = await api.call("administrator", "GET", "/scorecards");
  return (Array.isArray(json?.scorecards) ? json.scorecards : []).filter(isObject);
};
const read = async (id: string, version?: number) => {
  const { json } = await api.call("supervisor", "GET", `/scorecards/${id}`, {
    query: version === undefined ? {} : { version },
  });
  return isObject(json?.scorecard) ? json.scorecard : {};
};
const change = (id: string, body: unknown, query = {}) =>
  api.call("administrator", "PUT", `/scorecards/${id}`, { body, query });

describe("versions", () => {
  test("a change makes a new version, and each one can be read as it stood", async () => {
    const id = await addedScorecard(api, "Versions");
    api.clock.advance(60_000);
    const renamed = { ...SCORECARD, name: "Versions, second", passPercent: null };
    expect(await change(id, renamed)).toMatchObject({ status: 200, json: { statusCode: 0, version: 2 } });

    const [first, second, latest] = [await read(id, 1), await read(id, 2), await read(id)];
    expect(first).toMatchObject({ ...STORED_SCORECARD, name: "Versions", version: 1, archived: false });
    expect(second).toMatchObject({ name: "Versions, second", passPercent: null, version: 2 });
    expect(latest).toEqual(second);
    expect(latest.versions).toEqual([
      { version: 2, createTime: latest.createTime, createUser: api.users.administrator.name },
      { version: 1, createTime: first.createTime, createUser: api.users.administrator.name },
    ]);
    expect(first.createTime).not.toBe(latest.createTime);
    const missing = await api.call("supervisor", "GET", `/scorecards/${id}`, { query: { version: 3 } });
    expect(told(missing)).toBe("404/6");
  });

  test("the same content makes none, in whatever order its attributes come and with its defaults written out", async () => {
    const id = await addedScorecard(api, "Unchanged");
    const { sections, ...rest } = { ...STORED_SCORECARD, name: "Unchanged" };
    expect((await change(id, { sections, ...rest })).json).toMatchObject({ version: 1 });
    expect(await read(id)).toMatchObject({ versions: [{ version: 1 }] });
  });

  test("a change made from a version that is no longer the latest is refused, and changes nothing", async () => {
    const id = await addedScorecard(api, "Two editors");
    const mine = { ...SCORECARD, name: "Two editors", description: "Mine" };
    expect((await change(id, mine, { version: 1 })).json).toMatchObject({ version: 2 });
    const theirs = await change(id, { ...mine, description: "Theirs" }, { version: 1 });
    expect(told(theirs)).toBe("409/15");
    expect(await read(id)).toMatchObject({ version: 2, description: "Mine" });
    expect((await change(id, { ...mine, description: "Theirs" }, { version: 2 })).json).toMatchObject({
      version: 3,
    });
  });
});

describe("names", () => {
  test.each([
    ["SUPPORT ÄCHT", "Another"],
    [" support ächt ", "A third"],
    ["support a\u0308cht", "A fourth"],
  ])("%j is taken by Support Ächt", async (name, free) => {
    await api.call("administrator", "POST", "/scorecards", {
      body: { ...SCORECARD, name: "Support Ächt" },
    });
    const again = await api.call("administrator", "POST", "/scorecards", { body: { ...SCORECARD, name } });
    expect(told(again)).toBe("409/18");
    const other = await addedScorecard(api, free);
    expect(told(await change(other, { ...SCORECARD, name }))).toBe("409/18");
    expect(await read(other)).toMatchObject({ version: 1 });
  });

  test("a scorecard may keep its name, or change its letters' case", async () => {
    const id = await addedScorecard(api, "Case");
    expect((await change(id, { ...SCORECARD, name: "CASE" })).json).toMatchObject({ version: 2 });
  });

  test("an archived one gives its name away, and comes back only when it is free", async () => {
    const [first, archive] = [await addedScorecard(api, "Given away"), "DELETE"] as const;
    expect(told(await api.call("administrator", archive, `/scorecards/${first}`))).toBe("200/0");
    expect(told(await change(first, { ...SCORECARD, name: "Given away!" }))).toBe("409/15");
    const second = await addedScorecard(api, "given away");
    const restore = () =>
      api.call("administrator", "POST", `/scorecards/${first}`, { body: { operationName: "restore" } });
    expect(told(await restore())).toBe("409/18");
    expect(await read(first)).toMatchObject({ archived: true, name: "Given away" });
    await change(second, { ...SCORECARD, name: "Somewhere else" });
    expect(told(await restore())).toBe("200/0");
    expect(told(await restore())).toBe("200/0");
    expect(await read(first)).toMatchObject({ archived: false });
  });

  test("many at once make one scorecard of one name", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        api.call("administrator", "POST", "/scorecards", { body: { ...SCORECARD, name: "Race" } }),
      ),
    );
    expect(answers.map(told).sort()).toEqual(["201/0", ...Array(5).fill("409/18")]);
    expect((await list()).filter(({ name }) => name === "Race")).toHaveLength(1);
  });

  test("changes at once get a version each", async () => {
    const id = await addedScorecard(api, "Versions at once");
    const answers = await Promise.all(
      ["a", "b", "c"].map((description) =>
        change(id, { ...SCORECARD, name: "Versions at once", description }),
      ),
    );
    expect(answers.map(({ json }) => json?.version).sort()).toEqual([2, 3, 4]);
  });
});

describe("the list", () => {
  test("tells what each one is, by name, archived ones too", async () => {
    const id = await addedScorecard(api, "Zz last");
    await api.call("administrator", "DELETE", `/scorecards/${id}`);
    const rows = await list();
    expect(rows.at(-1)).toEqual({
      id,
      name: "Zz last",
      version: 1,
      createTime: expect.stringMatching(/^2026-11-16T\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      createUser: api.users.administrator.name,
      archived: true,
      questions: 5,
      inUse: false,
      reviews: { total: 0, open: 0 },
    });
    const names = rows.map(({ name }) => String(name).toLowerCase());
    expect(names).toEqual([...names].sort());
  });

  test("a supervisor is not told how many reviews there are beyond their own reach", async () => {
    const { json } = await api.call("sales", "GET", "/scorecards");
    expect(JSON.stringify(json)).toContain("inUse");
    expect(JSON.stringify(json)).not.toContain('"reviews"');
  });
});

describe("what is refused", () => {
  const [opening] = SCORECARD.sections;
  const ofOpening = (questions: readonly unknown[]) => [{ ...opening, questions }];
  const question = { id: "q", kind: "yesNo", text: "Well?" };
  const choices = (...percents: number[]) => ({
    id: "c",
    kind: "choice",
    text: "Which?",
    choices: percents.map((percent, index) => ({ id: `c-${index}`, text: `No. ${index}`, percent })),
  });

  test.each([
    ["no name", { ...SCORECARD, name: undefined }, "400/1"],
    ["a blank name", { ...SCORECARD, name: "  " }, "400/2"],
    ["a name turned around", { ...SCORECARD, name: "gpj\u202e.exe" }, "400/2"],
    ["a name nobody sees", { ...SCORECARD, name: "\u200d\u200c" }, "400/2"],
    ["NUL in a help text", { ...SCORECARD, description: "a\u0000b" }, "400/2"],
    ["no section", { ...SCORECARD, sections: [] }, "400/2"],
    ["a section without questions", { ...SCORECARD, sections: ofOpening([]) }, "400/2"],
    ["two sections of one id", { ...SCORECARD, sections: [opening, opening] }, "400/2"],
    ["two questions of one id", { ...SCORECARD, sections: ofOpening([question, question]) }, "400/2"],
    ["an unknown kind", { ...SCORECARD, sections: ofOpening([{ ...question, kind: "stars" }]) }, "400/2"],
    ["an unknown attribute", { ...SCORECARD, sections: ofOpening([{ ...question, points: 3 }]) }, "400/2"],
    ["a negative weight", { ...SCORECARD, sections: ofOpening([{ ...question, weight: -1 }]) }, "400/2"],
    [
      "a weight too small to tell",
      { ...SCORECARD, sections: ofOpening([{ ...question, weight: 1e-9 }]) },
      "400/2",
    ],
    [
      "a weight beyond numbers",
      { ...SCORECARD, sections: ofOpening([{ ...question, weight: 1e300 }]) },
      "400/2",
    ],
    ["a pass mark over 100", { ...SCORECARD, passPercent: 100.1 }, "400/2"],
    ["one choice alone", { ...SCORECARD, sections: ofOpening([choices(100)]) }, "400/2"],
    ["no choice that earns all", { ...SCORECARD, sections: ofOpening([choices(0, 90)]) }, "400/2"],
    [
      "a scale that ends before it begins",
      { ...SCORECARD, sections: ofOpening([{ id: "s", kind: "scale", text: "?!", min: 5, max: 5 }]) },
      "400/2",
    ],
    [
      "a scale whose best value fails",
      { ...SCORECARD, sections: ofOpening([{ id: "s", kind: "scale", text: "?!", failsAtOrBelow: 5 }]) },
      "400/2",
    ],
  ])("%s", async (_what, body, expected) => {
    const before = (await list()).length;
    const answer = await api.call("administrator", "POST", "/scorecards", { body });
    expect(told(answer)).toBe(expected);
    expect(answer.json?.statusMessage).toMatch(/^[A-Z].{5,200}[^.]\.$/);
    expect((await list()).length).toBe(before);
  });

  test("something else in any place of it is refused or kept, and never a failure of ours", async () => {
    const OTHERS = [null, true, -1, 1e300, [], {}, [[[]]], "\ud800", "__proto__", "x".repeat(10_000)];
    const places = placesIn(SCORECARD);
    expect(places.length).toBeGreaterThan(40);
    for (const place of places) {
      for (const other of OTHERS) {
        const body = withAt(SCORECARD, place, other);
        const answer = await api.call("administrator", "POST", "/scorecards", { body });
        expect([place.join("."), other, [201, 400, 409].includes(answer.status), answer.text]).toEqual([
          place.join("."),
          other,
          true,
          answer.text,
        ]);
        if (answer.status === 201)
          await api.call("administrator", "DELETE", `/scorecards/${answer.json?.id}`);
      }
    }
  });

  test("what is written is given back as it was, whatever it looks like", async () => {
    const name = `<b>=cmd|' /C'!A0</b> "%'; -- نمی\u200cخواهم 👩\u200d💻`;
    const description = "First line\nsecond\tline: constructor, __proto__";
    const sections = [{ ...opening, id: "constructor", questions: [{ ...question, id: "constructor" }] }];
    const { json } = await api.call("administrator", "POST", "/scorecards", {
      body: { ...SCORECARD, name, description, sections },
    });
    expect(await read(String(json?.id))).toMatchObject({ name, description, sections });
  });

  test.each(["../../etc/passwd", "%00", "x".repeat(65), "0123", "constructor"])(
    "an id such as %j leads nowhere",
    async (id) => {
      const path = `/scorecards/${id.startsWith("%") ? id : encodeURIComponent(id)}`;
      for (const [method, body] of [
        ["GET", undefined],
        ["PUT", SCORECARD],
        ["DELETE", undefined],
        ["POST", { operationName: "restore" }],
      ] as const) {
        const { status } = await api.call("administrator", method, path, { body });
        expect([method, status]).toEqual([method, id.length > 64 ? 400 : 404]);
      }
    },
  );
});

describe("rights and the audit log", () => {
  test("evaluators and agents see no scorecard, and nobody but administrators changes one", async () => {
    const id = await addedScorecard(api, "Rights");
    for (const who of ["evaluator", "agent"] as const) {
      expect(told(await api.call(who, "GET", "/scorecards"))).toBe("403/5");
      expect(told(await api.call(who, "GET", `/scorecards/${id}`))).toBe("403/5");
    }
    for (const who of ["supervisor", "evaluator", "agent"] as const) {
      expect(told(await api.call(who, "PUT", `/scorecards/${id}`, { body: SCORECARD }))).toBe("403/5");
      expect(told(await api.call(who, "DELETE", `/scorecards/${id}`))).toBe("403/5");
    }
    expect(await read(id)).toMatchObject({ version: 1, archived: false });
  });

  test("each act stands in it, with how it ended", async () => {
    const id = await addedScorecard(api, "Audited");
    await change(id, { ...SCORECARD, name: "Audited", description: "New" });
    await change(id, { ...SCORECARD, name: "Audited", description: "New" });
    await change(id, { ...SCORECARD, name: "Audited" }, { version: 1 });
    await api.call("administrator", "DELETE", `/scorecards/${id}`);
    await api.call("administrator", "POST", `/scorecards/${id}`, { body: { operationName: "restore" } });
    const { json } = await api.call("administrator", "GET", "/audit", { query: { limit: 40 } });
    const rows = (Array.isArray(json?.rows) ? json.rows : [])
      .filter(isObject)
      .filter((row) => row.phase === "answered" && isObject(row.details) && row.details.scorecard === id);
    expect(rows.map(({ action, result, details }) => ({ action, result, details })).reverse()).toEqual([
      { action: "scorecard.create", result: "done", details: { name: "Audited", scorecard: id } },
      { action: "scorecard.change", result: "done", details: { name: "Audited", scorecard: id, version: 2 } },
      {
        action: "scorecard.change",
        result: "done",
        details: { name: "Audited", scorecard: id, version: 2, unchanged: true },
      },
      { action: "scorecard.change", result: "cannot_update", details: { name: "Audited", scorecard: id } },
      { action: "scorecard.archive", result: "done", details: { name: "Audited", scorecard: id } },
      { action: "scorecard.restore", result: "done", details: { name: "Audited", scorecard: id } },
    ]);
  });
});
