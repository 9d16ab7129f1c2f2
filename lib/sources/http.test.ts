import { describe, expect, test } from "vitest";
import { createHttpClient, type HttpClientOptions, type HttpRequest, retryAfterMs } from "./http";
import { SourceError } from "./source";

const never = new AbortController().signal;

function client(
  answer: (request: Request, nth: number) => Response | Promise<Response>,
  rest: Partial<HttpClientOptions> = {},
) {
  const seen: string[] = [];
  const http = createHttpClient({
    title: "The vendor",
    baseUrl: "https://rws.example/base",
    backoffMs: [1, 1],
    ...rest,
    fetch: async (request) => {
      seen.push(`${request.method} ${request.url}`);
      return answer(request, seen.length - 1);
    },
  });
  return { http, seen };
}

const get = (rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  path: "/calls",
  signal: never,
  ...rest,
});
const post = (rest: Partial<HttpRequest> = {}): HttpRequest => ({ ...get(rest), method: "POST", body: "{}" });

async function errorOf(promise: Promise<unknown>): Promise<SourceError> {
  const error: unknown = await promise.then(
    () => new Error("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SourceError) return error;
  throw error;
}

function networkError(code: string): TypeError {
  return new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect to secret-host"), { code }),
  });
}

describe("a question", () => {
  test.each([429, 502, 503, 504])("is asked again after HTTP %i", async (status) => {
    const { http, seen } = client((_, nth) => new Response("x", { status: nth < 2 ? status : 200 }));
    expect((await http.send(get({ query: { a: "1 2" } }))).status).toBe(200);
    expect(seen).toEqual(Array(3).fill("GET https://rws.example/base/calls?a=1+2"));
  });

  test("is asked again even when the refused answer's body never ends", async () => {
    const endless = () => new ReadableStream({ cancel: () => new Promise(() => undefined) });
    const { http } = client((_, nth) =>
      nth === 0 ? new Response(endless(), { status: 502 }) : new Response("sound"),
    );
    expect(await (await http.open(get())).text()).toBe("sound");
  });

  test("is asked again after the network failed, and in the end it is unreachable", async () => {
    const { http, seen } = client(() => Promise.reject(networkError("ECONNRESET")));
    const error = await errorOf(http.send(get()));
    expect(error).toMatchObject({
      kind: "unreachable",
      unclear: false,
      message: "The vendor can't be reached (ECONNRESET).",
    });
    expect(JSON.stringify(error)).not.toContain("secret-host");
    expect(seen).toHaveLength(3);
  });

  test.each([200, 400, 401, 403, 404, 500])("is asked once when the answer is HTTP %i", async (status) => {
    const { http, seen } = client(() => new Response("", { status }));
    expect((await http.send(get())).status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  test("waits as long as Retry-After says, but not for longer than it should", async () => {
    const soon = client(
      (_, nth) => new Response("", { status: nth === 0 ? 429 : 200, headers: { "retry-after": "0" } }),
    );
    expect((await soon.http.send(get())).status).toBe(200);
    const late = client(() => new Response("", { status: 429, headers: { "retry-after": "60" } }));
    expect((await late.http.send(get())).status).toBe(429);
    expect(late.seen).toHaveLength(1);
  });

  test("gives up after its time, also when only the body hangs", async () => {
    const silent = client(() => new Promise(() => undefined), { timeoutMs: 20 });
    expect(await errorOf(silent.http.send(get()))).toMatchObject({ kind: "unreachable", unclear: false });
    expect(silent.seen).toHaveLength(1);
    const stuck = client(
      () => new Response(new ReadableStream({ pull: () => new Promise(() => undefined) })),
      {
        timeoutMs: 20,
      },
    );
    expect(await errorOf(stuck.http.send(get()))).toMatchObject({ kind: "unreachable" });
  });

  test("ends with the caller's reason when the caller leaves, before and while it runs", async () => {
    const { http, seen } = client(() => new Promise(() => undefined));
    await expect(http.send(get({ signal: AbortSignal.abort("gone") }))).rejects.toBe("gone");
    expect(seen).toHaveLength(0);
    const leaving = new AbortController();
    const asked = http.send(get({ signal: leaving.signal }));
    leaving.abort("left");
    await expect(asked).rejects.toBe("left");
  });

  test("is unreachable when the caller's own time is up", async () => {
    const { http } = client(() => new Promise(() => undefined));
    expect(await errorOf(http.send(get({ signal: AbortSignal.timeout(10) })))).toMatchObject({
      kind: "unreachable",
    });
  });
});

describe("a change", () => {
  test.each([429, 502, 503, 504])("is sent once, even after HTTP %i", async (status) => {
    const { http, seen } = client(() => new Response("", { status }));
    expect((await http.send(post())).status).toBe(status);
    expect(seen).toHaveLength(1);
  });

  test("is unclear when the network failed after it may have been heard", async () => {
    const { http, seen } = client(() => Promise.reject(networkError("ECONNRESET")));
    expect(await errorOf(http.send(post()))).toMatchObject({ kind: "unreachable", unclear: true });
    expect(seen).toHaveLength(1);
  });

  test("is not unclear when no connection came about", async () => {
    const { http } = client(() => Promise.reject(networkError("ECONNREFUSED")));
    expect(await errorOf(http.send(post()))).toMatchObject({ kind: "unreachable", unclear: false });
  });

  test("is unclear when its time is up or the caller leaves", async () => {
    const { http } = client(() => new Promise(() => undefined), { timeoutMs: 20 });
    expect(await errorOf(http.send(post()))).toMatchObject({ kind: "unreachable", unclear: true });
    const leaving = new AbortController();
    const asked = errorOf(http.send(post({ signal: leaving.signal })));
    setTimeout(() => leaving.abort(), 1);
    expect(await asked).toMatchObject({ kind: "unreachable", unclear: true });
  });
});

describe("where requests go", () => {
  test("a redirect on the same host is followed for questions", async () => {
    const { http, seen } = client((_, nth) =>
      nth === 0
        ? new Response(null, { status: 302, headers: { location: "/base/elsewhere" } })
        : new Response("there"),
    );
    expect((await http.send(get())).text).toBe("there");
    expect(seen[1]).toBe("GET https://rws.example/base/elsewhere");
  });

  test.each([
    "https://evil.example/calls",
    "http://rws.example/base/calls",
    "//evil.example/",
    "https://rws.example:8443/",
    "https://user:pass@rws.example/",
  ])("a redirect to %j is not followed: credentials go nowhere else", async (location) => {
    const { http, seen } = client(() => new Response(null, { status: 301, headers: { location } }));
    expect(await errorOf(http.send(get()))).toMatchObject({ kind: "unreachable" });
    expect(seen).toHaveLength(1);
  });

  test("redirects in a circle end, and a change is never redirected", async () => {
    const circle = client(() => new Response(null, { status: 307, headers: { location: "/base/calls" } }));
    expect(await errorOf(circle.http.send(get()))).toMatchObject({ kind: "unreachable" });
    expect(circle.seen).toHaveLength(4);
    const change = client(() => new Response(null, { status: 307, headers: { location: "/base/calls" } }));
    expect(await errorOf(change.http.send(post()))).toMatchObject({ kind: "unreachable", unclear: false });
    expect(change.seen).toHaveLength(1);
  });

  test.each(["/../secrets", "/..", "calls", "/calls/../other", "/calls/%2E/x", "/%2e%2e/secrets"])(
    "a path like %j that would climb out is never asked",
    async (path) => {
      const { http, seen } = client(() => new Response("x"));
      await expect(http.send(get({ path }))).rejects.toBeInstanceOf(Error);
      expect(seen).toHaveLength(0);
    },
  );
});

test("no more requests run at once than allowed, and a place that is given up is not lost", async () => {
  let running = 0;
  let most = 0;
  const { http } = client(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return new Response("x");
    },
    { maxConcurrent: 3 },
  );
  const leaving = new AbortController();
  const asked = Array.from({ length: 12 }, (_, nth) =>
    http.send(get(nth === 5 ? { signal: leaving.signal } : {})).then(
      () => "done",
      () => "left",
    ),
  );
  leaving.abort();
  expect(await Promise.all(asked)).toEqual(
    Array.from({ length: 12 }, (_, nth) => (nth === 5 ? "left" : "done")),
  );
  expect(most).toBe(3);
});

test("a streamed answer outlives the time-out of its headers, and its place is free once it flows", async () => {
  const { http } = client(
    () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await new Promise((resolve) => setTimeout(resolve, 60));
            controller.enqueue(new TextEncoder().encode("late"));
            controller.close();
          },
        }),
      ),
    { timeoutMs: 20, maxConcurrent: 1 },
  );
  const [one, two] = await Promise.all([http.open(get()), http.open(get())]);
  expect([await one?.text(), await two?.text()]).toEqual(["late", "late"]);
});

test("Retry-After is read as seconds or as a date", () => {
  const nowMs = Date.UTC(2026, 10, 16, 12);
  const read = (value: string) => retryAfterMs(new Headers({ "retry-after": value }), nowMs);
  expect(read("7")).toBe(7_000);
  expect(read("Mon, 16 Nov 2026 12:00:30 GMT")).toBe(30_000);
  expect(read("Mon, 16 Nov 2026 11:00:00 GMT")).toBe(0);
  for (const nonsense of ["soon", "-1", "1.5", ""]) expect(read(nonsense)).toBeNull();
  expect(retryAfterMs(new Headers(), nowMs)).toBeNull();
});
