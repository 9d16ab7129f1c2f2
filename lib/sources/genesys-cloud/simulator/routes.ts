/** All routes below `/api/v2`. Paths of fixed words stand before those with variable parts. */
import { ANNOTATION_ROUTES } from "./annotations-api";
import { BATCH_ROUTES } from "./batch-api";
import { BULK_ROUTES } from "./bulk-api";
import { DIRECTORY_ROUTES } from "./directory-api";
import { HISTORY_ROUTES } from "./history-api";
import { LIVE_ROUTES } from "./live-api";
import { NOTIFICATION_ROUTES } from "./notifications-api";
import { OBSERVATION_ROUTES } from "./observations-api";
import { RECORDING_ROUTES } from "./recordings-api";
import { RETENTION_ROUTES } from "./retention-api";
import type { Route } from "./route";
import { SEARCH_ROUTES } from "./search";
import { TAG_ROUTES } from "./tags-api";

const variables = (route: Route): number => route.path.split("{}").length - 1;

export const ROUTES: readonly Route[] = [
  ...SEARCH_ROUTES,
  ...RECORDING_ROUTES,
  ...LIVE_ROUTES,
  ...DIRECTORY_ROUTES,
  ...ANNOTATION_ROUTES,
  ...RETENTION_ROUTES,
  ...HISTORY_ROUTES,
  ...BULK_ROUTES,
  ...BATCH_ROUTES,
  ...TAG_ROUTES,
  ...OBSERVATION_ROUTES,
  ...NOTIFICATION_ROUTES,
].toSorted((a, b) => variables(a) - variables(b));
