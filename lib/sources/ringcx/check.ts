import { SourceError } from "../source";
import type { RingcxClient } from "./client";
import type { MetadataCalls } from "./metadata-calls";

type Missing = Readonly<{ call: string; permission: string }>;

/**
 * Asks two cheap calls what our account may do, and none of the report, which has nine answers in a quarter of an hour for
 * all who use the account (fact sheet §4.7): what the report itself last said is remembered instead. Throws `refused` when
 * neither call is allowed, or the report has just been refused.
 */
export async function checkAccount(
  client: Pick<RingcxClient, "agentGroups" | "activeCalls">,
  metadata: Pick<MetadataCalls, "refusal">,
  signal: AbortSignal,
): Promise<{ missingPermissions: readonly Missing[] }> {
  const missing = [
    ...(await missingFor({ call: "live calls", permission: "READ on Account" }, () =>
      client.activeCalls({ page: 0, maxRows: 1 }, signal),
    )),
    ...(await missingFor({ call: "names of agents and agent groups", permission: "WFO_ACCESS" }, () =>
      client.agentGroups(signal),
    )),
  ];
  if (missing.length > 1) {
    throw new SourceError(
      "refused",
      "Earmark's account may do nothing in this RingCX sub-account. Its user needs READ on Account, WEM access and the role WFO_ACCESS; subAccountId must be one of its own.",
    );
  }
  const refusal = metadata.refusal();
  if (refusal !== null) throw refusal;
  return { missingPermissions: missing };
}

async function missingFor(right: Missing, ask: () => Promise<unknown>): Promise<Missing[]> {
  try {
    await ask();
    return [];
  } catch (error) {
    // The vendor says "not found" to a sub-account that is not ours.
    if (error instanceof SourceError && ["forbidden", "notFound"].includes(error.kind)) return [right];
    throw error;
  }
}
