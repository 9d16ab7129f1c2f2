import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startedSince, startOf } from "./call-times";
import type { Draft } from "./draft";
import { generatedDraft, generatedId, generatedIndex } from "./generated-calls";
import { AWKWARD, AWKWARD_WORDS, CANARIES, KINDS, spokenId } from "./index";
import { Store } from "./store";
import { NOON, testClient, WEEK } from "./test-client";

const TIMES = { count: 2_000, seed: 3, baseMs: NOON };
const DRAFTS = Array.from({ length: TIMES.count }, (_, nth) => generatedDraft(TIMES, nth));

const voiceOf = (draft: Draft) => draft.conversation.participants.flatMap((one) => one.sessions);
const purposes = (draft: Draft) => draft.conversation.participants.map((one) => one.purpose);
const share = (holds: (draft: Draft) => boolean) => DRAFTS.filter(holds).length / DRAFTS.length;

describe("generated conversations (duty 5)", () => {
  test("every kind is there", () => {
    const kinds: Readonly<Record<string, (draft: Draft) => boolean>> = {
      inbound: (draft) => purposes(draft).join() === "customer,ivr,acd,agent",
      transferred: (draft) => purposes(draft).filter((one) => one === "agent").length === 2,
      consult: (draft) => draft.recordings.some((one) => one.subtype === "Consult"),
      conference: (draft) =>
        voiceOf(draft).some((one) => one.segments.some((part) => part.conference === true)),
      dialer: (draft) => purposes(draft).includes("dialer"),
      internal: (draft) => purposes(draft).join() === "user,user" && draft.recordings.length === 0,
      voicemail: (draft) => purposes(draft).includes("voicemail"),
      callback: (draft) => voiceOf(draft).some((one) => one.mediaType === "callback"),
      deletedAgent: (draft) =>
        draft.conversation.participants.some((one) => one.participantName === "Smith Green"),
      anonymous: (draft) => voiceOf(draft).some((one) => one.ani === "unavailable"),
      sip: (draft) => voiceOf(draft)[0]?.ani?.startsWith("sip:+") ?? false,
      withoutPlus: (draft) => /^tel:\d/.test(voiceOf(draft)[0]?.ani ?? ""),
      screen: (draft) => draft.recordings.some((one) => one.media === "screen"),
      paused: (draft) =>
        draft.recordings.some((one) => one.annotations.some((mark) => mark.type === "Pause")),
      held: (draft) => draft.recordings.some((one) => one.annotations.some((mark) => mark.type === "Hold")),
    };
    for (const [name, holds] of Object.entries(kinds)) expect(share(holds), name).toBeGreaterThan(0);
    expect(share(kinds.inbound ?? (() => false))).toBeGreaterThan(0.4);
  });

  test("a recorded leg says so, and its session is the recording's; times fit", () => {
    for (const draft of DRAFTS) {
      const sessions = new Map(voiceOf(draft).map((session) => [session.sessionId, session]));
      for (const facts of draft.recordings) {
        expect(sessions.get(facts.sessionId ?? "")?.recording).toBe(true);
        expect(facts.startMs).toBeGreaterThanOrEqual(draft.startMs);
        expect(facts.endMs).toBeLessThanOrEqual(draft.endMs ?? 0);
      }
      if (draft.recordings.length === 0)
        expect([...sessions.values()].some((one) => one.recording)).toBe(false);
    }
  });

  test("segments are in order and within the conversation, wrap-up aside", () => {
    for (const draft of DRAFTS) {
      for (const session of voiceOf(draft)) {
        let at = draft.startMs;
        for (const segment of session.segments) {
          expect(Date.parse(segment.segmentStart)).toBeGreaterThanOrEqual(at);
          at = Date.parse(segment.segmentEnd ?? "");
          expect(at).toBeGreaterThanOrEqual(Date.parse(segment.segmentStart));
          if (segment.segmentType !== "wrapup") expect(at).toBeLessThanOrEqual(draft.endMs ?? 0);
        }
      }
    }
  });

  test("all before the base time, newest first; ids carry their numbers", () => {
    for (let nth = 1; nth < TIMES.count; nth += 1) {
      expect(startOf(TIMES, nth)).toBeLessThanOrEqual(startOf(TIMES, nth - 1));
    }
    expect(DRAFTS.every((draft) => (draft.endMs ?? Number.POSITIVE_INFINITY) < NOON)).toBe(true);
    expect(new Set(DRAFTS.map((draft) => draft.conversation.conversationId)).size).toBe(TIMES.count);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer(), (nth, seed) => {
        const times = { count: 1_000_000, seed, baseMs: NOON };
        const id = generatedId(times, nth);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(generatedIndex(times, id)).toBe(nth);
        expect(generatedIndex({ ...times, count: nth }, id)).toBeNull();
      }),
    );
  });

  test("the store's order is that of a plain sort, whatever is mixed in", () => {
    const written = DRAFTS.slice(100, 110).map((draft, nth) => ({
      ...draft,
      startMs: draft.startMs + nth * 977,
    }));
    const times = { count: 100, seed: 9, baseMs: NOON };
    const store = new Store(times, written);
    const all = [...Array.from({ length: 100 }, (_, nth) => generatedDraft(times, nth)), ...written].map(
      (one) => one.startMs,
    );
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (fromDays, days) => {
        const fromMs = NOON - fromDays * 86_400_000;
        const toMs = fromMs + days * 86_400_000;
        const ordered = store.between(fromMs, toMs, [], () => true);
        const starts = Array.from({ length: ordered.length }, (_, nth) => ordered.at(nth)?.startMs);
        expect(starts).toEqual(all.filter((ms) => ms >= fromMs && ms < toMs).sort((a, b) => a - b));
        expect(ordered.at(ordered.length)).toBeNull();
      }),
    );
    expect(startedSince(times, NOON)).toBe(0);
    expect(startedSince(times, 0)).toBe(100);
  });

  test("a million conversations are searched without being made", async () => {
    const { search, call, recordings } = testClient({ calls: 1_000_000, samples: "none" });
    const interval = "2026-10-20T00:00:00.000Z/2026-11-17T00:00:00.000Z";
    const page = await search({ interval, paging: { pageSize: 100, pageNumber: 900 }, order: "desc" });
    expect(Number(page.body.at("totalHits"))).toBeGreaterThan(500_000);
    expect(page.body.list("conversations")).toHaveLength(100);
    const live = [{ type: "and", predicates: [{ dimension: "conversationEnd", operator: "notExists" }] }];
    expect((await search({ interval, conversationFilters: live })).body.at("totalHits")).toBe(0);
    // A filter looks at each conversation of the span once, whatever the number of pages.
    const day = {
      interval: "2026-11-15T00:00:00.000Z/2026-11-16T00:00:00.000Z",
      segmentFilters: [{ type: "and", predicates: [{ dimension: "mediaType", value: "voice" }] }],
    };
    const pages = [1, 2, 3].map((pageNumber) => search({ ...day, paging: { pageSize: 100, pageNumber } }));
    for (const answer of pages) expect((await answer).body.list("conversations")).toHaveLength(100);
    const id = page.body.text("conversations", 3, "conversationId");
    expect((await call(`/analytics/conversations/${id}/details`)).body.at("conversationId")).toBe(id);
    await recordings(id);
  });

  test("same seed, same data; another seed, others", async () => {
    const texts = await Promise.all(
      [1, 1, 2].map(
        async (seed) =>
          (await testClient({ seed }).search({ interval: WEEK, paging: { pageSize: 50 } })).text,
      ),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toBe(texts[2]);
  });
});

describe("written conversations", () => {
  test("the spoken calls, with callers of this vendor's own; one of them calls everywhere", async () => {
    const { search, recordings } = testClient({ calls: 0 });
    const found = (await search({ paging: { pageSize: 100 } })).body.list("conversations");
    const number = (key: Parameters<typeof spokenId>[0]) =>
      found
        .find((one) => one.at("conversationId") === spokenId(key))
        ?.at("participants", 0, "sessions", 0, "ani");
    expect(number("billing-dispute")).toBe("tel:+13125550142");
    expect(number("card-payment-padded")).toBe("tel:+447700900214");
    const transfer = await recordings(spokenId("transfer"));
    expect(transfer.map((one) => [one.at("mediaSubtype"), one.at("users", 0, "name")])).toEqual([
      ["Trunk", "Luis Herrera"],
      ["Trunk", "Fiona Campbell"],
    ]);
    expect(Object.keys(Object(transfer[0]?.at("mediaUris")))).toEqual(["0", "1"]);
    const crossTalk = found.find((one) => one.at("conversationId") === spokenId("cross-talk"));
    expect(crossTalk?.at("originatingDirection")).toBe("outbound");
    expect(crossTalk?.at("participants", 0, "sessions", 0, "dnis")).toBe("tel:+13055550164");
  });

  test("every awkward case has its conversations, or is a switch of its own", () => {
    const byData = Object.entries(AWKWARD).filter(([, ids]) => ids.length > 0);
    expect(byData.map(([number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 8, 10, 11, 12, 13, 14, 15]);
    expect(Object.keys(AWKWARD)).toHaveLength(15);
    const written = [...Object.values(AWKWARD).flat(), ...Object.values(KINDS)];
    expect(Object.keys(AWKWARD_WORDS).every((id) => written.includes(id))).toBe(true);
  });

  test("§13 case 4: {} , nothing, or two keys and no S", async () => {
    const { call, recordings } = testClient();
    const [emptyId = "", missingId = "", splitId = ""] = AWKWARD[4] ?? [];
    const one = async (id: string) =>
      (await call(`/conversations/${id}/recordings?formatId=MP3`)).body.list()[0];
    expect((await one(emptyId))?.value).toMatchObject({ fileState: "AVAILABLE", mediaUris: {} });
    expect((await one(missingId))?.at("mediaUris")).toBeUndefined();
    expect(Object.keys(Object((await recordings(splitId))[0]?.at("mediaUris")))).toEqual(["0", "1"]);
  });

  test("§13 case 8: one hour returns a day, and what began before midnight is of yesterday", async () => {
    const { search, idsOf, recordings } = testClient();
    const [overMidnight = "", inTheMorning = ""] = AWKWARD[8] ?? [];
    const day = async (date: string) =>
      idsOf(
        await search({ interval: `${date}T00:10:00.000Z/${date}T01:00:00.000Z`, paging: { pageSize: 100 } }),
      );
    expect(await day("2026-11-14")).toEqual(expect.arrayContaining([overMidnight, inTheMorning]));
    expect(await day("2026-11-15")).not.toContain(overMidnight);
    expect((await recordings(overMidnight))[0]?.text("startTime").slice(0, 10)).toBe("2026-11-15");
  });

  test("§13 cases 10 and 11: sessions and users that don't fit together", async () => {
    const { call, recordings } = testClient();
    const [noSession = "", shared = "", noUsers = ""] = AWKWARD[10] ?? [];
    expect((await recordings(noSession))[0]?.at("sessionId")).toBeUndefined();
    const both = await recordings(shared);
    expect(both.map((one) => one.at("mediaSubtype"))).toEqual(["Trunk", "Consult"]);
    expect(both[0]?.at("sessionId")).toBe(both[1]?.at("sessionId"));
    expect((await recordings(noUsers))[0]?.at("users")).toEqual([]);
    const found = async (id: string, query = "") => {
      const conversation = (await call(`/analytics/conversations/${id}/details`)).body;
      const agent = conversation.list("participants").find((one) => one.at("purpose") === "agent");
      return (await call(`/users/${agent?.text("userId")}${query}`)).status;
    };
    const [deleted = "", hidden = "", unknown = ""] = AWKWARD[11] ?? [];
    expect([await found(deleted), await found(deleted, "?state=deleted")]).toEqual([404, 200]);
    expect([await found(hidden), await found(unknown, "?state=deleted")]).toEqual([404, 404]);
  });

  test("canaries are where they should be", async () => {
    const { simulator, call, recordings } = testClient();
    const id = KINDS.newFields ?? "";
    const text = JSON.stringify((await recordings(id)).map((one) => one.value));
    for (const canary of [CANARIES.keyPairId, CANARIES.storagePath, CANARIES.unknownField])
      expect(text).toContain(canary);
    simulator.switches.jobPolls = 0;
    simulator.switches.jobDataLagMs = 0;
    const interval = "2026-11-06T00:00:00.000Z/2026-11-16T00:00:00.000Z";
    const sent = await call("/analytics/conversations/details/jobs", { body: { interval } });
    const path = `/analytics/conversations/details/jobs/${sent.body.text("jobId")}`;
    await call(path);
    const results = (await call(`${path}/results?pageSize=1000`)).text;
    expect(results.includes(CANARIES.attribute)).toBe(true);
  });
});
