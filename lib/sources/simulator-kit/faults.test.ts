import { describe, expect, test } from "vitest";
import { cutShort, isJson, nginxPage, proxyPage } from "./answers";
import { delayedFaultSchema, type Fault, faultSchema, type ProxyFault, proxyFault, strikes } from "./faults";
import { hang, wait } from "./waiting";

type Route = "list" | "audio";

/** Whether each of some calls is struck. */
const struck = (fault: Fault<Route>, calls: number, route: Route = "list"): boolean[] =>
  Array.from({ length: calls }, () => strikes(fault, route));

describe("a fault strikes", () => {
  test("every call or none", () => {
    expect(struck(true, 2)).toEqual([true, true]);
    expect(struck(false, 2)).toEqual([false, false]);
    expect(struck({}, 2)).toEqual([true, true]);
  });

  test("the named routes only", () => {
    expect(struck({ on: ["audio"] }, 1)).toEqual([false]);
    expect(struck({ on: ["audio"] }, 1, "audio")).toEqual([true]);
  });

  test("after so many calls, so often, and calls of other routes don't count", () => {
    const fault: Fault<Route> = { on: ["list"], after: 1, times: 2 };
    expect(struck(fault, 3, "audio")).toEqual([false, false, false]);
    expect(struck(fault, 5)).toEqual([false, true, true, false, false]);
  });
});

test("a fault may name known routes and known limits only", () => {
  const [plain, delayed] = [faultSchema(["list", "audio"]), delayedFaultSchema(["list", "audio"])];
  for (const schema of [plain, delayed]) {
    expect(schema.safeParse({ on: ["list"], times: 0 }).success).toBe(true);
    expect(schema.safeParse({ on: ["lists"] }).success).toBe(false);
    expect(schema.safeParse({ times: -1 }).success).toBe(false);
    expect(schema.safeParse({ often: 1 }).success).toBe(false);
  }
  expect(plain.safeParse({ after: 1 }).success).toBe(false);
  expect(delayed.safeParse({ after: 1 }).success).toBe(true);
});

describe("the way to a server", () => {
  const { signal } = new AbortController();
  const answered = (name: ProxyFault | null, page = proxyPage) =>
    proxyFault({ latencyMs: 0, hasFault: (one) => one === name, page }, signal);

  test("is free", async () => {
    expect(await answered(null)).toBeNull();
  });

  test.each([
    ["badGateway", 502, "502 Bad Gateway"],
    ["unavailableHtml", 503, "503 Service Temporarily Unavailable"],
    ["okHtml", 200, "Maintenance"],
  ] as const)("%s is a page with %i", async (name, status, title) => {
    for (const page of [proxyPage, nginxPage]) {
      const response = await answered(name, page);
      expect(response?.status).toBe(status);
      expect(response?.headers.get("content-type")).toBe("text/html");
      expect(await response?.text()).toContain(`<h1>${title}</h1>`);
    }
  });

  test("hangs until the caller leaves, whether before or after it began", async () => {
    const left = new AbortController();
    const way = { latencyMs: 0, hasFault: (one: ProxyFault) => one === "hang", page: proxyPage };
    const hanging = proxyFault(way, left.signal);
    left.abort(new Error("left"));
    await expect(hanging).rejects.toThrow("left");
    await expect(hang(left.signal)).rejects.toThrow("left");
  });
});

test("waiting ends with the caller", async () => {
  const left = new AbortController();
  const waiting = wait(2_000_000_000, left.signal);
  left.abort();
  await waiting;
  await wait(2_000_000_000, left.signal);
});

test("a body that is cut short keeps its status and type, and tells the length of what is sent", async () => {
  const whole = Response.json(
    { words: "ä".repeat(50) },
    { status: 201, headers: { "content-length": "112" } },
  );
  const cut = await cutShort(whole);
  expect(cut.status).toBe(201);
  expect(isJson(cut)).toBe(true);
  const bytes = (await cut.arrayBuffer()).byteLength;
  expect(bytes).toBe(67);
  expect(cut.headers.get("content-length")).toBe("67");
  expect((await cutShort(Response.json({}))).headers.has("content-length")).toBe(false);
  expect(isJson(new Response("x", { headers: { "content-type": "audio/mpeg" } }))).toBe(false);
});
