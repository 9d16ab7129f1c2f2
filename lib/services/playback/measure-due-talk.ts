import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { duePeaks, saveTalk } from "@/lib/catalog/talk";
import { talkBasis } from "@/lib/domain/talk-numbers";
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
    const plain = file ? await decompress(data).catch(() => null) : null;
    // Peaks of a file that its recording has no more, and such as can't be read, are looked at once.
    const measured =
      file && plain
        ? measureFile(recording, file, { data: plain, durationMs })
        : { mediaKey, recordingId: recording.id, talk: null, basis: file ? talkBasis(file) : "" };
    await saveTalk(SYSTEM_SCOPE, catalog.db, measured);
  }
  return due.length;
}
