import { randomBytes } from "node:crypto";
import { agentKeys } from "@/lib/catalog/agent-keys";
import { getRecordings } from "@/lib/catalog/recordings";
import { reviewedAlready } from "@/lib/catalog/reviews";
import { type Cursor, listIds } from "@/lib/catalog/search";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import type { StoredRecording } from "@/lib/domain/recording";
import {
  agentOfSegments,
  agentsOfCall,
  type CallAgent,
  naturalSegments,
} from "@/lib/domain/reviews/natural-segments";
import type { Assignment, ReviewSegment, Sample } from "@/lib/domain/reviews/review";
import { SHORTEST_SEGMENT_MS } from "@/lib/domain/reviews/review";
import { type Candidate, drawSample } from "@/lib/domain/reviews/sampling";
import type { ServiceContext } from "../context";
import { allowQuery, resolveFilter } from "../recordings/recording-query";

/** A call with the parts of it that are to be reviewed, and whose work they are. */
export type ChosenCall = Readonly<{
  recording: StoredRecording;
  segments: readonly ReviewSegment[];
  agent: CallAgent | null;
}>;

/** What will not be reviewed, and why, in words. */
export type Skipped = Readonly<{ recording: RecordingId; reason: string }>;

export type Chosen = Readonly<{
  calls: readonly ChosenCall[];
  skipped: readonly Skipped[];
  draw: Readonly<{ seed: string; population: number; sample: Sample }> | null;
}>;

/** The most calls that are assigned at once, and that are drawn from. */
const MOST_CALLS = 500;
const MOST_CANDIDATES = 20_000;
const BATCH = 500;

/** The calls and parts that an assignment names, finds or draws, as far as the caller may know them. */
export async function chooseCalls(ctx: ServiceContext, input: Assignment): Promise<Chosen> {
  if (input.segments) return { ...(await named(ctx, input.segments)), draw: null };
  if (input.sample) return drawn(ctx, input, input.sample);
  const ids = input.ids ?? (await idsOf(ctx, { search: input.search, most: MOST_CALLS }));
  const recordings = await readAll(ctx, [...new Set(ids)]);
  const found = recordings.map((recording) => ({ recording, agent: null }));
  const missing = ids.filter((id) => !recordings.some((recording) => recording.id === id));
  const whole = partsOf(found, input.unit);
  return { calls: whole.calls, skipped: [...missing.map(notThere), ...whole.skipped], draw: null };
}

async function named(
  ctx: ServiceContext,
  asked: NonNullable<Assignment["segments"]>,
): Promise<Pick<Chosen, "calls" | "skipped">> {
  const ids = [...new Set(asked.map(({ recording }) => recording))];
  const recordings = await readAll(ctx, ids);
  const calls = recordings.map((recording): ChosenCall => {
    const own = asked.filter((one) => one.recording === recording.id);
    if (
      new Set(own.map(({ mediaKey, startMs, endMs }) => `${mediaKey} ${startMs} ${endMs}`)).size < own.length
    ) {
      throw new AppError("invalid_input", "A segment is named twice.");
    }
    const segments = own.map(({ mediaKey, startMs, endMs, unit }, index): ReviewSegment => {
      const file = recording.mediaFiles.find((one) => one.mediaKey === mediaKey);
      if (!file) throw new AppError("invalid_input", "A segment's mediaKey is not one of its recording.");
      const lastMs = file.durationMs ?? Number.POSITIVE_INFINITY;
      if (startMs + SHORTEST_SEGMENT_MS > lastMs) {
        throw new AppError("out_of_range", "A segment lies beyond the end of the audio.");
      }
      return {
        n: index + 1,
        mediaKey,
        startMs,
        endMs: endMs !== null && endMs >= lastMs ? null : endMs,
        unit,
      };
    });
    return { recording, segments, agent: agentOfSegments(recording, segments) };
  });
  return { calls, skipped: ids.filter((id) => !recordings.some((one) => one.id === id)).map(notThere) };
}

/** Draws by lot, so many calls of each agent; calls reviewed by this scorecard before are not drawn from. */
async function drawn(ctx: ServiceContext, input: Assignment, sample: Sample): Promise<Chosen> {
  const [fromMs, toMs] = [Date.parse(sample.fromTime), Date.parse(sample.toTime)];
  if (toMs <= fromMs) throw new AppError("invalid_input", "The sample's time ends before it begins.");
  const ids = await idsOf(ctx, { search: sample.search, most: MOST_CANDIDATES, fromMs, toMs });
  const done = await reviewedAlready(ctx.scope, ctx.catalog.db, ids, input.scorecard);
  const keyOf = await agentKeys(ctx.catalog.db);
  const agents = new Map<string, CallAgent>();
  const candidates: Candidate[] = [];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH).filter((id) => !done.has(id));
    for (const recording of await getRecordings(ctx.scope, ctx.catalog.db, batch, { labels: false })) {
      if (!recording.mediaFiles.some(({ audio }) => audio === "ready")) continue;
      for (const agent of agentsOfCall(recording)) {
        const agentKey = keyOf(recording.sourceId, agent.key);
        agents.set(agentKey, agent);
        candidates.push({ recordingId: recording.id, agentKey });
      }
    }
  }
  const seed = sample.seed ?? randomBytes(12).toString("base64url");
  const draw = drawSample({ seed, perAgent: sample.perAgent, candidates });
  if (draw.picks.length > MOST_CALLS) throw tooMany(MOST_CALLS);
  const byId = new Map<string, RecordingId>(ids.map((id) => [id, id]));
  const picked = draw.picks.flatMap(({ recordingId, agentKey }) => {
    const id = byId.get(recordingId);
    return id ? [{ id, agent: agents.get(agentKey) ?? null }] : [];
  });
  const recordings = await readAll(
    ctx,
    picked.map(({ id }) => id),
  );
  const found = picked.flatMap(({ id, agent }) => {
    const recording = recordings.find((one) => one.id === id);
    return recording ? [{ recording, agent }] : [];
  });
  return {
    ...partsOf(found, input.unit),
    draw: { seed, population: draw.population, sample: { ...sample, seed } },
  };
}

/** Of each call its media files, or the time of the agent meant (else of the one who was heard most). */
function partsOf(
  found: readonly Readonly<{ recording: StoredRecording; agent: CallAgent | null }>[],
  unit: Assignment["unit"],
): Pick<Chosen, "calls" | "skipped"> {
  const calls: ChosenCall[] = [];
  const skipped: Skipped[] = [];
  for (const { recording, agent: meant } of found) {
    const natural = naturalSegments(recording);
    const files = natural.filter((segment) => segment.unit === "mediaFile");
    const agent = meant ?? agentOfSegments(recording, files);
    const own = natural.filter(
      (segment) => segment.unit === unit && (unit === "mediaFile" || segment.agent?.key === agent?.key),
    );
    if (own.length > 0) calls.push({ recording, agent, segments: own.map(numbered) });
    else
      skipped.push({
        recording: recording.id,
        reason:
          files.length === 0 ? "This call has no audio." : "It is not known when its agent was on the call.",
      });
  }
  return { calls, skipped };
}

function numbered(segment: Omit<ReviewSegment, "n">, index: number): ReviewSegment {
  const { mediaKey, startMs, endMs, unit } = segment;
  // A whole file goes on to its end, wherever that turns out to be.
  return { n: index + 1, mediaKey, startMs, endMs: unit === "mediaFile" ? null : endMs, unit };
}

async function readAll(
  ctx: ServiceContext,
  ids: readonly RecordingId[],
): Promise<readonly StoredRecording[]> {
  return getRecordings(ctx.scope, ctx.catalog.db, ids, { labels: false });
}

async function idsOf(
  ctx: ServiceContext,
  asked: Readonly<{ search: string | undefined; most: number; fromMs?: number; toMs?: number }>,
): Promise<readonly RecordingId[]> {
  const filter = await resolveFilter(ctx, asked.search, {});
  const { fromMs, toMs } = asked;
  const query = await allowQuery(ctx, {
    ...filter,
    ...(fromMs === undefined ? {} : { startTime: Math.max(fromMs, filter.startTime ?? 0) }),
    ...(toMs === undefined ? {} : { startBefore: Math.min(toMs, filter.startBefore ?? toMs) }),
  });
  const ids: RecordingId[] = [];
  let after: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listIds>> = await listIds(
      ctx.scope,
      ctx.catalog.db,
      query,
      after,
      BATCH,
    );
    ids.push(...page.ids);
    if (ids.length > asked.most) throw tooMany(asked.most);
    after = page.next;
  } while (after !== null);
  return ids;
}

function tooMany(most: number): AppError {
  return new AppError(
    "out_of_range",
    `These are more than ${most.toLocaleString("en")} calls. Narrow the search first.`,
  );
}

function notThere(recording: RecordingId): Skipped {
  return { recording, reason: "There is no such recording." };
}
