import { describe, expect, test } from "vitest";
import { z } from "zod";
import { answerControl, commonRoutes, isControlPath, json, readBody, readOptionalBody } from "./control";
import { SeenCalls } from "./seen-calls";

const Changes = z.strictObject({ slow: z.boolean().optional() });

function started(read: typeof readBody = readBody) {
  const switches = { slow: false };
  const did: string[] = [];
  const routes = {
    ...commonRoutes(
      {
        reset: () => did.push("reset"),
        readSwitches: () => switches,
        changeSwitches: (changes: z.infer<typeof Changes>) => Object.assign(switches, changes),
        readCalls: () => ["a call"],
        forgetCalls: () => did.push("forget"),
      },
      (request) => read(request, Changes),
    ),
    "POST /live/*/end": (_request: Request, id: string) => {
      if (id === "gone") throw new Error("There is no such call.");
      return json(200, { ended: id });
    },
    "POST /live/all": () => json(200, { ended: "all" }),
    "DELETE /live/*": (_request: Request, id: string) => json(200, { removed: id }),
  };
  const ask = async (method: string, path: string, body?: string) => {
    const init = { method, ...(body === undefined ? {} : { body }) };
    const response = await answerControl(routes, new Request(`http://x.example${path}`, init), path);
    return { status: response.status, body: await response.json() };
  };
  return { ask, did };
}

describe("control routes", () => {
  test("lie below /simulator/", () => {
    expect(isControlPath("/simulator/reset")).toBe(true);
    expect(isControlPath("/simulators")).toBe(false);
  });

  test("reset, and show and forget the calls seen", async () => {
    const { ask, did } = started();
    expect(await ask("POST", "/simulator/reset/")).toEqual({ status: 200, body: { reset: true } });
    expect(await ask("GET", "/simulator/requests")).toEqual({ status: 200, body: { requests: ["a call"] } });
    expect(await ask("DELETE", "/simulator/requests")).toEqual({ status: 200, body: { requests: [] } });
    expect(did).toEqual(["reset", "forget"]);
  });

  test("read and change switches", async () => {
    const { ask } = started();
    expect((await ask("GET", "/simulator/switches")).body).toEqual({ slow: false });
    const changed = await ask("PUT", "/simulator/switches", '{"slow":true}');
    expect(changed).toEqual({ status: 200, body: { slow: true } });
  });

  test.each(["", "{", "[]", '{"slow":1}', '{"fast":true}'])(
    "%j is refused as switches, and changes nothing",
    async (body) => {
      const { ask } = started();
      const refusal = await ask("PUT", "/simulator/switches", body);
      expect(refusal.status).toBe(400);
      expect(refusal.body).toEqual({ error: expect.stringMatching(/./) });
      expect((await ask("GET", "/simulator/switches")).body).toEqual({ slow: false });
    },
  );

  test("no body counts as an empty object where a vendor wants it so", async () => {
    expect((await started(readOptionalBody).ask("PUT", "/simulator/switches", "")).status).toBe(200);
  });

  test("take one segment of the path, decoded; words go before it", async () => {
    const { ask } = started();
    expect((await ask("POST", "/simulator/live/a%2Fb/end")).body).toEqual({ ended: "a/b" });
    expect((await ask("DELETE", "/simulator/live/a%40b")).body).toEqual({ removed: "a@b" });
    expect((await ask("POST", "/simulator/live/all")).body).toEqual({ ended: "all" });
  });

  test("tell what they throw with 400", async () => {
    const { ask } = started();
    const refusal = { status: 400, body: { error: "There is no such call." } };
    expect(await ask("POST", "/simulator/live/gone/end")).toEqual(refusal);
    expect((await ask("POST", "/simulator/live/%E0%A4%A/end")).status).toBe(400);
  });

  test.each([
    ["GET", "/simulator/reset"],
    ["DELETE", "/simulator/live"],
    ["DELETE", "/simulator/live/"],
    ["POST", "/simulator/live//end"],
    ["POST", "/simulator/"],
    ["POST", "/simulator/constructor"],
  ])("%s %s is none of them", async (method, path) => {
    expect((await started().ask(method, path)).status).toBe(404);
  });
});

test("of the calls seen the last ten thousand stay, and a tenth more at most", () => {
  const seen = new SeenCalls();
  for (let status = 0; status <= 11_000; status += 1)
    seen.add({ method: "GET", path: "/", query: "", status });
  expect(seen.list.length).toBe(10_000);
  expect(seen.list[0]?.status).toBe(1_001);
  seen.forget();
  expect(seen.list).toEqual([]);
});
