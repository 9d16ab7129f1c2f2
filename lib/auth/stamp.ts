import { createHmac } from "node:crypto";
import type { UserRecord } from "@/lib/catalog/users";
import { readEnv } from "@/lib/env";
import { credentialStampKey } from "@/lib/keys";

/** Changes with the user's password: what was opened with an older one is open no more. */
export function credentialStamp(user: Pick<UserRecord, "id" | "passwordHash">): string {
  return createHmac("sha256", credentialStampKey(readEnv()))
    .update(JSON.stringify([user.id, user.passwordHash]))
    .digest("base64url")
    .slice(0, 22);
}
