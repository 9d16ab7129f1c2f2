/** Notification channels and their subscriptions (§9.4). The WebSocket behind `connectUri` is not simulated. */
import { z } from "zod";
import { empty, failures, json } from "./answers";
import { queueById } from "./directory";
import { type Ctx, needAny, type Route } from "./route";
import { iso } from "./wire";
import type { Caller, World } from "./world";

const MOST_CHANNELS = 20;
const MOST_TOPICS = 1_000;
const CHANNEL_LIFE_MS = 86_400_000;

export type Channel = {
  readonly id: string;
  readonly clientId: string;
  readonly expiresMs: number;
  usedMs: number;
  topics: readonly string[];
};

type Topic = Readonly<{ id: string; permission: string; hasQueue: boolean }>;

const TOPICS: readonly Topic[] = [
  { id: "v2.routing.queues.{id}.conversations", permission: "routing:queue:view", hasQueue: true },
  { id: "v2.routing.queues.{id}.conversations.calls", permission: "routing:queue:view", hasQueue: true },
];

type Verdict = Readonly<{
  id: string;
  state: "Permitted" | "Rejected";
  rejectionReason?: string;
  missingPermissions?: readonly string[];
}>;

function judge(caller: Caller, id: string): Verdict {
  const match = /^v2\.routing\.queues\.([^.]+)\.(conversations(?:\.calls)?)$/.exec(id);
  const topic = TOPICS.find((one) => one.id === `v2.routing.queues.{id}.${match?.[2] ?? ""}`);
  const rejected = (rejectionReason: string, missing: readonly string[] = []): Verdict => ({
    id,
    state: "Rejected",
    rejectionReason,
    ...(missing.length === 0 ? {} : { missingPermissions: missing }),
  });
  if (topic === undefined) return rejected("The topic is not known.");
  if (!caller.may(topic.permission)) return rejected("Permissions are missing.", [topic.permission]);
  const queue = queueById(match?.[1] ?? "");
  if (queue === null || !caller.sees([queue.divisionId])) return rejected("The queue was not found.");
  return { id, state: "Permitted" };
}

/** Channels of the caller that live; the longest unused goes when a further one is made. */
function channelsOf(world: World, caller: Caller): Channel[] {
  const nowMs = world.now();
  return [...world.jobs.channels.values()].filter(
    (channel) => channel.clientId === caller.client.clientId && channel.expiresMs > nowMs,
  );
}

const show = (channel: Channel) => ({
  id: channel.id,
  connectUri: `wss://streaming.sim.example/channels/${channel.id}`,
  expires: iso(channel.expiresMs),
});

function create({ world, caller }: Ctx): Response {
  const own = channelsOf(world, caller).sort((a, b) => a.usedMs - b.usedMs);
  if (own.length >= MOST_CHANNELS && own[0] !== undefined) world.jobs.channels.delete(own[0].id);
  const nowMs = world.now();
  const channel: Channel = {
    id: `streaming-0-${world.newId()}`,
    clientId: caller.client.clientId,
    expiresMs: nowMs + CHANNEL_LIFE_MS,
    usedMs: nowMs,
    topics: [],
  };
  world.jobs.channels.set(channel.id, channel);
  return json(200, show(channel));
}

function channelOf({ world, caller, params }: Ctx): Channel {
  const channel = channelsOf(world, caller).find((one) => one.id === params[0]);
  if (channel === undefined) throw failures.notFound(params[0] ?? "");
  channel.usedMs = world.now();
  return channel;
}

const TopicsSchema = z.array(z.looseObject({ id: z.string() }));

/** Takes what is permitted. Without `ignoreErrors=true` one rejected topic fails the whole call. */
async function subscribe(ctx: Ctx, keepsOld: boolean): Promise<Response> {
  const channel = channelOf(ctx);
  const ids = [...new Set((await ctx.body(TopicsSchema)).map((topic) => topic.id))];
  const verdicts = ids.map((id) => judge(ctx.caller, id));
  if (ctx.query.get("ignoreErrors") !== "true") {
    for (const { missingPermissions } of verdicts) needAny(ctx.caller, missingPermissions ?? []);
    const rejected = verdicts.find((one) => one.state === "Rejected");
    if (rejected !== undefined) throw failures.badRequest("A topic was rejected.", "invalid.value");
  }
  const permitted = verdicts.filter((one) => one.state === "Permitted").map((one) => one.id);
  const topics = [...new Set([...(keepsOld ? channel.topics : []), ...permitted])];
  if (topics.length > MOST_TOPICS) throw failures.badRequest(`A channel takes ${MOST_TOPICS} topics.`);
  channel.topics = topics;
  return json(200, { entities: verdicts });
}

const channel = "/notifications/channels/{}";
const family = "notifications" as const;

export const NOTIFICATION_ROUTES: readonly Route[] = [
  { method: "POST", path: "/notifications/channels", family, handle: create },
  {
    method: "GET",
    path: "/notifications/channels",
    family,
    handle: ({ world, caller }) => json(200, { entities: channelsOf(world, caller).map(show) }),
  },
  {
    method: "HEAD",
    path: channel,
    family,
    handle: (ctx) => {
      channelOf(ctx);
      return empty(200);
    },
  },
  {
    method: "GET",
    path: `${channel}/subscriptions`,
    family,
    handle: (ctx) => json(200, { entities: channelOf(ctx).topics.map((id) => ({ id, state: "Permitted" })) }),
  },
  { method: "PUT", path: `${channel}/subscriptions`, family, handle: (ctx) => subscribe(ctx, false) },
  { method: "POST", path: `${channel}/subscriptions`, family, handle: (ctx) => subscribe(ctx, true) },
  {
    method: "DELETE",
    path: `${channel}/subscriptions`,
    family,
    handle: (ctx) => {
      channelOf(ctx).topics = [];
      return empty(204);
    },
  },
  {
    method: "GET",
    path: "/notifications/availabletopics",
    family,
    handle: () =>
      json(200, {
        entities: TOPICS.map((topic) => ({
          id: topic.id,
          description: "Conversations of a queue.",
          requiresPermissions: [topic.permission],
          topicParameters: topic.hasQueue ? ["id"] : [],
          transports: ["Websockets"],
        })),
      }),
  },
];
