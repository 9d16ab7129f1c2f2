import { describe, expect, test } from "vitest";
import { html, kazooSource, NOW, no, ok, rawDocument, readBy, scripted, signal } from "./test-kit";

const ID = "202611-0123456789abcdef0123456789abcdef";
const HIDDEN = "text-of-the-vendors";

async function troubleOf(answer: () => Response, act: "list" | "read" = "list") {
  const source = kazooSource(scripted(answer).fetch);
  const { readById } = source;
  if (!readById.supported) throw new Error("Kazoo can be asked by id");
  const asked = act === "list" ? source.check(signal) : readById.read(`r-${ID}`, signal);
  return asked.then(
    (value) => value,
    (error: unknown) => error,
  );
}

describe("an answer of the vendor's own", () => {
  test.each([
    [400, "validation error", "refused"],
    [401, "invalid_credentials", "refused"],
    [401, "invalid credentials", "refused"],
    [403, "forbidden", "refused"],
    [404, "bad_identifier", "refused"],
    [404, "bad identifier", "refused"],
    [404, "not_found", "refused"],
    [404, "faulty_request", "refused"],
    [404, HIDDEN, "internal"],
    [405, "invalid_method", "refused"],
    [410, "gone", "refused"],
    [416, "range not satisfiable", "refused"],
    [429, "too_many_requests", "rateLimited"],
    [500, "init failed", "internal"],
    [500, "datastore_fault", "internal"],
    [503, "datastore_unreachable", "unreachable"],
    [503, "datastore missing view", "unreachable"],
  ])("%i %s to a list is %s", async (status, message, kind) => {
    const error = await troubleOf(() => no(status, message, { message: HIDDEN, cause: HIDDEN }));
    expect(error).toMatchObject({ name: "SourceError", kind, unclear: false });
    expect(error).toMatchObject({ message: expect.not.stringContaining(HIDDEN) });
    expect(error).toMatchObject({ message: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  test("a module that was not started is told in words that help", async () => {
    expect(await troubleOf(() => no(404, "not_found", { message: "not found" }))).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("cb_recordings"),
    });
  });

  test("200 with an error inside is that error", async () => {
    const body = { data: {}, status: "error", error: "503", message: "datastore_fault" };
    expect(await troubleOf(() => Response.json(body))).toMatchObject({ kind: "unreachable" });
    expect(await troubleOf(() => Response.json({ ...body, error: "x" }))).toMatchObject({ kind: "internal" });
  });

  test("the content type may be missing or wrong: JSON is what parses", async () => {
    const body = JSON.stringify({ data: [], status: "success" });
    for (const type of ["audio/mpeg", ""]) {
      expect(await troubleOf(() => new Response(body, { headers: { "content-type": type } }))).toEqual({
        missingPermissions: [],
      });
    }
  });
});

describe("an answer that is somebody else's is never a word about a recording", () => {
  test.each([
    ["a proxy's 404", () => html(404)],
    ["a proxy's 200", () => html(200)],
    ["a proxy's 502", () => html(502)],
    ["nothing", () => new Response("")],
    ["half a JSON", () => new Response('{"data":{"id":"2026')],
    ["JSON of another kind", () => Response.json({ error: "not found" }, { status: 404 })],
    ["success with 404", () => ok({}, {}, 404)],
    ["a list for a document", () => ok([])],
    ["another document", () => ok(rawDocument({ id: "202611-ffffffffffffffffffffffffffffffff" }))],
    ["a text", () => ok("gone")],
  ])("%s", async (_, answer) => {
    expect(await troubleOf(answer, "read")).toMatchObject({ name: "SourceError", kind: "unreachable" });
  });

  test("an account that is not there does not make its recordings gone", async () => {
    const answer = () => no(404, "bad_identifier", { cause: "0".repeat(32), message: "bad identifier" });
    expect(await troubleOf(answer, "read")).toMatchObject({ kind: "refused" });
    const { fetch } = scripted(({ path }) => (path === "/recordings" ? ok([]) : answer()));
    await expect(readBy(kazooSource(fetch), `r-${ID}`)).rejects.toMatchObject({ kind: "refused" });
    const malformed = () => no(404, "bad identifier", { message: "bad identifier" });
    expect(await troubleOf(malformed, "read")).toMatchObject({ kind: "refused" });
  });

  test("a list that says success with 404 is nobody's", async () => {
    expect(await troubleOf(() => ok([], {}, 404))).toMatchObject({ kind: "unreachable" });
  });

  test("empty 401 and 403 are about our account", async () => {
    expect(await troubleOf(() => html(401))).toMatchObject({ kind: "refused" });
    expect(await troubleOf(() => html(403))).toMatchObject({ kind: "refused" });
  });
});

test("a row that can't be understood counts, and its page stays", async () => {
  const rows = [
    rawDocument(),
    null,
    "row",
    { id: 7 },
    {},
    { id: "" },
    { id: "x".repeat(300) },
    rawDocument(),
  ];
  const { fetch } = scripted(() => ok(rows));
  const page = await kazooSource(fetch).walk(
    { fromMs: 1_790_000_000_000, toMs: 1_790_000_100_000 },
    null,
    signal,
  );
  expect(page.rejected).toBe(6);
  expect(page.recordings).toHaveLength(1);
});

test("fields of other types are unknown, and lose nothing else", async () => {
  const broken = Object.fromEntries(Object.keys(rawDocument()).map((key) => [key, { deep: [1] }]));
  const { fetch } = scripted(() =>
    ok([{ ...broken, id: ID }, rawDocument({ id: `${ID}1`, start: String(NOW) })]),
  );
  const page = await kazooSource(fetch).walk(
    { fromMs: 1_790_000_000_000, toMs: 1_790_000_100_000 },
    null,
    signal,
  );
  expect(page.rejected).toBe(0);
  expect(page.recordings.map(({ recording }) => [recording.vendorId, recording.startMs])).toEqual([
    [`r-${ID}`, null],
    [expect.stringMatching(/^i-/), (NOW - 62_167_219_200) * 1_000],
  ]);
});
