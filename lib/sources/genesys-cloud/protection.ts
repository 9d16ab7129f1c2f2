import type { Asking, CloudClient } from "./client";
import { CloudError } from "./errors";

/**
 * Sets or lifts the legal hold (fact sheet §6.2), which covers all recordings of the conversation. When the answer is not
 * clear, or says that it failed, the conversation itself tells: the hold may have been set as wanted before.
 */
export async function setProtection(
  client: CloudClient,
  vendorId: string,
  on: boolean,
  signal: AbortSignal,
): Promise<void> {
  const asking: Asking = { urgency: "person", signal };
  let failure: unknown = new CloudError(
    "conflict",
    `Genesys Cloud did not ${on ? "set" : "lift"} the legal hold on this conversation.`,
  );
  try {
    if (await client.setProtection(vendorId, on, asking)) return;
  } catch (error) {
    if (!(error instanceof CloudError) || !error.unclear) throw error;
    failure = error;
  }
  const now = await client.isProtected(vendorId, asking).catch(() => null);
  if (now !== on) throw failure;
}
