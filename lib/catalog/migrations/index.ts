import type { Migration, MigrationProvider } from "kysely";
import * as catalog from "./0001-catalog";
import * as vendors from "./0002-vendors";
import * as talk from "./0003-talk";
import * as reviews from "./0004-reviews";
import * as evidence from "./0005-evidence";
import * as reviewResults from "./0006-review-results";

/** In code, not read from a folder: a built server has no folder of migrations. Never edit one that has been released. */
const MIGRATIONS: Record<string, Migration> = {
  "0001-catalog": catalog,
  "0002-vendors": vendors,
  "0003-talk": talk,
  "0004-reviews": reviews,
  "0005-evidence": evidence,
  "0006-review-results": reviewResults,
};

export const migrations: MigrationProvider = {
  getMigrations: () => Promise.resolve(MIGRATIONS),
};
