import { describe, expect, test } from "vitest";
import { conversation, DIVISION, QUEUE } from "./test-conversations";
import { cloudSource, DAY_MS, NOW_MS, scripted, signal } from "./test-kit";

const nothing = scripted(() => Response.json({ totalHits: 0 })).fetch;

describe("the source", () => {
  test("says what it is and what it can't do, in sentences", () => {
    const source = cloudSource(nothing);
    expect(source).toMatchObject({
      id: "cloud",
      name: "Genesys Cloud",
      vendor: "genesys-cloud",
      syncPlan: { syncSeconds: 60, backfillDays: 365, lagMs: 0 },
      readById: { supported: true },
      protection: { supported: true },
      deletion: { supported: true, erases: false },
      live: { supported: true },
    });
    expect(source.syncPlan.maxWindowMs).toBe(7 * DAY_MS);
    for (const words of source.limits) expect(words).toMatch(/^[A-Z0-9].*\.$/);
    for (const { supported, ...rest } of [source.labels, source.privacyLists]) {
      expect(supported).toBe(false);
      expect(rest).toMatchObject({ reason: expect.stringMatching(/^Genesys Cloud has no .*\.$/) });
    }
  });

  test("sends nothing before it is asked", () => {
    const { fetch, sent, logins } = scripted(() => Response.json({}));
    cloudSource(fetch);
    expect([sent, logins()]).toEqual([[], 0]);
  });

  test("a list of groups is for all calls, a map for those of its divisions and queues", async () => {
    const row = conversation({ conversationEnd: new Date(NOW_MS - 1).toISOString() });
    const { fetch } = scripted(({ path }) =>
      path.endsWith("/query")
        ? Response.json({ conversations: [row], totalHits: 1 })
        : Response.json({ entities: [] }),
    );
    const fileOf = async (accessGroups: unknown) => {
      const source = cloudSource(fetch, { settings: { accessGroups } });
      const page = await source.walk({ fromMs: NOW_MS - DAY_MS, toMs: NOW_MS }, null, signal);
      return { source, file: page.recordings[0]?.recording.mediaFiles[0] };
    };
    const listed = await fileOf(["/Sales"]);
    expect(listed.source).toMatchObject({ defaultAccessGroups: ["/Sales"], unitGroups: null });
    expect(listed.file).toMatchObject({ accessGroups: [], accessUnits: [QUEUE, DIVISION] });
    const mapped = await fileOf({ [QUEUE]: "/Billing", other: ["/None"] });
    expect(mapped.source.defaultAccessGroups).toEqual([]);
    expect(mapped.source.unitGroups?.groupsOf([QUEUE])).toEqual(["/Billing"]);
    expect(mapped.file).toMatchObject({ accessGroups: ["/Billing"] });
  });
});
