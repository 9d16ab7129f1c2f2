import type { ResultsRequest } from "@/lib/api-client/review-results";
import type { Address } from "../use-address";
import { readPeriod } from "./period";

const KEYS = ["scorecard", "agent", "team", "evaluator"] as const;

/** What the address asks the results of. Times are whole days of the zone. */
export function readResultsRequest(
  address: Pick<Address, "get">,
  nowMs: number,
  zone: string,
): ResultsRequest {
  const { fromMs, endMs, bucket } = readPeriod(address.get("period"), nowMs, zone);
  const keys = KEYS.flatMap((key) => (address.get(key) === "" ? [] : [[key, address.get(key)] as const]));
  return {
    ...Object.fromEntries(keys),
    ...(fromMs === null ? {} : { fromTime: new Date(fromMs).toISOString() }),
    ...(endMs === null ? {} : { toTime: new Date(endMs).toISOString() }),
    bucket,
    zone,
  };
}
