import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { duePeaks, saveTalk } from "@/lib/catalog/talk";
import type { Runtime } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";
import { measureFile } from "./talk-of-peaks";

const decompress = promisify(gunzip);

/**
 * Measures some of the stored peaks whose numbers are missing: from before they were kept, or out of date since the masked
 * spans of their file have changed. Returns how many were looked at; call it every few seconds.
 */
export async function measureDueTalk({ catalog }: Pick<Runtime, "catalog">, limit = 20): Promise<number> {
  const due = await duePeaks(SYSTEM_SCOPE, catalog.db, limit);
  for (const { mediaKey, recording, data, durationMs } of due) {
    const file = recording.mediaFiles.find((one) => one.mediaKey === mediaKey);
    // Peaks of a file that its recording has no more are looked at once.
    const measured = file
      ? measureFile(recording, file, { data: await decompress(data), durationMs })
      : { mediaKey, recordingId: recording.id, talk: null, basis: "" };
    await saveTalk(SYSTEM_SCOPE, catalog.db, measured);
  }
  return due.length;
}
