/** Everything the endpoints share. */
import type { CallLimit } from "../../source";
import type { Limiter } from "./limits";
import type { LiveCalls } from "./live-calls";
import type { RingcxAgent } from "./people";
import type { Store } from "./store";
import type { RingcxSwitches } from "./switches";
import type { Tokens } from "./tokens";

export type World = {
  readonly store: Store;
  readonly live: LiveCalls;
  readonly tokens: Tokens;
  readonly limiter: Limiter;
  readonly switches: RingcxSwitches;
  readonly agents: RingcxAgent[];
  readonly metadataLimits: readonly CallLimit[];
  readonly rcAccountId: string;
  readonly subAccountId: string;
  readonly baseUrl: string;
  /** The server's clock, skew included. */
  now: () => number;
  /** Calls with a valid token, for `unauthorizedAfterCalls`. */
  signedInCalls: number;
  /** 401s about expired tokens so far: the spelling takes turns. */
  expiredAnswers: number;
};
