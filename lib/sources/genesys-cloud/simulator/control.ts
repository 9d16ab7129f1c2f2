/** The simulator's own endpoints, outside the API: for demos and browser tests, without signing in. */
import { z } from "zod";
import {
  type CommonControl,
  type ControlRoutes,
  commonRoutes,
  json,
  readOptionalBody,
  refused,
} from "@/lib/sources/simulator-kit/control";
import { type CloudSwitchChanges, CloudSwitchChangesSchema } from "./switches";

export type NewLiveCall = Readonly<{
  /** How long ago it began; default a minute. */
  ageMs?: number;
  /** `tel:+…`; default a customer of the directory. */
  customer?: string;
  direction?: "inbound" | "outbound";
  /** Position of the agent in the directory. */
  agent?: number;
  queue?: number;
  recorded?: boolean;
}>;

export type Control = CommonControl<CloudSwitchChanges> &
  Readonly<{
    expireTokens: () => void;
    liveIds: () => readonly string[];
    addLiveCall: (options: NewLiveCall) => string;
    endLiveCall: (id: string) => boolean;
    holdCall: (id: string, on: boolean) => boolean;
    transferCall: (id: string, agent?: number) => boolean;
  }>;

const NewCallSchema = z.strictObject({
  ageMs: z.int().min(0).optional(),
  customer: z.string().min(1).optional(),
  direction: z.enum(["inbound", "outbound"]).optional(),
  agent: z.int().min(0).optional(),
  queue: z.int().min(0).optional(),
  recorded: z.boolean().optional(),
});
const CallSchema = z.strictObject({ id: z.string() });
const HoldSchema = CallSchema.extend({ on: z.boolean() });
const TransferSchema = CallSchema.extend({ agent: z.int().min(0).optional() });

const done = (wasThere: boolean): Response =>
  wasThere ? json(200, { done: true }) : refused(404, "No such live call.");

export const controlRoutes = (control: Control): ControlRoutes => ({
  ...commonRoutes(control, (request) => readOptionalBody(request, CloudSwitchChangesSchema)),
  "POST /expire-tokens": () => {
    control.expireTokens();
    return json(200, { expired: true });
  },
  "GET /live": () => json(200, { ids: control.liveIds() }),
  "POST /live": async (request) =>
    json(200, { id: control.addLiveCall(await readOptionalBody(request, NewCallSchema)) }),
  "POST /live/end": async (request) => {
    const { id } = await readOptionalBody(request, CallSchema);
    return done(control.endLiveCall(id));
  },
  "POST /live/hold": async (request) => {
    const { id, on } = await readOptionalBody(request, HoldSchema);
    return done(control.holdCall(id, on));
  },
  "POST /live/transfer": async (request) => {
    const { id, agent } = await readOptionalBody(request, TransferSchema);
    return done(control.transferCall(id, agent));
  },
});
