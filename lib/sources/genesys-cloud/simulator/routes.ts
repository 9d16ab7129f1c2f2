/** All routes below `/api/v2`. Paths of fixed words stand before those with variable parts. */
import { DIRECTORY_ROUTES } from "./directory-api";
import { LIVE_ROUTES } from "./live-api";
import { RECORDING_ROUTES } from "./recordings-api";
import type { Route } from "./route";
import { SEARCH_ROUTES } from "./search";

const variables = (route: Route): number => route.path.split("{}").length - 1;

export const ROUTES: readonly Route[] = [
  ...SEARCH_ROUTES,
  ...RECORDING_ROUTES,
  ...LIVE_ROUTES,
  ...DIRECTORY_ROUTES,
].toSorted((a, b) => variables(a) - variables(b));
