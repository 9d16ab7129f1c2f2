import { SourceError, type WalkPurpose } from "../source";
import { RingcxError } from "./answers";
import type { RawPage } from "./api-types";
import type { MetadataQuery, RingcxClient } from "./client";
import type { MetadataGate } from "./limiter";

export type MetadataCalls = Readonly<{
  /** One answer of the report, within the budget. Throws RingcxError `invalid` when the vendor wants the query otherwise. */
  ask(query: MetadataQuery, purpose: WalkPurpose, signal: AbortSignal): Promise<RawPage>;
  /** Why the report was refused to our account within the last minutes, so that checking it costs no call; else null. */
  refusal(): SourceError | null;
}>;

/** So long a refusal of the report stands without being asked for again. */
const REFUSAL_KEPT_MS = 5 * 60_000;

/** The report behind its gate, its refusals in words that help. */
export function createMetadataCalls(
  client: Pick<RingcxClient, "metadata" | "ready">,
  gate: MetadataGate,
  now: () => number,
): MetadataCalls {
  let refused: Readonly<{ error: SourceError; untilMs: number }> | null = null;

  return {
    async ask(query, purpose, signal) {
      // The token first: between the count and the call nothing may take long, or the vendor counts it later than we do.
      await client.ready(signal);
      await gate.enter(purpose, signal);
      let isOwnRefusal = false;
      const countAgain = async () => {
        isOwnRefusal = true;
        await gate.enter(purpose, signal);
        isOwnRefusal = false;
      };
      try {
        const page = await client.metadata(query, signal, countAgain);
        gate.passed();
        refused = null;
        return page;
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (error.kind === "rateLimited") throw isOwnRefusal ? error : gate.refused(error.retryAfterMs);
        const told = explained(error);
        if (told.kind === "refused") refused = { error: told, untilMs: now() + REFUSAL_KEPT_MS };
        throw told;
      }
    },
    refusal: () => (refused !== null && now() < refused.untilMs ? refused.error : null),
  };
}

/** Fact sheet §3: the report can be forbidden while other calls of the same account work. */
function explained(error: SourceError): SourceError {
  if (error.kind === "forbidden") {
    return new SourceError(
      "refused",
      "RingCX forbids listing calls. The user of this source needs WEM access there, and RingCentral's support must have enabled interaction metadata for the account.",
    );
  }
  if (error.kind === "notFound") {
    return new SourceError(
      "refused",
      "RingCX knows no such account. Are the source's rcAccountId and subAccountId right? They are two different numbers.",
    );
  }
  return error;
}

/** What the vendor finds wrong with a query, as far as it can be told (fact sheet §4.6 names fields, older cells none). */
export type Complaint = "interval" | "zone" | "time" | "unknown";

export function complaintOf(error: unknown): Complaint | null {
  if (!(error instanceof RingcxError) || error.kind !== "invalid") return null;
  const names = error.attributes.join(" ");
  if (/interval/.test(names)) return "interval";
  if (/zone/.test(names)) return "zone";
  return /time/.test(names) ? "time" : "unknown";
}
