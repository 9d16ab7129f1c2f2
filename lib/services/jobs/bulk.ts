import { createJob } from "@/lib/catalog/jobs";
import { type Cursor, listIds } from "@/lib/catalog/search";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import { checkLabelName, isReserved } from "@/lib/domain/labels";
import { may } from "@/lib/domain/permissions";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { allowQuery, resolveFilter } from "../recordings/recording-query";

export const BULK_OPERATIONS = ["delete", "addLabel", "removeLabel", "applyNonDelete"] as const;
export type BulkOperation = (typeof BULK_OPERATIONS)[number];

/** The most recordings one job takes; a wider search is narrowed first. */
export const MOST_PER_JOB = 50_000;
const BATCH = 1_000;

export type BulkInput = Readonly<{
  operation: BulkOperation;
  ids?: readonly RecordingId[] | undefined;
  search?: string | undefined;
  name?: string | undefined;
  reason?: string | undefined;
}>;

/**
 * Queues one operation over many recordings and gives the job's id. Who asked and what they may do is checked again
 * for each recording when its turn comes.
 */
export async function startBulk(ctx: ServiceContext, input: BulkInput): Promise<{ job: string }> {
  if (input.operation === "delete" && !may(ctx.actor.role, "recording.delete")) {
    throw new AppError("forbidden_role", "Only administrators may delete recordings.");
  }
  if (input.operation === "addLabel" || input.operation === "removeLabel") checkName(input.name);
  if (input.ids === undefined && input.search === undefined) {
    throw new AppError("missing_input", "Give either ids or a search.");
  }
  if (input.ids !== undefined && input.search !== undefined) {
    throw new AppError("invalid_input", "Give either ids or a search, not both.");
  }
  const ids = input.ids ? uniqueIds(input.ids) : await idsOfSearch(ctx, input.search);
  const params = {
    operation: input.operation,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  };
  await noted(ctx, {
    action: `bulk.${input.operation}`,
    ...(input.search === undefined ? {} : { searchId: input.search }),
    details: { recordings: ids.length, ...(input.name ? { label: input.name } : {}) },
    ...(input.reason ? { reason: input.reason } : {}),
  });
  const job = await createJob(ctx.catalog.db, {
    userId: ctx.actor.userId,
    kind: "bulk",
    params: { ...params, address: ctx.request.address },
    recordingIds: ids,
    nowMs: ctx.now(),
  });
  return { job };
}

function checkName(name: string | undefined): void {
  if (name === undefined) throw new AppError("missing_input", "Give the label's name.");
  if (isReserved(name)) throw new AppError("forbidden", "Names that begin with __ are reserved.");
  const refusal = checkLabelName(name);
  if (refusal) throw new AppError("invalid_input", refusal);
}

/** Each once. Ids that are not the caller's stay in the job and fail there as not found, so that the counts add up. */
function uniqueIds(ids: readonly RecordingId[]): readonly RecordingId[] {
  const unique = [...new Set(ids)];
  if (unique.length > MOST_PER_JOB) {
    throw new AppError("out_of_range", `At most ${MOST_PER_JOB.toLocaleString("en")} recordings at once.`);
  }
  return unique;
}

async function idsOfSearch(
  ctx: ServiceContext,
  searchId: string | undefined,
): Promise<readonly RecordingId[]> {
  const query = await allowQuery(ctx, await resolveFilter(ctx, searchId, {}));
  const ids: RecordingId[] = [];
  let after: Cursor | null = null;
  do {
    const batch: Awaited<ReturnType<typeof listIds>> = await listIds(
      ctx.scope,
      ctx.catalog.db,
      query,
      after,
      BATCH,
    );
    ids.push(...batch.ids);
    after = batch.next;
    if (ids.length > MOST_PER_JOB) {
      const most = MOST_PER_JOB.toLocaleString("en");
      throw new AppError("out_of_range", `The search finds more than ${most} recordings. Narrow it first.`);
    }
  } while (after !== null);
  return ids;
}
