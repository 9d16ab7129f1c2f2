/** The parameters of a search, read as strictly as the server reads them. */
import { failures } from "./answers";
import { labelNames, stripRequested } from "./matching";
import type { EngageSwitches } from "./switches";

export type SearchQuery = Readonly<{
  callerPhoneNumber: string | null;
  dialedPhoneNumber: string | null;
  fromMs: number | null;
  untilMs: number | null;
  userName: string | null;
  userData: string | null;
  includeLabels: readonly string[];
  excludeLabels: readonly string[];
  withLabels: boolean;
  offset: number;
  limit: number;
}>;

const FILTERS = [
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "startTime",
  "endTime",
  "userName",
  "userData",
  "includeLabels",
  "excludeLabels",
] as const;

/** Parameters that privacy settings may close. */
const MASKABLE = ["callerPhoneNumber", "dialedPhoneNumber", "userName", "userData"] as const;

function integer(parameters: URLSearchParams, name: string): number | null {
  const text = parameters.get(name);
  if (text === null) return null;
  if (!/^\d+$/.test(text)) throw failures.invalid(name);
  return Number(text);
}

function phone(parameters: URLSearchParams, name: string): string | null {
  const text = parameters.get(name);
  if (text !== null && stripRequested(text) === "") throw failures.invalid(name);
  return text;
}

/** Whether `subresources` asks for labels: `*` or `labels` in a comma-separated list; anything else is ignored. */
export const asksForLabels = (parameters: URLSearchParams): boolean =>
  (parameters.get("subresources") ?? "").split(",").some((name) => ["*", "labels"].includes(name.trim()));

/** Reads a search; throws 403/3 for a masked parameter, 400/1 for a bare one, 400/2 and 400/10 for bad values. */
export function readSearchQuery(
  parameters: URLSearchParams,
  maskedFields: ReadonlySet<string>,
  switches: EngageSwitches,
): SearchQuery {
  for (const name of MASKABLE) {
    if (parameters.has(name) && maskedFields.has(name)) {
      throw failures.forbidden(`Query parameter ${name} is not allowed by the privacy settings`);
    }
  }
  if (!FILTERS.some((name) => parameters.has(name))) throw failures.missing("at least one query parameter");
  const offset = integer(parameters, "offset") ?? 0;
  const limit = integer(parameters, "limit") ?? switches.maxLimit;
  if (limit === 0) throw failures.invalid("limit");
  const query: SearchQuery = {
    callerPhoneNumber: phone(parameters, "callerPhoneNumber"),
    dialedPhoneNumber: phone(parameters, "dialedPhoneNumber"),
    fromMs: integer(parameters, "startTime"),
    untilMs: integer(parameters, "endTime"),
    userName: parameters.get("userName"),
    userData: parameters.get("userData"),
    includeLabels: labelNames(parameters.get("includeLabels")),
    excludeLabels: labelNames(parameters.get("excludeLabels")),
    withLabels: asksForLabels(parameters),
    offset,
    limit: Math.min(limit, switches.maxLimit),
  };
  if (offset >= switches.maxOffset) throw failures.outOfRange("offset");
  return query;
}
