/** Live calls as analytics observe them: per queue, in detail or as activity (§9.3). */
import { z } from "zod";
import { failures, json } from "./answers";
import { CLOUD_QUEUES, userAt } from "./directory";
import { sessionIdOf } from "./draft";
import { type LiveSpec, type LiveState, liveQueue, liveState } from "./live-calls";
import type { Ctx, Route } from "./route";
import { iso } from "./wire";
import type { Caller, World } from "./world";

const METRIC = "oInteracting";

const BodySchema = z.looseObject({
  filter: z.unknown().optional(),
  metrics: z.array(z.unknown()).nullish(),
  detailMetrics: z.array(z.string()).nullish(),
});

type LiveRow = Readonly<{ spec: LiveSpec; state: LiveState }>;

/** Live calls that the caller sees and that analytics know of by now. */
function liveRows(world: World, caller: Caller): LiveRow[] {
  const nowMs = world.now();
  const knownMs = nowMs - world.switches.analyticsLagMs;
  return world.live
    .current(knownMs)
    .map((spec) => ({
      spec,
      state: liveState(spec, world.live.actsOf(spec.id), world.live.endOf(spec), knownMs),
    }))
    .filter(({ spec, state }) => state.isLive && caller.sees([liveQueue(spec).divisionId]));
}

/** Queue ids named anywhere in the filter; none = all queues. */
function queueIds(filter: unknown): ReadonlySet<string> {
  const text = JSON.stringify(filter ?? {});
  return new Set(CLOUD_QUEUES.map((queue) => queue.id).filter((id) => text.includes(id)));
}

function detailsOf({ spec, state }: LiveRow): Record<string, unknown> {
  const user = userAt(state.userNth);
  return {
    conversationId: spec.id,
    sessionId: sessionIdOf(spec.id, 3),
    userId: user.id,
    participantName: user.name,
    direction: spec.direction,
    ani: spec.direction === "inbound" ? spec.customer : spec.called,
    dnis: spec.direction === "inbound" ? spec.called : spec.customer,
  };
}

function grouped(ctx: Ctx, filter: unknown): { queueId: string; rows: LiveRow[] }[] {
  const wanted = queueIds(filter);
  const rows = liveRows(ctx.world, ctx.caller);
  return CLOUD_QUEUES.filter(
    (queue) => ctx.caller.sees([queue.divisionId]) && (wanted.size === 0 || wanted.has(queue.id)),
  ).map((queue) => ({ queueId: queue.id, rows: rows.filter(({ spec }) => liveQueue(spec).id === queue.id) }));
}

async function observations(ctx: Ctx): Promise<Response> {
  const body = await ctx.body(BodySchema);
  if (body.filter === undefined) throw failures.badRequest("A filter is needed.");
  const withDetails = body.detailMetrics?.includes(METRIC) ?? false;
  return json(200, {
    results: grouped(ctx, body.filter).map(({ queueId, rows }) => ({
      group: { queueId, mediaType: "voice" },
      data: [
        {
          metric: METRIC,
          stats: { count: rows.length },
          ...(withDetails
            ? {
                truncated: false,
                observations: rows.map((row) => ({
                  observationDate: iso(row.spec.startMs),
                  ...detailsOf(row),
                })),
              }
            : {}),
        },
      ],
    })),
  });
}

async function activity(ctx: Ctx): Promise<Response> {
  const body = await ctx.body(BodySchema);
  return json(200, {
    entityIdDimension: "conversationId",
    results: grouped(ctx, body.filter)
      .filter(({ rows }) => rows.length > 0)
      .map(({ queueId, rows }) => ({
        group: { queueId },
        data: [{ metric: METRIC, count: rows.length, entityIds: rows.map(({ spec }) => spec.id) }],
        truncated: false,
        entities: rows.map((row) => ({
          activityDate: iso(row.spec.startMs),
          metric: METRIC,
          mediaType: "voice",
          queueId,
          ...detailsOf(row),
        })),
      })),
  });
}

const anyOf = ["analytics:queueObservation:view"];

export const OBSERVATION_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/analytics/queues/observations/query",
    family: "live",
    anyOf,
    handle: observations,
  },
  {
    method: "POST",
    path: "/analytics/conversations/activity/query",
    family: "live",
    anyOf,
    handle: activity,
  },
];
