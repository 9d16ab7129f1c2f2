import { activeReveals } from "@/lib/catalog/reveals";
import { readSettings } from "@/lib/catalog/settings";
import type { SourceId } from "@/lib/domain/ids";
import { seesMaskedFields } from "@/lib/domain/permissions";
import {
  type MaskSet,
  maskSet,
  NOTHING_MASKED,
  type PrivacyLists,
  parseFieldList,
} from "@/lib/privacy/policy";
import type { Viewer } from "@/lib/privacy/viewer";
import type { ServiceContext } from "../context";

export const AGENT_FIELDS = "metadata.privacy.agent_fields";
export const CUSTOMER_FIELDS = "metadata.privacy.customer_fields";

/** The two lists set here. */
export async function ownLists(ctx: Pick<ServiceContext, "catalog">): Promise<PrivacyLists> {
  const settings = await readSettings(ctx.catalog.db, "recording");
  const settingOf = (name: string) => settings.find((setting) => setting.name === name)?.value ?? "";
  return {
    agentFields: parseFieldList(settingOf(AGENT_FIELDS)),
    customerFields: parseFieldList(settingOf(CUSTOMER_FIELDS)),
  };
}

/** What is masked for the caller, source by source: ours and the vendor's lists together; nothing for administrators. */
export async function maskSetsOf(
  ctx: ServiceContext,
  sourceIds: readonly SourceId[],
): Promise<ReadonlyMap<string, MaskSet>> {
  const sets = new Map<string, MaskSet>();
  const seesAll = seesMaskedFields(ctx.actor.role);
  const own = seesAll ? null : await ownLists(ctx);
  for (const sourceId of new Set(sourceIds)) {
    const source = ctx.sources.byId(sourceId);
    if (!own) sets.set(sourceId, NOTHING_MASKED);
    else if (source) sets.set(sourceId, maskSet(own, await ctx.sourceLists.of(sourceId), source.vendor));
    else sets.set(sourceId, maskSet(own, "unreadable", "genesys-engage"));
  }
  return sets;
}

/** What is masked for the caller, for each source there is. */
export async function allMaskSets(ctx: ServiceContext): Promise<readonly MaskSet[]> {
  const sets = await maskSetsOf(
    ctx,
    ctx.sources.all.map((source) => source.id),
  );
  return [...sets.values()];
}

/** The caller as the presenter needs to know them. Revealed fields count only where one recording is opened. */
export async function loadViewer(ctx: ServiceContext, sourceIds: readonly SourceId[]): Promise<Viewer> {
  const sets = await maskSetsOf(ctx, sourceIds);
  const reveals = seesMaskedFields(ctx.actor.role)
    ? []
    : await activeReveals(ctx.catalog.db, ctx.actor.userId, ctx.now());
  return {
    role: ctx.actor.role,
    userId: ctx.actor.userId,
    userName: ctx.actor.name,
    accessGroups: ctx.actor.accessGroups,
    partitions: ctx.actor.partitions,
    maskSetOf(sourceId) {
      const set = sets.get(sourceId);
      if (!set) throw new Error("a recording of a source that the viewer was not loaded for");
      return set;
    },
    revealed(recordingId) {
      const own = reveals.filter((reveal) => reveal.recordingId === recordingId);
      if (own.length === 0) return null;
      return {
        fields: new Set(own.flatMap((reveal) => reveal.fields)),
        untilMs: Math.min(...own.map((reveal) => reveal.untilMs)),
      };
    },
  };
}
