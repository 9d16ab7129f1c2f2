import { describe, expect, test } from "vitest";
import { KINDS, spokenId } from "./simulator";
import { AGENT, agent, conversation, customer, ID, RECORDING, recording } from "./test-conversations";
import {
  awkwardId,
  cloudSource,
  errorOf,
  html,
  iso,
  NOW_MS,
  no,
  read,
  readOne,
  scripted,
  signal,
  simulated,
  supported,
} from "./test-kit";

type Answers = Readonly<{
  details?: () => Response;
  recordings?: () => Response;
  metadata?: () => Response;
  protection?: () => Response;
}>;

const MINUTE_MS = 60_000;
const endedAgo = (ms: number) => () => Response.json(conversation({ conversationEnd: iso(NOW_MS - ms) }));
const live = () => Response.json(conversation({ conversationEnd: undefined }));

/** A vendor with one call, its recording, and these differences. */
function vendor(answers: Answers = {}) {
  return scripted(({ path }) => {
    if (path.startsWith("/analytics")) return answers.details?.() ?? Response.json(conversation());
    if (path.endsWith("/recordings")) return answers.recordings?.() ?? Response.json([recording()]);
    if (path.endsWith("/recordingmetadata")) {
      return answers.metadata?.() ?? Response.json([{ id: RECORDING, region: "eu-west-1" }]);
    }
    if (path.endsWith("/deletionprotection")) return answers.protection?.() ?? Response.json([]);
    return Response.json({ entities: [] });
  });
}
const readFrom = (answers: Answers) => read(cloudSource(vendor(answers).fetch), ID);

describe("reading one call", () => {
  test("brings it whole: times, files, where they lie, and legal hold", async () => {
    const { fetch, sent } = vendor({ protection: () => Response.json([{ id: ID, selfUri: "/x" }]) });
    const found = await readOne(cloudSource(fetch), ID);
    expect(found).toMatchObject({ askAgainMs: null, liveIds: [ID], labels: null });
    expect(found.files).toBeUndefined();
    expect(found.recording).toMatchObject({ vendorId: ID, region: "eu-west-1", nonDelete: true });
    expect(found.recording.mediaFiles).toMatchObject([{ vendorRef: RECORDING, audio: "ready" }]);
    const list = sent.find(({ path }) => path.endsWith("/recordings"));
    expect(list?.query.get("formatId")).toBe("NONE");
  });

  test("a follow-up does not ask again for what the walk has just told", async () => {
    const { simulator, source } = simulated();
    const id = spokenId("transfer");
    await source.walk({ fromMs: NOW_MS - 86_400_000, toMs: NOW_MS }, null, signal);
    const [followed, opened] = [await read(source, id, "followUp"), await read(source, id, "opened")];
    expect(followed?.recording).toEqual(opened?.recording);
    const asked = (end: string) => simulator.calls().filter(({ path }) => path.endsWith(end)).length;
    expect(asked(`/conversations/${id}/details`)).toBe(1);
    // Once by the walk for all of its calls, once by opening this one.
    expect(asked("/deletionprotection")).toBe(2);
    await supported(source.protection).set(id, true, signal);
    expect((await read(source, id, "followUp"))?.recording.nonDelete).toBe(true);
  });

  const ABSENT: readonly (readonly [string, () => Response])[] = [
    ["[]", () => Response.json([])],
    ["202 with nothing", () => new Response(null, { status: 202 })],
    ["202 with a list", () => Response.json([], { status: 202 })],
    ["404", () => no(404)],
  ];

  test.each(ABSENT)("%s for a young or live call means: not yet", async (_, recordings) => {
    const young = await readFrom({ recordings, details: endedAgo(MINUTE_MS) });
    expect(young).toMatchObject({ files: "notAsked", askAgainMs: 30_000 });
    expect(young?.recording.mediaFiles).toMatchObject([{ audio: "pending", vendorRef: "" }]);
    const going = await readFrom({ recordings, details: live });
    expect(going).toMatchObject({ files: "notAsked" });
    expect(going?.askAgainMs).toBeGreaterThan(0);
  });

  test("for an old call: none is none, but transcoding is not", async () => {
    const details = endedAgo(60 * MINUTE_MS);
    expect(await readFrom({ details, recordings: () => Response.json([]) })).toBeNull();
    expect(await readFrom({ details, recordings: () => no(404) })).toBeNull();
    const late = await readFrom({ details, recordings: () => new Response(null, { status: 202 }) });
    expect(late).toMatchObject({ files: "notAsked", askAgainMs: 30 * MINUTE_MS });
  });

  test("files that are all deleted are gone, however young the call", async () => {
    const recordings = () => Response.json([recording({ fileState: "DELETED" })]);
    expect(await readFrom({ recordings })).toBeNull();
    expect(await readFrom({ recordings, details: endedAgo(MINUTE_MS) })).toBeNull();
  });

  test("a call that was never recorded is none of ours", async () => {
    const details = () => Response.json(conversation({ participants: [customer()] }));
    expect(await readFrom({ details, recordings: () => Response.json([]) })).toBeNull();
  });

  test("a call that analytics have forgotten is still there when its recording is", async () => {
    const found = await readFrom({ details: () => no(404) });
    expect(found?.recording).toMatchObject({ vendorId: ID, callType: null });
    expect(found?.recording.mediaFiles).toMatchObject([{ vendorRef: RECORDING, audio: "ready" }]);
    expect(await readFrom({ details: () => no(404), recordings: () => no(404) })).toBeNull();
  });

  test.each<[string, Answers]>([
    ["the conversation", { details: () => html(502) }],
    ["the recordings", { recordings: () => html(200) }],
    ["the recordings, as something else", { recordings: () => Response.json({ entities: [] }) }],
    ["the dates", { metadata: () => new Response("[{") }],
    ["the protection", { protection: () => no(500) }],
    ["another conversation", { details: () => Response.json(conversation({ conversationId: "other" })) }],
  ])("trouble with %s is an error, never a recording that is gone", async (_, answers) => {
    expect(["unreachable", "internal"]).toContain((await errorOf(readFrom(answers))).kind);
  });

  test("an account that may not ask for protection or dates is told less, not nothing", async () => {
    const found = await readFrom({ protection: () => no(403), metadata: () => Response.json([]) });
    expect(found?.recording).toMatchObject({ nonDelete: false, region: null });
  });

  test("rows without an id are left out, fields of any type are borne", async () => {
    const recordings = () =>
      Response.json([
        null,
        { media: "audio" },
        recording({ annotations: "x", users: {}, mediaUris: [], startTime: 7, outputDurationMs: "soon" }),
      ]);
    const found = await readFrom({ recordings });
    expect(found?.recording.mediaFiles).toHaveLength(1);
  });

  test("people are looked up with those who left, in one request", async () => {
    const second = agent({ userId: "03970000-0000-4000-8000-00000000000b" });
    const hostile = agent({ userId: "a,b&state=active" });
    const { fetch, sent } = vendor({
      details: () => Response.json(conversation({ participants: [agent(), second, hostile] })),
    });
    await readOne(cloudSource(fetch), ID);
    const [users, ...others] = sent.filter(({ path }) => path === "/users");
    expect(others).toEqual([]);
    expect(users?.query.get("id")).toBe(`${AGENT},03970000-0000-4000-8000-00000000000b`);
    expect(users?.query.get("state")).toBe("any");
  });
});

describe("the simulator's kinds of recordings", () => {
  test.each([
    ["stub", "missing"],
    ["ARCHIVED", "missing"],
    ["ERROR", "missing"],
    ["RESTORED", "ready"],
    ["UPLOADING", "pending"],
  ])("%s: %s", async (kind, audio) => {
    const { source } = simulated();
    const found = await readOne(source, KINDS[kind] ?? "");
    expect(found.recording.mediaFiles.map((file) => file.audio)).toEqual([audio]);
  });

  test("deleted, never kept and hidden ones are none", async () => {
    const { source } = simulated();
    for (const kind of ["DELETED", "unrecorded", "hidden"])
      expect(await read(source, KINDS[kind] ?? "")).toBeNull();
  });

  test("three kinds of recordings: two files and a badge", async () => {
    const { source } = simulated();
    const { recording: found } = await readOne(source, KINDS.threeKinds ?? "");
    expect([found.mediaFiles.length, found.screenRecording]).toEqual([2, true]);
  });

  test("callers without a number, and SIP callers", async () => {
    const { source } = simulated();
    expect((await readOne(source, KINDS.anonymous ?? "")).recording.callerPhoneNumber).toBeNull();
    expect((await readOne(source, KINDS.sip ?? "")).recording.callerPhoneNumber).toBe("+442079460171");
  });

  test("a live call is pending, and becomes a recording after its end", async () => {
    const { clock, simulator, source } = simulated();
    const id = awkwardId(13);
    expect(await readOne(source, id)).toMatchObject({ files: "notAsked", liveIds: [id] });
    simulator.endLiveCall(id);
    clock.advance(20_000);
    const ended = await readOne(source, id);
    expect(ended.recording.mediaFiles).toMatchObject([{ audio: "ready" }]);
    expect(ended.askAgainMs).toBeNull();
  });
});
