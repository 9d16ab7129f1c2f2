import { describe, expect, test } from "vitest";
import { liveRecordingId } from "@/lib/domain/ids";
import { html, MINUTE_MS, NOW_MS, no, ringcxSource, signal, supported, welcoming } from "./test-kit";

const call = (fields: Readonly<Record<string, unknown>> = {}) => ({
  uii: "202611161155000000000000000001",
  accountId: "99999999",
  ani: "3125550142",
  dnis: "2015550100",
  enqueueTime: "2026-11-16T11:55:00.000+0000",
  dequeueTime: "2026-11-16T11:56:00.000+0000",
  callState: "ACTIVE",
  archive: false,
  agentFirstName: "Priya",
  agentLastName: "Nair",
  ...fields,
});

const listed = (answer: (page: number) => unknown) =>
  supported(
    ringcxSource(welcoming(({ query }) => Response.json(answer(Number(query.get("page"))))).fetch).live,
  ).list(signal);

describe("calls going on", () => {
  test("numbers, start and agent are told, the state of recording is not", async () => {
    const [one] = await listed(() => [call()]);
    expect(one).toMatchObject({
      vendorLiveId: "202611161155000000000000000001",
      status: "unknown",
      can: ["paused", "recording", "stopped"],
      accessGroups: [],
      recording: {
        callerPhoneNumber: "3125550142",
        dialedPhoneNumber: "2015550100",
        startMs: NOW_MS - 5 * MINUTE_MS,
        stopMs: null,
        mediaFiles: [],
      },
    });
    expect(one?.recording.id).toBe(
      liveRecordingId(one?.recording.sourceId ?? raise(), one?.vendorLiveId ?? ""),
    );
    expect(one?.recording.events).toMatchObject([
      {
        event: "Joined",
        occurredAtMs: NOW_MS - 4 * MINUTE_MS,
        contact: { type: "User", firstName: "Priya", lastName: "Nair", userName: null },
      },
    ]);
  });

  test("one that is archived, or on which nobody is yet, can't be controlled", async () => {
    const calls = await listed(() => [
      call({ uii: "1", archive: true }),
      call({ uii: "2", callState: "QUEUED", agentFirstName: null, agentLastName: null }),
      call({ uii: "3", callState: "active", archive: "false" }),
    ]);
    expect(calls.map(({ can }) => can.length)).toEqual([0, 0, 3]);
    expect(calls[1]?.recording.events).toEqual([]);
  });

  test("all pages are read; a call that moved between them is one; rows without an id are left out", async () => {
    const pages = [
      Array.from({ length: 50 }, (_, nth) => call({ uii: `u${nth}` })),
      [call({ uii: "u49" }), {}, 3],
    ];
    const { fetch, sent } = welcoming(({ query }) => Response.json(pages[Number(query.get("page"))] ?? []));
    expect(await supported(ringcxSource(fetch).live).list(signal)).toHaveLength(50);
    expect(sent.map(({ query }) => Object.fromEntries(query))).toEqual(
      ["0", "1"].map((page) => ({ product: "ACCOUNT", productId: "99999999", page, maxRows: "50" })),
    );
  });

  test("a list that never ends is left after twenty pages", async () => {
    const full = Array.from({ length: 50 }, (_, nth) => call({ uii: `u${nth}` }));
    const { fetch, sent } = welcoming(() => Response.json(full));
    await supported(ringcxSource(fetch).live).list(signal);
    expect(sent).toHaveLength(20);
  });

  test("times as objects are unknown, a phone number may lack", async () => {
    const [one] = await listed(() => [call({ enqueueTime: {}, dequeueTime: null, ani: null })]);
    expect(one?.recording).toMatchObject({ startMs: null, callerPhoneNumber: null });
  });

  test("an object, or a proxy's page, is no empty list", async () => {
    await expect(listed(() => ({ calls: [] }))).rejects.toMatchObject({ kind: "unreachable" });
    const { fetch } = welcoming(() => html(200));
    await expect(supported(ringcxSource(fetch).live).list(signal)).rejects.toMatchObject({
      kind: "unreachable",
    });
  });
});

describe("asking to record or not", () => {
  const set = (answer: () => Response | Promise<Response>, status: "paused" | "recording" | "stopped") => {
    const { fetch, sent } = welcoming(answer);
    const { live } = ringcxSource(fetch, { timeoutMs: 50 });
    return { done: supported(live).set("u/1", status, signal), sent };
  };
  const text =
    (body: string, status = 200) =>
    () =>
      new Response(body, { status });

  test.each([
    ["paused", "false"],
    ["stopped", "false"],
    ["recording", "true"],
  ] as const)("%s is record=%s, asked for once, and never more than requested", async (status, record) => {
    const { done, sent } = set(text("true"), status);
    expect(await done).toEqual({ state: "requested" });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: "POST",
      path: "/voice/api/v1/admin/accounts/99999999/activeCalls/u%2F1/toggleCallRecording",
      body: "",
    });
    expect(sent[0]?.query.get("record")).toBe(record);
  });

  test("201 is as good as 200", async () => {
    expect(await set(text(" TRUE\n", 201), "paused").done).toEqual({ state: "requested" });
  });

  test.each([
    ["200 false", text("false"), "conflict", false],
    ["404", () => no(404), "notFound", false],
    ["403", () => no(403), "forbidden", false],
    ["429", () => new Response(null, { status: 429 }), "rateLimited", false],
    ["500", () => no(500), "internal", true],
    ["a proxy's 502", () => html(502), "unreachable", true],
    ["words instead of a word", () => html(200), "unreachable", true],
    ["a connection that breaks", () => Promise.reject(new Error("reset")), "unreachable", true],
    ["no answer in time", () => new Promise<Response>(() => undefined), "unreachable", true],
  ])("%s is never repeated", async (_name, answer, kind, unclear) => {
    const { done, sent } = set(answer, "paused");
    await expect(done).rejects.toMatchObject({ kind, unclear });
    expect(sent).toHaveLength(1);
  });
});

function raise(): never {
  throw new Error("there is no call");
}
