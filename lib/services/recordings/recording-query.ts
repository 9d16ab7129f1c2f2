import { type MatchRestrictions, SECRET_FIELDS, type SecretField } from "@/lib/catalog/search";
import { getSearch } from "@/lib/catalog/searches";
import { AppError } from "@/lib/domain/errors";
import type { SourceId } from "@/lib/domain/ids";
import { seesMaskedFields } from "@/lib/domain/permissions";
import { MASKABLE_PARAMETERS, type RecordingFilter } from "@/lib/domain/recording-filter";
import { blockedParameters, hiddenDataKeys, masksNumbers, tellsNumber } from "@/lib/privacy/policy";
import type { ServiceContext } from "../context";
import { maskSetsOf } from "../privacy/load-viewer";

/** A filter that the caller may run, and what of it each source must not match. */
export type AllowedQuery = Readonly<{
  filter: RecordingFilter;
  restrictions: MatchRestrictions;
  /** Sources left out because a field of the search is masked there. */
  maskedSources: ReadonlySet<string>;
}>;

/** The filter of a stored search with the request's own parameters over it; not_found for an unknown id. */
export async function resolveFilter(
  ctx: ServiceContext,
  searchId: string | undefined,
  own: RecordingFilter,
): Promise<RecordingFilter> {
  if (searchId === undefined) return own;
  const stored = await getSearch(ctx.catalog.db, searchId);
  if (!stored) throw new AppError("not_found", "There is no such search.");
  return { ...stored.filter, ...own };
}

/**
 * Holds a search against masking (contract §3): a field masked in every source asked is forbidden; a source where it is
 * masked drops out; masked attached-data keys never match.
 */
export async function allowQuery(ctx: ServiceContext, filter: RecordingFilter): Promise<AllowedQuery> {
  const asked = ctx.sources.all.filter(
    (source) => filter.source === undefined || source.id === filter.source,
  );
  const sets = await maskSetsOf(
    ctx,
    asked.map((source) => source.id),
  );
  const used = MASKABLE_PARAMETERS.filter((name) => filter[name] !== undefined);
  // Finding a recording by a label that repeats a number would confirm the number.
  const namesNumber = tellsNumber(`${filter.includeLabels ?? ""},${filter.excludeLabels ?? ""}`);
  const masked = new Set<SourceId>();
  const hidden: Record<string, readonly string[]> = {};
  const secrets: Record<string, readonly SecretField[]> = {};
  for (const source of asked) {
    const set = sets.get(source.id);
    if (!set) continue;
    const blocked = blockedParameters(set);
    if (used.some((name) => blocked.has(name)) || (namesNumber && masksNumbers(set))) masked.add(source.id);
    if (seesMaskedFields(ctx.actor.role)) continue;
    hidden[source.id] = hiddenDataKeys(set);
    secrets[source.id] = SECRET_FIELDS.filter((field) => set.has(field));
  }
  if (asked.length > 0 && masked.size === asked.length) {
    throw new AppError("forbidden", "This search uses a field that is masked for you.");
  }
  return {
    filter,
    restrictions: { excludedSources: [...masked], hiddenDataKeys: hidden, hiddenSecrets: secrets },
    maskedSources: masked,
  };
}
