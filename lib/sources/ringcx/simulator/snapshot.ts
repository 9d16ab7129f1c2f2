/** What clients and hooks have changed, as JSON that can be kept between starts. */
import { z } from "zod";
import type { LiveCall } from "./live-call";
import type { RingcxAgent } from "./people";

const LiveCallSchema: z.ZodType<LiveCall> = z.object({
  uii: z.string(),
  hexDigits: z.string(),
  number: z.number(),
  startMs: z.number(),
  endMs: z.number().nullable(),
  customer: z.string(),
  origination: z.enum(["INBOUND", "OUTBOUND"]),
  queueId: z.number(),
  callState: z.string(),
  archive: z.boolean(),
  legs: z.array(z.object({ agentNumber: z.number(), fromMs: z.number() })),
  toggles: z.array(z.object({ atMs: z.number(), record: z.boolean() })),
});

const AgentSchema: z.ZodType<RingcxAgent> = z.object({
  agentId: z.number(),
  rcUserId: z.number(),
  agentGroupId: z.number(),
  firstName: z.string(),
  lastName: z.string(),
  userName: z.string(),
  isActive: z.boolean(),
});

export const RingcxSnapshotSchema = z.object({
  version: z.literal(1),
  live: z.object({ added: z.int().min(0), calls: z.array(LiveCallSchema) }),
  agents: z.array(AgentSchema),
});

/** Fits any simulator of the same seed, base time and kind of live calls. */
export type RingcxSnapshot = z.infer<typeof RingcxSnapshotSchema>;
