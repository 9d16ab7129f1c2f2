import { searchRecordings } from "@/lib/catalog/search";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { maskSet, parseFieldList } from "@/lib/privacy/policy";
import { presentRecording } from "@/lib/privacy/present";
import type { ServiceContext } from "../context";

/** Of the newest calls the first that has both numbers: one without would show nothing of what is masked. */
const LOOKED_AT = 50;

/** One of the newest recordings as a supervisor would see it with these lists, before they are saved. Null without any. */
export async function previewPrivacy(
  ctx: ServiceContext,
  lists: Readonly<{ agentFields: string; customerFields: string }>,
): Promise<OutgoingRecording | null> {
  const page = await searchRecordings(ctx.scope, ctx.catalog.db, {
    filter: {},
    restrictions: { excludedSources: [], hiddenDataKeys: {} },
    page: { limit: LOOKED_AT, offset: 0, after: null },
  });
  const recording =
    page.recordings.find((one) => one.callerPhoneNumber !== null && one.dialedPhoneNumber !== null) ??
    page.recordings[0];
  const source = recording ? ctx.sources.of(recording.id) : null;
  if (!recording || !source) return null;
  const own = {
    agentFields: parseFieldList(lists.agentFields),
    customerFields: parseFieldList(lists.customerFields),
  };
  const set = maskSet(own, await ctx.sourceLists.of(source.id), source.vendor);
  return presentRecording(
    recording,
    {
      role: "supervisor",
      userId: "",
      userName: "",
      accessGroups: ctx.actor.accessGroups,
      partitions: ctx.actor.partitions,
      maskSetOf: () => set,
      revealed: () => null,
    },
    { labels: true, allowReveal: false },
  );
}
