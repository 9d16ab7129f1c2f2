/** What a recording's audio is: the real MIME type, and its extension without a dot. */
export type AudioType = Readonly<{ mimeType: string; extension: string }>;

const MP3: AudioType = { mimeType: "audio/mpeg", extension: "mp3" };
const WAV: AudioType = { mimeType: "audio/wav", extension: "wav" };
const OGG: AudioType = { mimeType: "audio/ogg", extension: "ogg" };

/** By the last word of a MIME type, or by `media_type`, which master writes with a dot (fact sheet §8.1). */
const TYPES: Readonly<Record<string, AudioType>> = {
  mpeg: MP3,
  mp3: MP3,
  "x-mp3": MP3,
  "x-mpeg": MP3,
  wav: WAV,
  wave: WAV,
  "x-wav": WAV,
  "vnd.wave": WAV,
  ogg: OGG,
  opus: OGG,
};

/** The first of the words that names audio we know; `application/octet-stream` says nothing. MP3 is Kazoo's default (§10). */
export function audioTypeOf(...words: readonly (string | null | undefined)[]): AudioType {
  for (const word of words) {
    const plain = word?.split(";")[0]?.trim().toLowerCase().split("/").at(-1)?.replace(/^\./, "") ?? "";
    const known = TYPES[plain];
    if (known !== undefined) return known;
  }
  return MP3;
}

/** What the first bytes say it is; null when they say nothing. An MP3 begins with `ID3` or with a frame's sync (`FF Ex`). */
export function audioTypeOfBytes(head: Uint8Array): AudioType | null {
  const text = latin1(head.subarray(0, 12));
  const [first = 0, second = 0] = head;
  if (text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2)) return MP3;
  if (text.startsWith("RIFF") && text.endsWith("WAVE")) return WAV;
  return text.startsWith("OggS") ? OGG : null;
}

/** Kazoo's web server compresses whatever a client's `Accept-Encoding` lets it, audio too (fact sheet §2). */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** JSON, HTML or XML, whatever the content type says. */
export function looksLikeText(head: Uint8Array): boolean {
  return audioTypeOfBytes(head) === null && /^(\u00ef\u00bb\u00bf)?\s*[<{[]/.test(latin1(head));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
