import { SourceError } from "../source";
import type { RawUser } from "./api-types";
import type { KazooClient } from "./client";
import { unlessGivenUp } from "./waits";

export type Person = Readonly<Pick<RawUser, "username" | "firstName" | "lastName">>;

export type Directory = Readonly<{
  /** The account's users by id, asked anew every ten minutes. Empty when Kazoo does not tell them: names are then unknown. */
  people(signal: AbortSignal): Promise<ReadonlyMap<string, Person>>;
}>;

const KEPT_MS = 10 * 60_000;
/** After a failure, so that a server without this call is not asked for every page. */
const RETRIED_AFTER_MS = 2 * 60_000;
const MOST_PAGES = 50;
const TIMEOUT_MS = 30_000;

/**
 * Names behind owner ids (public Kazoo docs `crossbar/doc/users.md`; the fact sheet does not name this call). Recordings are
 * told without it as well, so a failure here is nobody's error.
 */
export function createDirectory(client: KazooClient, now: () => number): Directory {
  let known: ReadonlyMap<string, Person> = new Map();
  let isAsked = false;
  let askAtMs = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    try {
      known = await everybody(client, AbortSignal.timeout(TIMEOUT_MS));
      askAtMs = now() + KEPT_MS;
    } catch (error) {
      askAtMs = now() + RETRIED_AFTER_MS;
      if (!(error instanceof SourceError)) throw error;
    } finally {
      isAsked = true;
    }
  }

  return {
    async people(signal) {
      if (now() >= askAtMs) {
        if (pending === null) {
          pending = refresh().finally(() => {
            pending = null;
          });
          pending.catch(() => undefined);
        }
        // Only the first time is worth waiting for: a name of ten minutes ago is one all the same.
        if (!isAsked) await unlessGivenUp(pending, signal);
      }
      return known;
    },
  };
}

async function everybody(client: KazooClient, signal: AbortSignal): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  let key: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Awaited<ReturnType<KazooClient["users"]>> = await client.users(key, signal);
    for (const { id, username, firstName, lastName } of page.users) {
      people.set(id, { username, firstName, lastName });
    }
    if (page.nextKey === null || page.nextKey === key) break;
    key = page.nextKey;
  }
  return people;
}
