import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import type { ServiceContext } from "../context";

/**
 * Calls being recorded now. Genesys Engage, the one vendor of this version, does not tell which calls are live, so
 * there is never one to show.
 */
export async function listLive(_ctx: ServiceContext): Promise<readonly OutgoingRecording[]> {
  return [];
}
