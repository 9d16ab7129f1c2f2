import { createHash } from "node:crypto";
import type { SourceId } from "@/lib/domain/ids";
import type { RawDocument } from "./api-types";

const KEY_CHARS = 22;

/**
 * What stands for a call leg in what is sent on: the vendor's own id of it may hold an address of its network (fact sheet
 * §8.4). Two recordings of one leg have the same; a document without a call id is a leg of its own.
 */
export function legKey(sourceId: SourceId, { callId, id }: Pick<RawDocument, "callId" | "id">): string {
  return createHash("sha256")
    .update(`${sourceId}\n${callId ?? `document ${id}`}`)
    .digest("base64url")
    .slice(0, KEY_CHARS);
}
