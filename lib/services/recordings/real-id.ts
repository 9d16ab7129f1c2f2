import { findLiveCall } from "@/lib/catalog/live-calls";
import { type RecordingId, vendorLiveIdOf } from "@/lib/domain/ids";
import type { ServiceContext } from "../context";

/**
 * The id under which a recording is kept: the live id of a call is an alias of the recording that came of it (model.md).
 * Any other id, and a live one whose recording has not arrived or is not the caller's, is given back as it is.
 */
export async function realId(ctx: ServiceContext, id: RecordingId): Promise<RecordingId> {
  if (vendorLiveIdOf(id) === null) return id;
  return (await findLiveCall(ctx.scope, ctx.catalog.db, id))?.recordingId ?? id;
}
