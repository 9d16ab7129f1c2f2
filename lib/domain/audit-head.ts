import { z } from "zod";

/** The newest sealed row of the audit log as an earlier verification, or the server's log, named it. */
export type AuditHead = Readonly<{ position: number; hash: string }>;

const HEAD = /^\s*(\d{1,15}):([0-9a-f]{64})\s*$/;

/** A head written as text (`12:…`). Text that no verification has ever given is refused. */
export const AuditHeadSchema = z
  .string()
  .max(200)
  .regex(HEAD)
  .transform((text): AuditHead => {
    const [, position = "", hash = ""] = HEAD.exec(text) ?? [];
    return { position: Number(position), hash };
  });

/** The head as text; null while nothing is sealed. */
export function auditHeadText(head: AuditHead): string | null {
  return head.position === 0 ? null : `${head.position}:${head.hash}`;
}
