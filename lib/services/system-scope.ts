import type { Scope } from "@/lib/domain/access";

/** For work that no person sees the result of: sync, read-through, jobs' bookkeeping, settling after a restart. */
export const SYSTEM_SCOPE: Scope = { kind: "system" };
