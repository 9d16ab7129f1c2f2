/** `POST …/interaction-metadata`: the report of segments (fact sheet §4.1, §4.2). */
import { failures, json, type ValidationError } from "./answers";
import type { Call } from "./routes";
import { isZone, readLocalTime } from "./time-zones";
import { isWithinRetention, reportRow, rowMs, type WireRow } from "./wire";
import type { World } from "./world";

/** A window that reaches closer to now than this is not finished. */
const RECENT_MS = 5 * 60_000;

type Window = Readonly<{ fromMs: number; toMs: number }>;

/** The rows of a window, or the failure that the service would answer. */
export async function interactionMetadata({ world, request }: Call): Promise<Response> {
  if (!world.switches.metadataEnabled || !world.switches.wemAccess) throw failures.forbidden(false);
  if (world.switches.metadataLimited) {
    const { limiter, metadataLimits, switches } = world;
    const waitMs = limiter.take("metadata", metadataLimits, world.now(), switches.perNode);
    if (waitMs > 0) throw failures.tooMany(switches.retryAfter ? Math.ceil(waitMs / 1000) : null);
  }
  return json(200, rowsWithin(world, readWindow(world, await readBody(request))));
}

async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const refused = failures.invalid([{ attributeName: "body", message: "must be a JSON object", value: "" }]);
  let value: unknown;
  try {
    value = JSON.parse(await request.text());
  } catch {
    throw refused;
  }
  if (!isObject(value)) throw refused;
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The window asked for, all of it checked before any of it is refused. */
function readWindow(world: World, body: Readonly<Record<string, unknown>>): Window {
  const { timeInterval, timeZone, segmentEndTime } = body;
  const { maxIntervalSeconds, knownZones } = world.switches;
  const faults: ValidationError[] = [];
  const refuse = (attributeName: string, message: string) =>
    faults.push({ attributeName, message, value: String(body[attributeName] ?? "null") });

  const isKnown = (zone: string) => isZone(zone) && (knownZones?.includes(zone) ?? true);
  const zone = typeof timeZone === "string" && isKnown(timeZone) ? timeZone : null;
  if (zone === null) refuse("timeZone", "must be the name of a time zone");
  const seconds = typeof timeInterval === "number" && Number.isInteger(timeInterval) ? timeInterval : null;
  if (seconds === null || seconds < 1 || seconds > maxIntervalSeconds) {
    refuse("timeInterval", `must be between 1 and ${maxIntervalSeconds}`);
  }
  const anchorMs = typeof segmentEndTime === "string" ? readLocalTime(segmentEndTime, zone ?? "UTC") : null;
  if (anchorMs === null) refuse("segmentEndTime", "must have the format yyyy-MM-dd HH:mm:ss");
  if (anchorMs === null || seconds === null || faults.length > 0) throw failures.invalid(faults);

  const lengthMs = seconds * 1000;
  const fromMs = world.switches.windowAnchor === "start" ? anchorMs : anchorMs - lengthMs;
  if (world.switches.refuseRecent && fromMs + lengthMs > world.now() - RECENT_MS) {
    refuse("segmentEndTime", "the interval must end at least 5 minutes ago");
    throw failures.invalid(faults);
  }
  return { fromMs, toMs: fromMs + lengthMs };
}

function rowsWithin(world: World, { fromMs, toMs }: Window): WireRow[] {
  const nowMs = world.now();
  return world.store.endedWithin(fromMs, toMs, nowMs).flatMap(({ dialog, segment }) => {
    if (nowMs < rowMs(world, segment) || !isWithinRetention(world, segment, nowMs)) return [];
    const row = reportRow(world, dialog, segment, nowMs);
    return segment.twice === true ? [row, row] : [row];
  });
}
