/** The simulator's own endpoints, outside `/v2`: for demos and browser tests, without signing in. */
import {
  type CommonControl,
  type ControlRoutes,
  commonRoutes,
  json,
  readBody,
  refused,
} from "@/lib/sources/simulator-kit/control";
import { type KazooSwitchChanges, KazooSwitchChangesSchema } from "./switches";

export type Control = CommonControl<KazooSwitchChanges> &
  Readonly<{
    expireTokens: () => void;
    /** The live calls with their recordings and masks. */
    readLive: () => unknown;
    addLive: () => string;
    endLive: (uuid: string) => boolean;
    /** Copies at storage providers, with what became of their documents. */
    readProvider: () => unknown;
    readAwkward: () => unknown;
  }>;

export const controlRoutes = (control: Control): ControlRoutes => ({
  ...commonRoutes(control, (request) => readBody(request, KazooSwitchChangesSchema)),
  "POST /expire-tokens": () => {
    control.expireTokens();
    return json(200, { expired: true });
  },
  "GET /live": () => json(200, { calls: control.readLive() }),
  "POST /live": () => json(201, { uuid: control.addLive() }),
  "DELETE /live/*": (_request, uuid) =>
    control.endLive(uuid) ? json(200, { ended: true }) : refused(404, "No such live call."),
  "GET /provider": () => json(200, { copies: control.readProvider() }),
  "GET /awkward": () => json(200, control.readAwkward()),
});
