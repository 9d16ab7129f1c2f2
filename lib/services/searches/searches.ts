import {
  deleteSearch as dropSearch,
  getSearch,
  storeSearch as keepSearch,
  listSearches as listStored,
  type StoredSearch,
} from "@/lib/catalog/searches";
import type { StoredSearchRow } from "@/lib/domain/answers";
import { AppError } from "@/lib/domain/errors";
import type { RecordingFilter } from "@/lib/domain/recording-filter";
import type { ServiceContext } from "../context";
import { allowQuery } from "../recordings/recording-query";

const notFound = () => new AppError("not_found", "There is no such search.");

/** Keeps a search, so that an address can name it. The same search by the same person is the same row. */
export async function storeSearch(
  ctx: ServiceContext,
  input: Readonly<{ filter: RecordingFilter; saved: boolean; name: string | null }>,
): Promise<{ id: string; path: string }> {
  if (input.saved && !input.name) throw new AppError("missing_input", "A saved search needs a name.");
  await allowQuery(ctx, input.filter);
  const stored = await keepSearch(ctx.catalog.db, { ...input, userId: ctx.actor.userId, nowMs: ctx.now() });
  return { id: stored.id, path: `/searches/${stored.id}` };
}

/** A stored search, when the caller may run it; else forbidden, without its content. */
export async function readSearch(ctx: ServiceContext, id: string): Promise<StoredSearchRow> {
  const stored = await getSearch(ctx.catalog.db, id);
  if (!stored) throw notFound();
  await allowQuery(ctx, stored.filter);
  return present(stored);
}

/** The caller's saved searches. One that masking forbids by now is left out. */
export async function listSearches(ctx: ServiceContext): Promise<readonly StoredSearchRow[]> {
  const rows: StoredSearchRow[] = [];
  for (const stored of await listStored(ctx.catalog.db, ctx.actor.userId)) {
    const isAllowed = await allowQuery(ctx, stored.filter).then(
      () => true,
      (error: unknown) => {
        if (error instanceof AppError) return false;
        throw error;
      },
    );
    if (isAllowed) rows.push(present(stored));
  }
  return rows;
}

/** Forgets one of the caller's own searches. */
export async function deleteSearch(ctx: ServiceContext, id: string): Promise<void> {
  const stored = await getSearch(ctx.catalog.db, id);
  if (!stored || stored.userId !== ctx.actor.userId) throw notFound();
  await dropSearch(ctx.catalog.db, id);
}

function present(stored: StoredSearch): StoredSearchRow {
  return {
    id: stored.id,
    path: `/searches/${stored.id}`,
    ...(stored.name === null ? {} : { name: stored.name }),
    saved: stored.saved,
    filter: stored.filter,
  };
}
