import { listLiveCalls } from "@/lib/catalog/live-calls";
import type { LiveSource } from "@/lib/domain/answers";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { presentLiveCall } from "@/lib/privacy/present-live";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";

export type LiveAnswer = Readonly<{
  recordings: readonly OutgoingLiveCall[];
  /** Per source: whether its calls are in the answer as they are now, and if not, why, in words. */
  sources: readonly LiveSource[];
}>;

/** Calls being recorded now, newest first, masked for the caller. A silent vendor holds up nobody: it is named instead. */
export async function listLive(ctx: ServiceContext): Promise<LiveAnswer> {
  const able = ctx.sources.all.filter((source) => source.live.supported);
  const answered = await Promise.all(able.map((source) => ctx.liveCalls.refresh(source)));
  const calls = await listLiveCalls(
    ctx.scope,
    ctx.catalog.db,
    able.filter((_, index) => answered[index]).map((source) => source.id),
  );
  const viewer = await loadViewer(
    ctx,
    calls.map((call) => call.recording.sourceId),
  );
  return {
    recordings: calls.map((call) => presentLiveCall(call, viewer)),
    sources: ctx.sources.all.map((source) => {
      const at = able.indexOf(source);
      const named = { id: source.id, name: source.name, vendor: source.vendor };
      if (!source.live.supported) return { ...named, state: "unsupported", message: source.live.reason };
      if (at >= 0 && answered[at]) return { ...named, state: "ok" };
      return {
        ...named,
        state: "unreachable",
        message: `${source.name} does not tell its live calls right now.`,
      };
    }),
  };
}
