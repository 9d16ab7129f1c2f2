import { setTimeout as delay } from "node:timers/promises";
import { accessGroupsOf } from "../access-units";
import { createCallBudget } from "../call-budget";
import { createHttpClient } from "../http";
import type { RingcxSettings } from "../settings-schema";
import type { RecordingSource, SourceTransport, SyncPlan, Unsupported } from "../source";
import { createAgentDirectory } from "./agents";
import { checkAccount } from "./check";
import { createRingcxClient } from "./client";
import { CHOSEN, INTERVALS_SECONDS, LAG_MS, OVERLAP_MS, type RingcxChoices } from "./config";
import { createLimiter, createMetadataGate, type Pause } from "./limiter";
import { listLive, setLive } from "./live";
import { createLogin } from "./login";
import { mapSegments } from "./mapper";
import { openMedia } from "./media";
import { createMetadataCalls } from "./metadata-calls";
import { createPaths } from "./paths";
import { createRingcxSession, fixedToken, renewedTokens } from "./session";
import { createWalk } from "./walk";

const LIMITS: readonly string[] = [
  "Calls of the last 15 minutes are not in yet.",
  "Late changes there are seen within two hours, and for a day once a night.",
  "History comes slowly: RingCX answers nine questions for calls in 15 minutes, for everybody who uses the account.",
  "RingCX can't be asked for one call, so an opened call may be an hour old.",
  "Nothing can be deleted: how long RingCX keeps recordings is a setting of the account there.",
  "Labels, comments and protection are kept by Earmark.",
  "Whether a live call is being recorded can't be read; RingCX is only asked to record or not to.",
  "No queue is shown, since RingCX does not tell it. Which number is the customer's is a guess.",
];

const HOUR_MS = 3_600_000;

/** What tests and other deployments may replace: what the vendor leaves open, chance, and waiting. */
export type RingcxParts = Readonly<{
  choices?: Partial<RingcxChoices>;
  random?: () => number;
  pause?: Pause;
}>;

/** A RingCX sub-account as a source. Nothing is sent before the first call. */
export function createRingcxSource(
  settings: RingcxSettings,
  transport: SourceTransport,
  { choices, random = Math.random, pause = wait }: RingcxParts = {},
): RecordingSource {
  const chosen: RingcxChoices = { ...CHOSEN, ...choices };
  const now = transport.now ?? Date.now;
  const http = { title: "RingCX", fetch: transport.fetch, baseUrl: settings.baseUrl, ...transport.http };
  const ringcx = createHttpClient(http);
  const platform = createHttpClient({ ...http, title: "RingCentral", baseUrl: settings.platformUrl });
  const pathOf = createPaths(settings);
  const limiter = createLimiter({
    budget: transport.budget ?? createCallBudget(now),
    sourceId: settings.id,
    pause,
  });
  const tokens =
    settings.accessToken === undefined
      ? renewedTokens(createLogin({ ringcx, platform, credentials: settings, pathOf, limiter, now }), now)
      : fixedToken(settings.accessToken);
  const session = createRingcxSession(ringcx, tokens);
  const client = createRingcxClient({ session, limiter, pathOf, subAccountId: settings.subAccountId });
  const gate = createMetadataGate({
    limiter,
    limits: settings.metadataLimits,
    syncSeconds: settings.syncSeconds,
    now,
    random,
    pause,
  });
  const metadata = createMetadataCalls(client, gate, now);
  const directory = createAgentDirectory(client, now);
  const groups = accessGroupsOf(settings.accessGroups);
  const mapping = {
    sourceId: settings.id,
    addressModel: chosen.addressModel,
    fill: settings.pauseFill ?? chosen.pauseFill,
    groupsOf: (units: readonly string[]) => groups.unitGroups?.groupsOf(units) ?? [],
  };

  return {
    id: settings.id,
    name: settings.name,
    vendor: "ringcx",
    ...groups,
    limits: LIMITS,
    syncPlan: syncPlanOf(settings),
    check: (signal) => checkAccount(client, metadata, signal),
    walk: createWalk({
      calls: metadata,
      timeZone: settings.timeZone,
      direction: chosen.windowDirection,
      now,
      recordingsOf: async (segments, signal) =>
        mapSegments(segments, await directory.names(signal), now(), mapping),
    }),
    readById: unsupported("RingCX can't be asked for one call, only for stretches of time."),
    openAudio: (ref, signal) => openMedia(client, ref, now(), signal),
    labels: unsupported("RingCX has no labels. Earmark keeps them."),
    protection: unsupported("RingCX has no protection from deletion. Earmark keeps its own."),
    deletion: unsupported(
      "RingCX can't delete recordings: how long they are kept is a setting of the account there.",
    ),
    live: {
      supported: true,
      list: (signal) => listLive(client, settings.id, signal),
      set: (vendorLiveId, status, signal) => setLive(client, vendorLiveId, status, signal),
    },
    privacyLists: unsupported("RingCX has no privacy lists of its own."),
  };
}

/**
 * The figures that fit nine answers in a quarter of an hour (fact sheet §4.7). A fast pass is one call: what has ended since
 * the last one, and a quarter of an hour more, for a server whose clock is behind ours. The hourly one looks at each stretch
 * once more when it is an hour old: passes come up to an hour apart, and two hours are one call. The nightly day is nine
 * calls. Beside three fast ones that is more than a quarter of an hour allows, so once a night new calls come up to a quarter
 * of an hour later; the 48 hours and 30 days of other vendors would hold them up for half an hour and for seven hours.
 */
function syncPlanOf({ syncSeconds, backfillDays }: RingcxSettings): SyncPlan {
  // Two seconds short, since calls go by whole seconds: a window and its overlap stay one call.
  const windowMs = INTERVALS_SECONDS[0] * 1_000 - OVERLAP_MS - 2_000;
  return {
    syncSeconds,
    backfillDays,
    windowMs,
    maxWindowMs: windowMs,
    lagMs: LAG_MS,
    reachMs: { fast: 15 * 60_000, hourly: 2 * HOUR_MS, nightly: 24 * HOUR_MS },
  };
}

function unsupported(reason: string): Unsupported {
  return { supported: false, reason };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}
