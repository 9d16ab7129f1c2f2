import { expect, test } from "vitest";
import { expired, MINUTE_MS, NOW_MS, ringcxSource, scripted, signal } from "./test-kit";

const LIMITS = [
  { calls: 2, seconds: 60 },
  { calls: 9, seconds: 900 },
];
const METADATA = /interaction-metadata$/;

/** A vendor on a clock of its own, which notes when each metadata call arrives. */
function vendor(options: Readonly<{ signInMs: number; travelMs: (call: number) => number }>) {
  const clock = { ms: NOW_MS };
  const arrivals: number[] = [];
  const state = { refuses: 0 };
  const { fetch } = scripted((sent) => {
    if (METADATA.test(sent.path)) {
      clock.ms += options.travelMs(arrivals.length);
      arrivals.push(clock.ms);
      if (state.refuses > 0) {
        state.refuses -= 1;
        return expired();
      }
      return Response.json([]);
    }
    if (sent.path === "/restapi/oauth/token") {
      clock.ms += options.signInMs;
      return Response.json({ access_token: "platform", expires_in: 3_600 });
    }
    if (/accesstoken$|refresh$/.test(sent.path)) {
      return Response.json({ accessToken: "access", refreshToken: "refresh", tokenType: "Bearer" });
    }
    return Response.json([]);
  });
  const source = ringcxSource(fetch, {
    settings: { metadataLimits: LIMITS },
    now: () => clock.ms,
    parts: {
      pause: async (ms) => {
        clock.ms += ms;
      },
    },
  });
  const walk = async () => {
    const window = { fromMs: clock.ms - 60 * MINUTE_MS, toMs: clock.ms - 20 * MINUTE_MS };
    await source.walk(window, null, signal).catch((error: { retryAfterMs?: number | null }) => {
      clock.ms += error.retryAfterMs ?? 0;
    });
  };
  return { arrivals, state, walk };
}

function expectKept(arrivals: readonly number[]): void {
  for (const { calls, seconds } of LIMITS) {
    arrivals.slice(calls).forEach((atMs, index) => {
      expect(atMs - (arrivals[index] ?? 0)).toBeGreaterThanOrEqual(seconds * 1_000);
    });
  }
}

test("signing in and a slow way do not bring the calls closer together than the vendor's limits", async () => {
  const { arrivals, walk } = vendor({ signInMs: 7_000, travelMs: (call) => (call % 2 === 0 ? 1_900 : 10) });
  for (let turn = 0; turn < 40; turn += 1) await walk();
  expect(arrivals.length).toBeGreaterThan(18);
  expectKept(arrivals);
});

test("a call that met a spent token counts, and so does its repetition", async () => {
  const { arrivals, state, walk } = vendor({ signInMs: 10, travelMs: () => 10 });
  for (let turn = 0; turn < 40; turn += 1) {
    state.refuses = turn % 3 === 0 ? 1 : 0;
    await walk();
  }
  expect(arrivals.length).toBeGreaterThan(18);
  expectKept(arrivals);
});
