import { facets as countFacets, histogram as countHistogram } from "@/lib/catalog/facets";
import type { FacetsAnswer, HistogramAnswer } from "@/lib/domain/answers";
import { AppError } from "@/lib/domain/errors";
import { presentLabelText } from "@/lib/privacy/present";
import type { ServiceContext } from "../context";
import { allMaskSets } from "../privacy/load-viewer";
import { allowQuery, resolveFilter } from "../recordings/recording-query";

export type CountInput = Readonly<{ searchId?: string | undefined; zone: string }>;

/** Counts of a search by label, call type, source and hour of day. */
export async function getFacets(
  ctx: ServiceContext,
  input: CountInput,
): Promise<Omit<FacetsAnswer, "statusCode">> {
  const query = await allowQuery(ctx, await resolveFilter(ctx, input.searchId, {}));
  const found = await countFacets(ctx.scope, ctx.catalog.db, { ...query, zone: checkedZone(input.zone) });
  const sets = await allMaskSets(ctx);
  return {
    ...found,
    labels: found.labels.map((one) => ({ ...one, value: presentLabelText(one.value, sets) })),
  };
}

/** Calls of a search over time, in buckets that fit its span. */
export async function getHistogram(
  ctx: ServiceContext,
  input: CountInput,
): Promise<Omit<HistogramAnswer, "statusCode">> {
  const query = await allowQuery(ctx, await resolveFilter(ctx, input.searchId, {}));
  return countHistogram(ctx.scope, ctx.catalog.db, { ...query, zone: checkedZone(input.zone) });
}

/** The zone under its canonical name. Throws invalid_input for an unknown one. */
export function checkedZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new AppError("invalid_input", "The zone is not a known IANA time zone.");
  }
}
