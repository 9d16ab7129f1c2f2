import { listRules, type StoredRule } from "@/lib/catalog/review-rules";
import { findUserById } from "@/lib/catalog/users";
import { AppError } from "@/lib/domain/errors";
import { may } from "@/lib/domain/permissions";
import type { Runtime } from "../context";
import { contextOfUser } from "../context-of-user";
import { draw, lastWeek } from "./review-rules";

/** A week is drawn when its last calls have had the time to come in from the slowest of the vendors. */
const SETTLING_MS = 3 * 3_600_000;

/**
 * Draws by the active rules whose week is over, each with the rights that its owner has now. Returns how many have drawn;
 * call it every few minutes. A rule that can't draw (its scorecard archived, its owner gone) is said so in the log.
 */
export async function drawDueRules(runtime: Runtime): Promise<number> {
  const nowMs = runtime.now();
  let drawn = 0;
  for (const rule of await listRules(runtime.catalog.db, null)) {
    if (!rule.active) continue;
    const week = lastWeek(rule.zone, nowMs - SETTLING_MS);
    if (rule.drawnUntilMs !== null && rule.drawnUntilMs >= week.toMs) continue;
    try {
      if (await drawWeek(runtime, rule, week)) drawn += 1;
    } catch (error) {
      // Another server was faster, or it can't be done as things are: it is tried again, until the next week takes its place.
      if (!(error instanceof AppError)) throw error;
      runtime.log.warn({ rule: rule.id, code: error.code, reason: error.message }, "a rule could not draw");
    }
  }
  return drawn;
}

async function drawWeek(
  runtime: Runtime,
  rule: StoredRule,
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
): Promise<boolean> {
  const owner = await findUserById(runtime.catalog.db, rule.userId);
  if (!owner || owner.disabled || !may(owner.role, "review.assign")) {
    runtime.log.warn({ rule: rule.id }, "a rule's owner may assign no reviews any more");
    return false;
  }
  const ctx = contextOfUser(runtime, owner, { id: `rule-${rule.id}`, address: "" });
  await draw(
    ctx,
    rule,
    { fromTime: new Date(fromMs).toISOString(), toTime: new Date(toMs).toISOString() },
    toMs,
  );
  return true;
}
