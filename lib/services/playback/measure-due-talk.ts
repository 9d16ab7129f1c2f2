import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type DuePeaks, duePeaks, type MeasuredFile, saveTalk } from "@/lib/catalog/talk";
import type { MediaKey } from "@/lib/domain/ids";
import { talkBasis } from "@/lib/domain/talk-numbers";
import type { Runtime } from "../context";
import { SYSTEM_SCOPE } from "../system-scope";
import { measureFile } from "./talk-of-peaks";

const decompress = promisify(gunzip);

type Parts = Pick<Runtime, "catalog">;

/**
 * Measures some of the stored peaks whose numbers are missing: from before they were kept, or out of date since the masked
 * spans or holds of their file have changed. Returns how many were looked at; call it every few seconds.
 */
export async function measureDueTalk({ catalog }: Parts, limit = 20): Promise<number> {
  const due = await duePeaks(SYSTEM_SCOPE, catalog.db, limit);
  for (const one of due) await saveTalk(SYSTEM_SCOPE, catalog.db, await measured(one));
  return due.length;
}

/** The same of one file at once, if it is due: who asks for its peaks finds what they tell beside them. */
export async function measureIfDue({ catalog }: Parts, mediaKey: MediaKey): Promise<void> {
  const [due] = await duePeaks(SYSTEM_SCOPE, catalog.db, 1, mediaKey);
  if (due) await saveTalk(SYSTEM_SCOPE, catalog.db, await measured(due));
}

async function measured({ mediaKey, recording, data, durationMs }: DuePeaks): Promise<MeasuredFile> {
  const file = recording.mediaFiles.find((one) => one.mediaKey === mediaKey);
  const plain = file ? await decompress(data).catch(() => null) : null;
  if (file && plain) return measureFile(recording, file, { data: plain, durationMs });
  // Peaks of a file that its recording has no more, and such as can't be read, are looked at once.
  const basis = file ? talkBasis(recording, file) : "";
  return { mediaKey, recordingId: recording.id, talk: null, maskEvidence: [], basis };
}
