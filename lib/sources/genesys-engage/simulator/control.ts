/** The simulator's own endpoints, outside `/api/v2`: for demos and browser tests, without signing in. */
import {
  type CommonControl,
  type ControlRoutes,
  commonRoutes,
  json,
  readBody,
} from "@/lib/sources/simulator-kit/control";
import { type EngageSwitchChanges, EngageSwitchChangesSchema } from "./switches";

export type Control = CommonControl<EngageSwitchChanges> & Readonly<{ expireSessions: () => void }>;

export const controlRoutes = (control: Control): ControlRoutes => ({
  ...commonRoutes(control, (request) => readBody(request, EngageSwitchChangesSchema)),
  "POST /expire-sessions": () => {
    control.expireSessions();
    return json(200, { expired: true });
  },
});
