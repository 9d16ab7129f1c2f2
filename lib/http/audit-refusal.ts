import { appendAudit } from "@/lib/catalog/audit";
import { RecordingIdSchema } from "@/lib/domain/ids";
import { may, type Permission } from "@/lib/domain/permissions";
import type { ServiceContext } from "@/lib/services/context";
import { refusalOf } from "./problem";

type Attempt = Readonly<{
  permission: Permission | "signed-in";
  request: Request;
  path: Readonly<Record<string, string | string[] | undefined>>;
  thrown: unknown;
}>;

/**
 * Writes a signed-in person's attempt at something they may not do (contract §6). A refusal stands even when its row
 * can't be written: then the log tells.
 */
export async function auditRefusal(ctx: ServiceContext, attempt: Attempt): Promise<void> {
  const { permission, request, path, thrown } = attempt;
  const { code } = refusalOf(thrown);
  const isHidden = code === "not_found" && permission !== "signed-in" && !may(ctx.actor.role, permission);
  if (code !== "forbidden" && code !== "forbidden_role" && !isHidden) return;
  const recording = Object.values(path).flatMap((value) => RecordingIdSchema.safeParse(value).data ?? [])[0];
  try {
    await appendAudit(ctx.catalog.db, {
      timeMs: ctx.now(),
      userId: ctx.actor.userId,
      userEmail: ctx.actor.email,
      role: ctx.actor.role,
      address: ctx.request.address,
      action: permission === "signed-in" ? "request.refused" : permission,
      phase: "noted",
      recordingId: recording ?? null,
      searchId: null,
      details: { refused: true, method: request.method },
      reason: null,
      result: code,
    });
  } catch (error) {
    ctx.log.error({ err: error, requestId: ctx.request.id }, "a refused attempt could not be audited");
  }
}
