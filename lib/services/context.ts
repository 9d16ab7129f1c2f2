import type { Logger } from "pino";
import type { Spool } from "@/lib/audio/spool";
import type { Catalog } from "@/lib/catalog/client";
import type { Scope } from "@/lib/domain/access";
import type { Actor } from "@/lib/domain/actor";
import type { SourceRegistry } from "@/lib/sources/source";
import type { AuditKeys } from "./audit-keys";
import type { LiveCalls } from "./live/live-calls";
import type { Listening } from "./playback/listening";
import type { PeaksMaker } from "./playback/peaks-maker";
import type { SourceLists } from "./privacy/source-lists";
import type { ReadThrough } from "./recordings/read-through";

/** The parts of one running server, built once by `runtime.ts`. */
export type Runtime = Readonly<{
  catalog: Catalog;
  sources: SourceRegistry;
  sourceLists: SourceLists;
  readThrough: ReadThrough;
  spool: Spool;
  peaksMaker: PeaksMaker;
  listening: Listening;
  liveCalls: LiveCalls;
  auditKeys: AuditKeys;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  demo: boolean;
  /** Name of this process among several app servers, for leases. */
  owner: string;
}>;

/** How a request reached us. `address` is the client's, behind as many proxies as EARMARK_TRUST_PROXY says. */
export type RequestInfo = Readonly<{
  id: string;
  address: string;
  userAgent: string | null;
  via: "session" | "basic" | "none";
}>;

/** First argument of every service: who asks, with what rights, over which parts. */
export type ServiceContext = Runtime &
  Readonly<{
    actor: Actor;
    scope: Scope;
    request: RequestInfo;
    /** Aborted when the client leaves. Changing vendor calls never follow it: what was begun is finished. */
    signal: AbortSignal;
  }>;
