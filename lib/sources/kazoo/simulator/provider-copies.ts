/** What lies at storage providers: deleting a document leaves its copy there (fact sheet §8.8). For inspection only. */
import { arrivedAudio } from "./recordings";
import type { World } from "./world";

export type ProviderCopy = Readonly<{ id: string; name: string; document: "there" | "soft" | "hard" }>;

const ALL_OF_TIME = { fromS: 0, toS: Number.MAX_SAFE_INTEGER };
const MOST = 1000;

/** Copies of an account's recordings, those of deleted documents first, at most a thousand. */
export function providerCopies(world: World, accountId: string): ProviderCopy[] {
  const { store } = world;
  const copies: ProviderCopy[] = [];
  const put = (id: string) => {
    const stored = store.any(accountId, id);
    const audio = stored === null ? null : arrivedAudio(world, stored);
    if (audio?.storage === "provider")
      copies.push({ id, name: audio.name, document: store.change(id)?.deleted ?? "there" });
  };
  for (const [id, change] of store.changes) if (change.deleted !== null) put(id);
  for (const row of store.rows(accountId, ALL_OF_TIME, false, world.now())) {
    if (copies.length >= MOST) break;
    put(row.id);
  }
  return copies;
}
