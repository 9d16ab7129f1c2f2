/** Signed addresses on the download host (§5.3): made for an answer, checked when they are used. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { CANARIES } from "./canaries";
import type { RecordingFacts } from "./draft";
import type { MadeFormat, MediaKeyName } from "./sound";

const KEY_PAIR_ID = CANARIES.keyPairId;
const ROOT = "/MediaCache/";

type Signer = Readonly<{ mediaBaseUrl: string; signingKey: string }>;

function signature(signer: Signer, path: string, disposition: string, expires: string): string {
  return createHmac("sha256", signer.signingKey)
    .update(`${path}\n${disposition}\n${expires}`)
    .digest("base64url");
}

export type MediaTarget = Readonly<{
  conversationId: string;
  recordingId: string;
  format: MadeFormat;
  key: MediaKeyName;
}>;

/** The address of one file, good until `expiresMs`. The file name in it holds both ids, as the vendor's does. */
export function signedAddress(
  signer: Signer,
  facts: Pick<RecordingFacts, "id" | "conversationId">,
  format: MadeFormat,
  key: MediaKeyName,
  expiresMs: number,
  fileName?: string,
): string {
  const extension = format === "MP3" ? "MP3" : "WAV";
  const path = `${ROOT}${facts.conversationId}/${facts.id}/${format}/AUDIO_${key}.${extension}`;
  const name = fileName ?? `${facts.conversationId}_${facts.id}_${key}.${extension.toLowerCase()}`;
  const disposition = `attachment;filename="${name.replace(/["\\\r\n]/g, "_")}"`;
  const expires = String(Math.floor(expiresMs / 1000));
  const query = new URLSearchParams({
    "response-content-disposition": disposition,
    Expires: expires,
    Signature: signature(signer, path, disposition, expires),
    "Key-Pair-Id": KEY_PAIR_ID,
  });
  return `${signer.mediaBaseUrl}${path}?${query}`;
}

export const isMediaPath = (path: string): boolean => path.startsWith(ROOT);

/** Whether an address is as it was signed. */
export function isGenuine(signer: Signer, path: string, query: URLSearchParams): boolean {
  const wanted = signature(
    signer,
    path,
    query.get("response-content-disposition") ?? "",
    query.get("Expires") ?? "",
  );
  const given = query.get("Signature") ?? "";
  return (
    query.get("Key-Pair-Id") === KEY_PAIR_ID &&
    given.length === wanted.length &&
    timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
  );
}

/** What a path names; null when it names nothing. */
export function readTarget(path: string): MediaTarget | null {
  const match = /^\/MediaCache\/([^/]+)\/([^/]+)\/(WAV|WAV_ULAW|MP3)\/AUDIO_(S|0|1)\.(?:WAV|MP3)$/.exec(path);
  if (match === null) return null;
  const [, conversationId = "", recordingId = "", formatText = "", keyText = ""] = match;
  const format = formatText === "WAV" || formatText === "WAV_ULAW" ? formatText : "MP3";
  const key = keyText === "0" || keyText === "1" ? keyText : "S";
  return { conversationId, recordingId, format, key };
}
