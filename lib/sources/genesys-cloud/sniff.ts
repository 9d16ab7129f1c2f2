/** Enough to know every container that is played. */
export const SNIFFED_BYTES = 16;

const KNOWN_TYPES: Readonly<Record<string, string>> = {
  "audio/mp3": "audio/mpeg",
  "audio/mpeg": "audio/mpeg",
  "audio/wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/webm": "audio/webm",
  "video/webm": "audio/webm",
  "audio/ogg": "audio/ogg",
};

/** What the first bytes say it is; null when they say nothing. An MP3 begins with `ID3` or with a frame's sync (`FF Ex`). */
export function mimeTypeOf(head: Uint8Array): string | null {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 12));
  const [first = 0, second = 0, third = 0, fourth = 0] = head;
  if (/^(RIFF|RF64)/.test(text) && text.slice(8, 12) === "WAVE") return "audio/wav";
  if (text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2)) return "audio/mpeg";
  if (text.startsWith("OggS")) return "audio/ogg";
  // EBML, the container below WebM.
  if (first === 0x1a && second === 0x45 && third === 0xdf && fourth === 0xa3) return "audio/webm";
  return null;
}

/** The storage's word for the type, as what it really is; WAV, which is asked for first, when it says nothing of use. */
export function mimeTypeSaid(contentType: string): string {
  return KNOWN_TYPES[contentType.split(";")[0]?.trim().toLowerCase() ?? ""] ?? "audio/wav";
}

/** JSON, HTML or XML, whatever the content type says. */
export function looksLikeText(head: Uint8Array): boolean {
  if (mimeTypeOf(head) !== null) return false;
  const start = new TextDecoder("latin1").decode(head).replace(/^(\u00ef\u00bb\u00bf)?\s*/, "");
  return /^[<{[]/.test(start);
}
