import { accessGroupsOf } from "../access-units";
import { createCallBudget } from "../call-budget";
import { createHttpClient } from "../http";
import type { KazooSettings } from "../settings-schema";
import { type RecordingSource, SourceError, type SourceTransport } from "../source";
import type { RawDocument } from "./api-types";
import { createKazooClient, type KazooClient } from "./client";
import { deleteTruthfully } from "./delete";
import { createDirectory } from "./directory";
import { KazooError } from "./envelope";
import { documentsOf } from "./find";
import { gregorianFrom } from "./gregorian";
import { kazooLabels } from "./labels";
import { kazooLive } from "./live";
import { readRef } from "./map-media";
import { type MapperContext, mapGroup } from "./mapper";
import { openMedia } from "./media";
import { ALL_CALLS, createPace, pacedFetch, WALK_CALLS } from "./paced";
import { createKazooSession } from "./session";
import { reasonOf, unlessGivenUp } from "./waits";
import { walkPage } from "./walk";

const DAY_MS = 86_400_000;
const HOUR_S = 3_600;
/** On 429, which comes without `Retry-After`; also before a GET is tried again (fact sheet §5). */
const BACKOFF_MS = [1_000, 2_000, 4_000];
const MOST_IN_FLIGHT = 4;

const LIMITS: readonly string[] = [
  "A list covers at most 31 days; longer stretches are fetched in parts, at no more than 8 requests a second.",
  "Recordings are listed by when they were stored, which is about when they ended.",
  "The account should be an administrator: some servers show others only their own recordings, and do not say so.",
  "Kazoo does not tell what was masked: masks are known only where they were set here.",
  "A recording that runs over a month's end may be listed by some servers, but not be playable or deletable.",
  "Kazoo holds only names of labels (a-z, 0-9, - and _); all else about labels, and protection, is kept by Earmark.",
  "A live recording can be masked, unmasked and stopped; Kazoo confirms none of it.",
  "Copies of audio at a storage provider are not deleted by Kazoo.",
];
const LABELS_KEPT_HERE = "This server can't hold labels: they are all kept by Earmark.";

/** A 2600Hz Kazoo account (crossbar `recordings`) as a source. Nothing is sent before the first call. */
export function createKazooSource(settings: KazooSettings, transport: SourceTransport): RecordingSource {
  const now = transport.now ?? Date.now;
  const backoffMs = transport.http?.backoffMs ?? BACKOFF_MS;
  const budget = transport.budget ?? createCallBudget();
  const walkPace = createPace(budget, `${settings.id}:walk`, WALK_CALLS);
  const http = createHttpClient({
    title: "Kazoo",
    fetch: pacedFetch(transport.fetch, createPace(budget, `${settings.id}:requests`, ALL_CALLS)),
    baseUrl: settings.baseUrl,
    maxConcurrent: MOST_IN_FLIGHT,
    ...transport.http,
    backoffMs,
  });
  const session = createKazooSession({ http, settings, now, backoffMs });
  const client = createKazooClient(session, settings.accountId);
  const directory = createDirectory(client, now);
  const groups = accessGroupsOf(settings.accessGroups);
  const groupsOf = (units: readonly string[]) => groups.unitGroups?.groupsOf(units) ?? [];
  const labels = kazooLabels(client);
  const live = kazooLive({
    client,
    directory,
    sourceId: settings.id,
    now,
    groupsOf,
    fill: settings.pauseFill ?? "silence",
  });

  async function contextFor(documents: readonly RawDocument[], signal: AbortSignal): Promise<MapperContext> {
    const isOwned = documents.some(({ ownerId }) => ownerId !== null);
    const people = isOwned ? await directory.people(signal) : new Map();
    return { sourceId: settings.id, nowMs: now(), people, groupsOf };
  }

  return {
    id: settings.id,
    name: settings.name,
    vendor: "kazoo",
    ...groups,
    get limits() {
      const learnt = [labels.isRefusedHere() ? LABELS_KEPT_HERE : null, live.whyEmpty()];
      return [...LIMITS, ...learnt.filter((words) => words !== null)];
    },
    syncPlan: {
      syncSeconds: settings.syncSeconds,
      backfillDays: settings.backfillDays,
      windowMs: DAY_MS,
      maxWindowMs: 30 * DAY_MS,
      lagMs: 0,
    },
    check: (signal) => checkAccount(client, now, signal),
    async walk(window, cursor, signal) {
      if (signal.aborted) throw reasonOf(signal);
      await unlessGivenUp(walkPace(signal), signal);
      return walkPage(client, contextFor, window, cursor, signal);
    },
    readById: {
      supported: true,
      async read(vendorId, signal) {
        const documents = await documentsOf(client, vendorId, signal, { audio: true });
        if (documents.length === 0) return null;
        return mapGroup(vendorId, documents, "all", await contextFor(documents, signal));
      },
    },
    async openAudio({ vendorId, vendorRef }, signal) {
      const documentId = readRef(vendorRef, vendorId);
      if (documentId === null) throw new SourceError("notFound", "This recording has no such audio.");
      return openMedia({ session, client, accountId: settings.accountId, now }, documentId, signal);
    },
    labels,
    protection: { supported: false, reason: "Kazoo can't protect recordings; Earmark does it instead." },
    deletion: {
      supported: true,
      erases: true,
      delete: (vendorId, signal, options) =>
        deleteTruthfully(client, vendorId, options?.erase ?? false, signal),
    },
    live,
    privacyLists: { supported: false, reason: "Kazoo has no list of fields to mask." },
  };
}

/** Whether recordings can be listed at all. Kazoo tells no permissions: an account may do everything there or nothing. */
async function checkAccount(
  client: KazooClient,
  now: () => number,
  signal: AbortSignal,
): Promise<{ missingPermissions: [] }> {
  const to = gregorianFrom(now());
  try {
    await client.list({ createdFrom: to - HOUR_S, createdTo: to, startKey: null, pageSize: 1 }, signal);
    return { missingPermissions: [] };
  } catch (error) {
    if (!(error instanceof KazooError && ["invalid", "unsupported"].includes(error.kind))) {
      throw error;
    }
    throw new SourceError(
      "refused",
      "Kazoo does not let Earmark's account list the recordings of this account.",
    );
  }
}
