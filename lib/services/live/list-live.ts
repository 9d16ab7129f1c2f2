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
  const { all } = ctx.sources;
  const looks = await Promise.all(all.map((source) => ctx.liveCalls.refresh(source)));
  const calls = await listLiveCalls(
    ctx.scope,
    ctx.catalog.db,
    all.filter((_, index) => looks[index]?.state === "ok").map((source) => source.id),
  );
  const viewer = await loadViewer(
    ctx,
    calls.map((call) => call.recording.sourceId),
  );
  return {
    recordings: calls.map((call) => presentLiveCall(call, viewer)),
    sources: all.map((source, index) => {
      const named = { id: source.id, name: source.name, vendor: source.vendor };
      const look = looks[index];
      if (look?.state === "ok") return { ...named, state: "ok" };
      if (look?.state === "unsupported") return { ...named, state: "unsupported", message: look.words };
      const message = `${source.name} does not tell its live calls right now.`;
      return { ...named, state: "unreachable", message };
    }),
  };
}
