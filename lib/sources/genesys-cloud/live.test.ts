import { describe, expect, test } from "vitest";
import { SourceError } from "../source";
import { readLiveState } from "./api-live";
import { agent, conversation, customer, ID } from "./test-conversations";
import {
  awkwardId,
  clockAt,
  cloudSource,
  errorOf,
  html,
  iso,
  NOW_MS,
  no,
  type Sent,
  scripted,
  signal,
  simulated,
  supported,
} from "./test-kit";

type Leg = Readonly<{
  state?: string;
  recordingState?: string;
  securePause?: boolean;
  recordersState?: object;
}>;

/** A live conversation as its own call tells it: upper case on the whole, lower case on the legs. */
const live = (whole: object, ...legs: readonly Leg[]) => ({
  id: ID,
  startTime: iso(NOW_MS - 60_000),
  recordingState: "NONE",
  participants: legs.map((leg) => ({ purpose: "agent", calls: [{ state: "connected", ...leg }] })),
  ...whole,
});
const ACTIVE = live({}, { recordingState: "none" }, { recordingState: "active" });
const PAUSED = live(
  { recordingState: "PAUSED", securePause: true },
  { recordingState: "paused", securePause: true },
);
const HELD = live({ recordingState: "PAUSED", securePause: false }, { recordingState: "paused" });
const ENDED = live({ endTime: iso(NOW_MS) }, { state: "disconnected", recordingState: "active" });

describe("the state of a live call", () => {
  test.each<[string, object, object]>([
    ["the strongest of the legs", ACTIVE, { state: "active", isSecurePause: false, hasEnded: false }],
    ["a deliberate pause", PAUSED, { state: "paused", isSecurePause: true }],
    ["a hold's pause", HELD, { state: "paused", isSecurePause: false }],
    ["of the whole, where no leg tells", live({ recordingState: "ACTIVE" }, {}), { state: "active" }],
    [
      "of the policy's recorder, not of somebody's own",
      live({}, { recordingState: "active", recordersState: { customerExperienceState: "PAUSED" } }),
      { state: "paused" },
    ],
    [
      "legs that are history say nothing",
      live({}, { state: "disconnected", recordingState: "active" }, { recordingState: "paused" }),
      { state: "paused" },
    ],
    ["all legs gone: it has ended", live({}, { state: "terminated" }), { hasEnded: true }],
    ["with an end: it has ended", ENDED, { hasEnded: true }],
    ["no legs at all", live({}), { state: "none", hasEnded: false }],
  ])("%s", (_, body, expected) => {
    expect(readLiveState(body)).toMatchObject(expected);
  });

  test.each([null, [], "x", {}, { participants: [] }])("%j tells none", (body) => {
    expect(readLiveState(body)).toBeNull();
  });
});

const LIVE_ROW = conversation({ conversationEnd: undefined, conversationStart: iso(NOW_MS - 60_000) });

/** A vendor with live calls, whose states are told in turn, the last for ever. */
function vendor(
  states: readonly (() => Response)[],
  put: () => Response,
  rows: readonly object[] = [LIVE_ROW],
) {
  let reads = 0;
  return scripted(({ method, path }) => {
    if (path.startsWith("/analytics")) return Response.json({ conversations: rows, totalHits: rows.length });
    if (method === "PUT") return put();
    if (/^\/conversations\/[^/]+$/.test(path)) {
      reads += 1;
      return (states[Math.min(reads, states.length) - 1] ?? (() => no(404)))();
    }
    return Response.json({ entities: [] });
  });
}
const told = (body: object) => () => Response.json(body);
const accepted = () => Response.json("Accepted", { status: 202 });
const listOf = (fetch: ReturnType<typeof vendor>["fetch"]) => supported(cloudSource(fetch).live).list(signal);

describe("the list of live calls", () => {
  test("asks for voice calls without an end of the last day, newest first", async () => {
    const { fetch, sent } = vendor([told(ACTIVE)], accepted);
    await listOf(fetch);
    const query = JSON.parse(sent[0]?.body ?? "{}");
    expect(query.conversationFilters).toEqual([
      {
        type: "and",
        predicates: [{ type: "dimension", dimension: "conversationEnd", operator: "notExists" }],
      },
    ]);
    expect(query).toMatchObject({ order: "desc", paging: { pageSize: 100, pageNumber: 1 } });
    expect(Date.parse(query.interval.split("/")[0])).toBe(NOW_MS - 86_400_000);
  });

  test.each<[string, () => Response, string, string[]]>([
    ["recording", told(ACTIVE), "recording", ["paused"]],
    ["paused on purpose", told(PAUSED), "paused", ["recording"]],
    ["paused by a hold", told(HELD), "paused", []],
    ["not to be read by us", () => no(403), "unknown", []],
  ])("a call that is %s", async (_, state, status, can) => {
    const [call, ...others] = await listOf(vendor([state], accepted).fetch);
    expect(others).toEqual([]);
    expect(call).toMatchObject({ vendorLiveId: ID, status, can, accessGroups: [] });
    expect(call?.recording).toMatchObject({
      id: `cloud.live-${ID}`,
      vendorId: `live-${ID}`,
      callerPhoneNumber: "+13175550101",
      stopMs: null,
      mediaFiles: [],
    });
    expect(call?.recording.events.map(({ event }) => event)).toContain("Joined");
  });

  test("calls that are not recorded, or ended meanwhile, are not in it", async () => {
    for (const state of [told(live({}, { recordingState: "none" })), told(ENDED), () => no(404)]) {
      expect(await listOf(vendor([state], accepted).fetch)).toEqual([]);
    }
    const unrecorded = conversation({ conversationEnd: undefined, participants: [customer()] });
    expect(await listOf(vendor([() => no(403)], accepted, [unrecorded]).fetch)).toEqual([]);
    expect(await listOf(vendor([told(ACTIVE)], accepted, [conversation()]).fetch)).toEqual([]);
  });

  test("is one answer for all who ask within some seconds, and states a little longer", async () => {
    const clock = clockAt(NOW_MS);
    const { fetch, sent } = vendor([told(ACTIVE)], accepted);
    const desk = supported(cloudSource(fetch, { clock }).live);
    await Promise.all([desk.list(signal), desk.list(signal), desk.list(signal)]);
    const asked = () => [
      sent.filter(({ path }) => path.startsWith("/analytics")).length,
      sent.filter(({ path }) => path === `/conversations/${ID}`).length,
    ];
    expect(asked()).toEqual([1, 1]);
    clock.advance(5_000);
    await desk.list(signal);
    expect(asked()).toEqual([2, 1]);
    clock.advance(5_000);
    await desk.list(signal);
    expect(asked()).toEqual([3, 2]);
  });

  test("reads so many states at a time, the others next", async () => {
    const clock = clockAt(NOW_MS);
    const rows = Array.from({ length: 45 }, (_, nth) => ({ ...LIVE_ROW, conversationId: `c${nth}` }));
    const { fetch } = vendor([told(ACTIVE)], accepted, rows);
    const desk = supported(cloudSource(fetch, { clock }).live);
    const known = async () => {
      const calls = await desk.list(signal);
      clock.advance(4_500);
      return calls.filter(({ status }) => status === "recording").length;
    };
    expect([await known(), await known()]).toEqual([20, 40]);
  });

  test("trouble is not kept", async () => {
    let isDown = true;
    const { fetch } = vendor([told(ACTIVE)], accepted);
    const desk = supported(
      cloudSource(async (request) => (isDown && request.url.includes("/query") ? html(502) : fetch(request)))
        .live,
    );
    expect((await errorOf(desk.list(signal))).kind).toBe("unreachable");
    isDown = false;
    expect(await desk.list(signal)).toHaveLength(1);
  });
});

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) =>
    error instanceof SourceError ? { kind: error.kind, unclear: error.unclear } : error,
  );
}

describe("pausing and resuming", () => {
  const set = (
    status: "paused" | "recording" | "stopped",
    states: readonly (() => Response)[],
    put = accepted,
  ) => {
    const { fetch, sent } = vendor(states, put);
    const clock = clockAt(NOW_MS);
    const outcome = outcomeOf(supported(cloudSource(fetch, { clock }).live).set(ID, status, signal));
    const puts = (): readonly Sent[] => sent.filter(({ method }) => method === "PUT");
    return { outcome, puts, clock };
  };

  test("is asked for once, and done when it is seen", async () => {
    const pausing = set("paused", [told(ACTIVE), told(ACTIVE), told(PAUSED)]);
    expect(await pausing.outcome).toEqual({ state: "done" });
    expect(pausing.puts().map(({ path, body }) => [path, body])).toEqual([
      [`/conversations/calls/${ID}/recordingstate`, '{"recordingState":"PAUSED"}'],
    ]);
    const resuming = set("recording", [told(PAUSED), told(ACTIVE)]);
    expect(await resuming.outcome).toEqual({ state: "done" });
    expect(resuming.puts()[0]?.body).toBe('{"recordingState":"ACTIVE"}');
  });

  test("that is not seen within three seconds is requested", async () => {
    const { clock, outcome, puts } = set("paused", [told(ACTIVE)]);
    expect(await outcome).toEqual({ state: "requested" });
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBe(3_000);
    expect(puts()).toHaveLength(1);
  });

  test("a pause by a hold is not taken for the one that was asked for", async () => {
    expect(await set("paused", [told(ACTIVE), told(HELD)]).outcome).toEqual({ state: "requested" });
  });

  test.each<[string, "paused" | "recording" | "stopped", () => Response, object]>([
    ["stopping", "stopped", told(ACTIVE), { kind: "conflict" }],
    ["pausing what is paused", "paused", told(PAUSED), { kind: "conflict" }],
    ["resuming what records", "recording", told(ACTIVE), { kind: "conflict" }],
    ["resuming what a hold has paused", "recording", told(HELD), { kind: "conflict" }],
    [
      "pausing what is not recorded",
      "paused",
      told(live({}, { recordingState: "none" })),
      { kind: "conflict" },
    ],
    ["pausing what has ended", "paused", told(ENDED), { kind: "notFound" }],
    ["pausing what is not there", "paused", () => no(404), { kind: "notFound" }],
    ["a vendor away", "paused", () => html(502), { kind: "unreachable" }],
  ])("%s asks for nothing", async (_, status, state, expected) => {
    const { outcome, puts } = set(status, [state]);
    expect(await outcome).toEqual({ unclear: false, ...expected });
    expect(puts()).toEqual([]);
  });

  test.each<[string, () => Response, () => Response, object]>([
    ["409, and it is so already", () => no(409), told(PAUSED), { state: "done" }],
    ["409, and it is not", () => no(409), told(ACTIVE), { kind: "conflict", unclear: false }],
    ["409, and the call has ended", () => no(409), told(ENDED), { kind: "notFound", unclear: false }],
    ["404, and the call is gone", () => no(404), () => no(404), { kind: "notFound", unclear: false }],
    ["404, and it goes on", () => no(404), told(ACTIVE), { kind: "conflict", unclear: false }],
    ["no clear answer, and it is so", () => html(504), told(PAUSED), { state: "done" }],
    ["no clear answer, and it is not", () => html(504), told(ACTIVE), { kind: "unreachable", unclear: true }],
    [
      "no clear answer, nor a second one",
      () => html(504),
      () => html(502),
      { kind: "unreachable", unclear: true },
    ],
    ["403", () => no(403), told(ACTIVE), { kind: "refused", unclear: false }],
    ["429", () => no(429), told(ACTIVE), { kind: "rateLimited", unclear: false }],
  ])("the vendor says %s", async (_, put, later, expected) => {
    const { outcome, puts } = set("paused", [told(ACTIVE), later], put);
    expect(await outcome).toEqual(expected);
    expect(puts()).toHaveLength(1);
  });

  test("a call that ends after the vendor accepted can't be confirmed", async () => {
    expect(await set("paused", [told(ACTIVE), () => no(404)]).outcome).toEqual({ state: "requested" });
  });
});

describe("over the simulator", () => {
  test("a pause is seen after its delay, in the list too, and can be taken back", async () => {
    const { source } = simulated();
    const desk = supported(source.live);
    const id = awkwardId(13);
    const now = async () => (await desk.list(signal)).find(({ vendorLiveId }) => vendorLiveId === id);
    expect(await now()).toMatchObject({ status: "recording", can: ["paused"] });
    expect(await desk.set(id, "paused", signal)).toEqual({ state: "done" });
    expect(await now()).toMatchObject({ status: "paused", can: ["recording"] });
    expect((await errorOf(desk.set(id, "paused", signal))).kind).toBe("conflict");
    expect(await desk.set(id, "recording", signal)).toEqual({ state: "done" });
    expect(await now()).toMatchObject({ status: "recording", can: ["paused"] });
  });

  test("a transfer piles up participants and changes nothing", async () => {
    const { simulator, source } = simulated();
    const id = simulator.addLiveCall({ ageMs: 120_000 });
    simulator.transferCall(id);
    expect(await supported(source.live).set(id, "paused", signal)).toEqual({ state: "done" });
  });

  test("agents of an unanswered leg did not join", async () => {
    const segments = [{ segmentType: "alert", segmentStart: iso(NOW_MS - 9_000) }];
    const row = { ...LIVE_ROW, participants: [customer(), agent({}, { segments })] };
    const [call] = await listOf(vendor([told(ACTIVE)], accepted, [row]).fetch);
    expect(call?.recording.events.map(({ contact }) => contact?.type)).not.toContain("User");
  });
});
