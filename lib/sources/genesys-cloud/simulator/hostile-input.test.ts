/** Whatever a client sends, the platform answers: no request makes the simulator fall over. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { recordingIdOf } from "./draft";
import { spokenId } from "./index";
import { ROUTES } from "./routes";
import { testClient } from "./test-client";

const BILLING = spokenId("billing-dispute");
const parts = fc.oneof(
  fc.constantFrom(BILLING, recordingIdOf(BILLING, 0), "jobs", "%", "..%2f", "a".repeat(300)),
  fc.string({ unit: "grapheme", minLength: 1 }),
);
const texts = fc.oneof(
  fc.constantFrom(
    "true",
    "0",
    "-1",
    "1e9",
    "NaN",
    "WAV",
    "9999-12-31T23:59:59.999Z",
    "0000-01-01T00:00:00Z",
    "ALL",
  ),
  fc.constantFrom(
    "2026-11-16T00:00:00.000Z/2026-11-17T00:00:00.000Z",
    "2026-11-16T00:00:00Z/9999-01-01T00:00:00Z",
  ),
  fc.string(),
);
const names = fc.constantFrom(
  ..."formatId mediaFormats maxWaitMs id state pageSize pageNumber cursor protect retentionThresholdDays ignoreErrors fileName".split(
    " ",
  ),
);
const fields = fc.constantFrom(
  ..."interval order paging pageSize pageNumber segmentFilters conversationFilters type predicates clauses dimension value range".split(
    " ",
  ),
  ..."deleteDate archiveDate archiveMedium conversationIds recordingState recording externalTag attributes description".split(
    " ",
  ),
  ..."location action actionAge actionDate conversationQuery batchDownloadRequestList id filter detailMetrics state".split(
    " ",
  ),
);
const { value: bodies } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    texts,
    fc.double(),
    fc.constantFrom(null, true, false),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fields, tie("value"), { maxKeys: 5 }),
  ),
}));

test("every route answers everything below 500, in JSON or with nothing", async () => {
  const { simulator, send } = testClient({ calls: 20 });
  simulator.switches.ratePerMinute = null;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ROUTES.filter((route) => route.method !== "DELETE" || route.path !== "/tokens/me")),
      fc.infiniteStream(parts),
      fc.dictionary(names, texts, { maxKeys: 4 }),
      bodies,
      async (route, params, query, body) => {
        const path = route.path.replaceAll("{}", () => encodeURIComponent(String(params.next().value)));
        const hasBody = route.method !== "GET" && route.method !== "HEAD";
        const response = await send(`/api/v2${path}?${new URLSearchParams(query)}`, {
          method: route.method,
          ...(hasBody ? { body: JSON.stringify(body) ?? "null" } : {}),
        });
        const text = await response.text();
        expect(response.status).toBeLessThan(500);
        if (text !== "") JSON.parse(text);
        if (response.status >= 400 && route.method !== "HEAD") {
          expect(JSON.parse(text)).toMatchObject({ status: response.status, code: expect.any(String) });
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test("no address makes it fall over, signed or not", async () => {
  const { simulator } = testClient({ calls: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.webPath(),
      fc.constantFrom("cloud.sim.example", "downloads.sim.example"),
      async (path, host) => {
        for (const before of [
          "",
          "/MediaCache",
          "/api/v2",
          "/platform/api/v2/conversations",
          "/simulator",
          "/oauth/token",
        ]) {
          const response = await simulator.fetch(new Request(`http://${host}${before}${path}`));
          expect(response.status).toBeLessThan(500);
          await response.body?.cancel();
        }
      },
    ),
    { numRuns: 200 },
  );
});
