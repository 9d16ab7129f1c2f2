import { accessGroupsOf } from "../access-units";
import { orAborted } from "../http";
import type { CloudSettings } from "../settings-schema";
import type { RecordingSource, SourceTransport } from "../source";
import { checkPermissions } from "./check";
import { createCloudClient } from "./client";
import { deleteTruthfully, deletionDateOf } from "./delete";
import { createHistoryJobs } from "./history-job";
import { createKeptConversations } from "./kept";
import { createLiveDesk } from "./live";
import type { Mapping } from "./mapper";
import { openMedia } from "./media";
import { mediaHosts } from "./media-address";
import { createNameBook } from "./names";
import { setProtection } from "./protection";
import { createRateLimiter, type Sleep } from "./rate-limiter";
import { readOne } from "./read-one";
import { createCloudSession } from "./session";
import { createTokens } from "./tokens";
import { walkPage } from "./walk";

const DAY_MS = 86_400_000;

const LIMITS: readonly string[] = [
  "300 requests a minute for one OAuth client; history and late recordings use at most half of them, so that people come first.",
  "Searches give back whole days by the start of the call, 100 calls a page; stretches of more than 7 days are fetched in parts.",
  "Recordings can't be searched: each call is asked for its own. Until then it is listed with its audio as pending.",
  "Audio is made when it is first played: that may take some seconds, and archived audio can't be played.",
  "Deleting sets a date: Genesys Cloud purges the recording some time after it, and not under legal hold.",
  "A live recording can be paused and resumed, not stopped. Live calls are those of the last 24 hours, 100 at most.",
  "Screen recordings are shown as a badge.",
];

/** What tests put in the place of waiting and chance. */
export type CloudParts = Readonly<{ sleep?: Sleep; random?: () => number }>;

/** A Genesys Cloud organisation as a source. Nothing is sent before the first call. */
export function createCloudSource(
  settings: CloudSettings,
  transport: SourceTransport,
  parts: CloudParts = {},
): RecordingSource {
  const now = transport.now ?? Date.now;
  const { random = Math.random, sleep = rest } = parts;
  const limiter = createRateLimiter({ now, random, sleep });
  const tokens = createTokens(settings, transport, now);
  const session = createCloudSession({ apiUrl: settings.apiUrl, transport, tokens, limiter, sleep, random });
  const client = createCloudClient(session);
  const names = createNameBook(session, now);
  const kept = createKeptConversations(now);
  const jobs = createHistoryJobs(session, now);
  const access = accessGroupsOf(settings.accessGroups);
  const mapping: Mapping = {
    sourceId: settings.id,
    pauseFill: settings.pauseFill,
    unitGroups: access.unitGroups,
    now,
  };
  const walking = { client, jobs, names, kept, mapping, sleep };
  const live = createLiveDesk({ client, names, mapping, sourceId: settings.id, now, sleep });
  const hosts = mediaHosts(settings);

  return {
    id: settings.id,
    name: settings.name,
    vendor: "genesys-cloud",
    ...access,
    limits: LIMITS,
    syncPlan: {
      syncSeconds: settings.syncSeconds,
      backfillDays: settings.backfillDays,
      windowMs: DAY_MS,
      maxWindowMs: 7 * DAY_MS,
      lagMs: 0,
    },
    check: (signal) => checkPermissions(session, now(), signal),
    walk: (window, cursor, signal, purpose = "fresh") => walkPage(walking, window, cursor, signal, purpose),
    readById: {
      supported: true,
      read: (vendorId, signal, purpose = "opened") => readOne(walking, vendorId, signal, purpose),
    },
    openAudio: (ref, signal) => openMedia({ client, transport, hosts, now }, ref, signal),
    labels: {
      supported: false,
      reason: "Genesys Cloud has no labels on recordings; Earmark keeps them.",
    },
    protection: {
      supported: true,
      async set(vendorId, on, signal) {
        kept.forget(vendorId);
        await setProtection(client, vendorId, on, signal);
      },
    },
    deletion: {
      supported: true,
      erases: false,
      delete: (vendorId, signal) => deleteTruthfully({ client, now }, vendorId, signal),
      dateOf: (vendorId, signal) => deletionDateOf(client, vendorId, signal),
    },
    live: { supported: true, ...live },
    privacyLists: {
      supported: false,
      reason: "Genesys Cloud has no lists of fields to mask.",
    },
  };
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await orAborted(over, signal).finally(() => clearTimeout(timer));
}
