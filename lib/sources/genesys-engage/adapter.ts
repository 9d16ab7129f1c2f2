import { createHttpClient } from "../http";
import type { EngageSettings } from "../settings-schema";
import {
  type RecordingSource,
  SourceError,
  type SourcePrivacyLists,
  type SourceRecording,
  type SourceTransport,
} from "../source";
import { commaList, type RawRecording } from "./api-types";
import { createEngageClient, type EngageClient, type Setting } from "./client";
import { deleteTruthfully } from "./delete";
import { EngageError } from "./envelope";
import { engageLabels } from "./labels";
import { type MapperOptions, mapRecording } from "./mapper";
import { openMedia } from "./media";
import { readPlayPath } from "./play-path";
import { createEngageSession } from "./session";
import { walkPage } from "./walk";

const DAY_MS = 86_400_000;

const LIMITS: readonly string[] = [
  "A search lists at most 10,000 calls, in pages of 100; longer stretches are fetched in parts.",
  "Where more than 10,000 calls fall into twelve hours, calls much longer than the others may be found only when they are opened.",
  "Searches there may lag behind changes by about a second.",
  "The account must be an administrator at Genesys Engage. One region per address.",
  "Screen recordings are shown as a badge: this API can't play them.",
];

/** A Genesys Engage (Interaction Recording Web Services) server as a source. Nothing is sent before the first call. */
export function createEngageSource(settings: EngageSettings, transport: SourceTransport): RecordingSource {
  const http = createHttpClient({
    title: "Genesys Engage",
    fetch: transport.fetch,
    baseUrl: settings.baseUrl,
    ...transport.http,
  });
  const session = createEngageSession(http, settings);
  const client = createEngageClient(session);
  const mapping: MapperOptions = { sourceId: settings.id, pauseFill: settings.pauseFill };

  return {
    id: settings.id,
    name: settings.name,
    vendor: "genesys-engage",
    defaultAccessGroups: settings.accessGroups,
    unitGroups: null,
    limits: LIMITS,
    syncPlan: {
      syncSeconds: settings.syncSeconds,
      backfillDays: settings.backfillDays,
      windowMs: DAY_MS,
      maxWindowMs: 30 * DAY_MS,
      lagMs: 0,
    },
    check: (signal) => checkAccount(client, signal),
    walk: (window, cursor, signal) => walkPage(client, mapping, window, cursor, signal),
    readById: { supported: true, read: (vendorId, signal) => readWhole(client, mapping, vendorId, signal) },
    async openAudio({ vendorId, vendorRef }, signal) {
      const path = readPlayPath(vendorRef, vendorId);
      if (path === null) throw new SourceError("notFound", "This recording has no audio that can be played.");
      return openMedia(session, path, signal);
    },
    labels: engageLabels(client, transport.now ?? Date.now),
    protection: { supported: true, set: (...given) => setProtection(client, ...given) },
    deletion: {
      supported: true,
      erases: false,
      delete: (vendorId, signal) => deleteTruthfully(client, vendorId, signal),
    },
    live: {
      supported: false,
      reason: "Genesys Engage does not let this API control a call being recorded.",
    },
    privacyLists: {
      supported: true,
      read: async (signal) => privacyListsOf(await client.recordingSettings(signal)),
    },
  };
}

/**
 * Only an administrator there sees unmasked values and may delete, and only one may read the settings: any other answer
 * than 200 means that the account is not what Earmark needs (model.md "Sync").
 */
async function checkAccount(client: EngageClient, signal: AbortSignal): Promise<{ missingPermissions: [] }> {
  try {
    await client.recordingSettings(signal);
    return { missingPermissions: [] };
  } catch (error) {
    if (!(error instanceof EngageError)) throw error;
    const lacksRight = error.statusCode === 5 || ["forbidden", "notFound", "invalid"].includes(error.kind);
    if (!lacksRight) throw error;
    throw new SourceError(
      "refused",
      "Earmark's account is not an administrator at Genesys Engage, or may not read its recording settings.",
    );
  }
}

async function readWhole(
  client: EngageClient,
  mapping: MapperOptions,
  vendorId: string,
  signal: AbortSignal,
): Promise<SourceRecording | null> {
  const raw = await client.recording(vendorId, signal);
  if (raw === null) return null;
  return mapRecording(raw.labels === null ? await withLabels(client, raw, signal) : raw, mapping);
}

/** Labels that were asked for and did not come are asked for by themselves: their absence is not "no labels". */
async function withLabels(
  client: EngageClient,
  raw: RawRecording,
  signal: AbortSignal,
): Promise<RawRecording> {
  try {
    return { ...raw, labels: [...(await client.labels(raw.id, signal))] };
  } catch (error) {
    if (error instanceof SourceError) return raw;
    throw error;
  }
}

/** Idempotent at the vendor; when its answer is not clear, the recording itself tells. */
async function setProtection(
  client: EngageClient,
  vendorId: string,
  on: boolean,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.setNonDelete(vendorId, on, signal);
  } catch (error) {
    if (!(error instanceof SourceError && error.unclear)) throw error;
    const now = await client.recording(vendorId, signal).catch(() => null);
    if (now?.nonDelete !== on) throw error;
  }
}

const AGENT_FIELDS = "metadata.privacy.agent_fields";
const CUSTOMER_FIELDS = "metadata.privacy.customer_fields";

/** Absent = blank = nothing masked (fact sheet §11.3). Throws when what is there can't be understood. */
function privacyListsOf(settings: readonly Setting[] | null): SourcePrivacyLists {
  if (settings === null) throw unreadable();
  return {
    agentFields: fieldsOf(settings, AGENT_FIELDS),
    customerFields: fieldsOf(settings, CUSTOMER_FIELDS),
  };
}

function fieldsOf(settings: readonly Setting[], name: string): string[] {
  return settings
    .filter((setting) => setting.name === name)
    .flatMap(({ value }) => {
      if (value === null) throw unreadable();
      return commaList(value);
    });
}

function unreadable(): SourceError {
  return new SourceError("unreachable", "The privacy settings of Genesys Engage can't be understood.");
}
