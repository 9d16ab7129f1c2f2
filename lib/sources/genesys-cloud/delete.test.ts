import { describe, expect, test } from "vitest";
import { SourceError } from "../source";
import { KINDS, spokenId } from "./simulator";
import { conversation, ID, RECORDING, recording } from "./test-conversations";
import {
  clockAt,
  cloudSource,
  html,
  iso,
  NOW_MS,
  no,
  read,
  readOne,
  type Sent,
  scripted,
  signal,
  simulated,
  supported,
} from "./test-kit";

const IN_A_MINUTE_MS = NOW_MS + 60_000;
const SECOND = "e81c0000-0000-4000-8000-0000000000aa";

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) =>
    error instanceof SourceError ? { kind: error.kind, unclear: error.unclear } : error,
  );
}

type Answers = Readonly<{
  /** The nth reading of the metadata, from 0. */
  metadata?: (nth: number) => Response;
  /** Whether a legal hold is on, at the nth question. */
  isHeld?: (nth: number) => boolean;
  put?: (one: Sent, nth: number) => Response;
  details?: () => Response;
}>;

const two = () =>
  Response.json([recording({ archiveDate: undefined }), recording({ id: SECOND, media: "screen" })]);
const done = () => Response.json(recording());
const endedLongAgo = () => Response.json(conversation());

function vendor({ details = endedLongAgo, metadata = two, isHeld = () => false, put = done }: Answers = {}) {
  const counts = new Map<string, number>();
  const nth = (what: string) => {
    counts.set(what, (counts.get(what) ?? -1) + 1);
    return counts.get(what) ?? 0;
  };
  return scripted((one) => {
    if (one.path.endsWith("/recordingmetadata")) return metadata(nth("metadata"));
    if (one.path.endsWith("/deletionprotection")) {
      return Response.json(isHeld(nth("held")) ? [{ id: ID }] : []);
    }
    if (one.path.startsWith("/analytics")) return details();
    return put(one, nth("put"));
  });
}

const deleteAt = (answers: Answers) => {
  const { fetch, sent } = vendor(answers);
  const outcome = outcomeOf(
    supported(cloudSource(fetch, { clock: clockAt(NOW_MS) }).deletion).delete(ID, signal),
  );
  return { outcome, puts: () => sent.filter(({ method }) => method === "PUT") };
};

describe("deleting gives every recording its date", () => {
  test("screens too, with both dates always, and says when", async () => {
    const metadata = () =>
      Response.json([
        recording({ archiveDate: "2027-01-01T00:00:00.000Z", archiveMedium: "CLOUDARCHIVE" }),
        recording({ id: SECOND, media: "screen", deleteDate: "2030-01-01T00:00:00.000Z" }),
        recording({ id: "gone", fileState: "DELETED" }),
      ]);
    const { outcome, puts } = deleteAt({ metadata });
    expect(await outcome).toEqual({ deleted: "scheduled", deleteTimeMs: IN_A_MINUTE_MS, remaining: [] });
    expect(puts().map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        `/conversations/${ID}/recordings/${RECORDING}`,
        {
          deleteDate: iso(IN_A_MINUTE_MS),
          archiveDate: "2027-01-01T00:00:00.000Z",
          archiveMedium: "CLOUDARCHIVE",
        },
      ],
      [`/conversations/${ID}/recordings/${SECOND}`, { deleteDate: iso(IN_A_MINUTE_MS), archiveDate: null }],
    ]);
  });

  test("exported copies remain, and are named", async () => {
    const metadata = () => Response.json([recording({ exportedDate: iso(NOW_MS) })]);
    expect(await deleteAt({ metadata }).outcome).toMatchObject({
      remaining: ["Copies that Genesys Cloud had exported before."],
    });
  });

  test.each<[string, () => Response]>([
    ["there are none", () => Response.json([])],
    ["all are deleted", () => Response.json([recording({ fileState: "DELETED" })])],
    ["the conversation is not there", () => no(404)],
  ])("notFound when %s", async (_, metadata) => {
    const { outcome, puts } = deleteAt({ metadata });
    expect(await outcome).toEqual({ kind: "notFound", unclear: false });
    expect(puts()).toEqual([]);
  });

  test.each<[string, object]>([
    ["goes on", { conversationEnd: undefined }],
    ["has just ended", { conversationEnd: iso(NOW_MS - 60_000) }],
  ])("a call that %s and has no recordings yet is not gone", async (_, rest) => {
    const { outcome } = deleteAt({
      metadata: () => Response.json([]),
      details: () => Response.json(conversation(rest)),
    });
    expect(await outcome).toEqual({ kind: "conflict", unclear: false });
  });

  test("purged between reading and writing: done", async () => {
    expect(await deleteAt({ put: () => no(404) }).outcome).toEqual({
      deleted: "done",
      deleteTimeMs: null,
      remaining: [],
    });
  });

  test("under legal hold nothing is asked for", async () => {
    const { outcome, puts } = deleteAt({ isHeld: () => true });
    expect(await outcome).toEqual({ kind: "forbidden", unclear: false });
    expect(puts()).toEqual([]);
  });

  test("a hold that came in between is told as one", async () => {
    const { outcome } = deleteAt({ isHeld: (nth) => nth > 0, put: () => no(409) });
    expect(await outcome).toEqual({ kind: "forbidden", unclear: false });
  });

  test("a conflict without a hold: the date that is there tells", async () => {
    const dated = () => Response.json([recording({ deleteDate: iso(NOW_MS + 1_000) })]);
    expect(await deleteAt({ metadata: dated, put: () => no(409) }).outcome).toMatchObject({
      deleted: "scheduled",
      deleteTimeMs: NOW_MS + 1_000,
    });
    const { outcome } = deleteAt({ metadata: () => Response.json([recording()]), put: () => no(409) });
    expect(await outcome).toEqual({ kind: "conflict", unclear: false });
  });

  test("asked again, a date that is near stays: a new one would put the purge off", async () => {
    const dated = () => Response.json([recording({ deleteDate: iso(NOW_MS + 30_000) })]);
    const { outcome, puts } = deleteAt({ metadata: dated });
    expect(await outcome).toMatchObject({ deleted: "scheduled", deleteTimeMs: NOW_MS + 30_000 });
    expect(puts()).toEqual([]);
  });

  test.each([
    [500, "internal"],
    [503, "unreachable"],
  ])("%i and no date: nothing was changed, and it is told as %s", async (status, kind) => {
    const metadata = () => Response.json([recording()]);
    expect(await deleteAt({ metadata, put: () => no(status) }).outcome).toEqual({ kind, unclear: false });
  });

  test("only a part has its date: unclear, and repeating is safe", async () => {
    const put = (_: Sent, nth: number) => (nth === 0 ? done() : no(403));
    expect(await deleteAt({ put }).outcome).toEqual({ kind: "internal", unclear: true });
  });

  const first = (later: () => Response) => (nth: number) =>
    nth === 0 ? Response.json([recording()]) : later();

  test.each<[string, () => Response, unknown]>([
    [
      "set after all",
      () => Response.json([recording({ deleteDate: iso(IN_A_MINUTE_MS) })]),
      { deleted: "scheduled", deleteTimeMs: IN_A_MINUTE_MS, remaining: [] },
    ],
    ["gone already", () => Response.json([]), { deleted: "done", deleteTimeMs: null, remaining: [] }],
    ["not set", () => Response.json([recording()]), { kind: "unreachable", unclear: false }],
    ["not to be seen either", () => html(502), { kind: "internal", unclear: true }],
  ])("an answer that was lost is looked into: %s", async (_, later, expected) => {
    const { outcome, puts } = deleteAt({ metadata: first(later), put: () => html(504) });
    expect(await outcome).toEqual(expected);
    expect(puts()).toHaveLength(1);
  });

  test.each([
    [403, "refused"],
    [400, "invalid"],
  ])("HTTP %i is an error of its own", async (status, kind) => {
    expect(await deleteAt({ put: () => no(status) }).outcome).toEqual({ kind, unclear: false });
  });
});

describe("legal hold", () => {
  const hold = (put: () => Response, isHeld: boolean) => {
    const { fetch, sent } = scripted(({ method }) =>
      method === "PUT" ? put() : Response.json(isHeld ? [{ id: ID }] : []),
    );
    return { outcome: outcomeOf(supported(cloudSource(fetch).protection).set(ID, true, signal)), sent };
  };
  const failed = () => Response.json({ failedUpdates: [{ conversation: { id: ID }, errorCode: "x" }] });

  test("204, or JSON without failures, is done", async () => {
    const { outcome, sent } = hold(() => new Response(null, { status: 204 }), false);
    expect(await outcome).toBeUndefined();
    expect([sent[0]?.query.get("protect"), sent[0]?.body, sent.length]).toEqual([
      "true",
      JSON.stringify({ conversationIds: [ID] }),
      1,
    ]);
    expect(await hold(() => Response.json({ failedUpdates: [] }), false).outcome).toBeUndefined();
    expect(await hold(() => Response.json({}), false).outcome).toBeUndefined();
  });

  test("what failed, or was lost, is believed when it is so all the same", async () => {
    expect(await hold(failed, true).outcome).toBeUndefined();
    expect(await hold(failed, false).outcome).toEqual({ kind: "conflict", unclear: false });
    expect(await hold(() => html(502), true).outcome).toBeUndefined();
    expect(await hold(() => html(502), false).outcome).toEqual({ kind: "unreachable", unclear: true });
  });

  test("a permission that is missing is refused at once", async () => {
    const { outcome, sent } = hold(() => no(403), true);
    expect(await outcome).toEqual({ kind: "refused", unclear: false });
    expect(sent).toHaveLength(1);
  });
});

describe("over the simulator", () => {
  test("a recording is scheduled, stays for a while, and is then gone", async () => {
    const { clock, simulator, source } = simulated();
    const { delete: remove } = supported(source.deletion);
    const id = spokenId("transfer");
    for (const purgedAs of ["DELETED", "missing"] as const) {
      simulator.reset();
      simulator.switches.transcodePolls = 0;
      simulator.switches.purgedAs = purgedAs;
      expect(await remove(id, signal)).toMatchObject({ deleted: "scheduled" });
      expect((await readOne(source, id)).recording.mediaFiles.length).toBeGreaterThan(0);
      expect(await remove(id, signal)).toMatchObject({ deleted: "scheduled" });
      clock.advance(3_600_000);
      expect(await read(source, id)).toBeNull();
      expect(await outcomeOf(remove(id, signal))).toEqual({ kind: "notFound", unclear: false });
    }
  });

  test("every kind of recording of one call gets its date", async () => {
    const { simulator, source } = simulated();
    await supported(source.deletion).delete(KINDS.threeKinds ?? "", signal);
    const puts = simulator.calls().filter(({ method, status }) => method === "PUT" && status === 200);
    expect(puts).toHaveLength(3);
  });

  test("an account without the right is refused, by both answers of the protection", async () => {
    const { simulator, source } = simulated();
    const id = spokenId("transfer");
    for (const answer of ["204", "body"] as const) {
      simulator.switches.protectionAnswer = answer;
      await supported(source.protection).set(id, answer === "204", signal);
      expect((await readOne(source, id)).recording.nonDelete).toBe(answer === "204");
    }
  });
});
