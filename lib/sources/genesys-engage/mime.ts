/** MIME types as they really are; the vendor writes `audio/mp3` (fact sheet §3.2). */
const REAL_TYPES: Readonly<Record<string, string>> = {
  "audio/mp3": "audio/mpeg",
  "audio/mpeg": "audio/mpeg",
  "audio/mpeg3": "audio/mpeg",
  "audio/x-mp3": "audio/mpeg",
  "audio/x-mpeg": "audio/mpeg",
  "audio/x-mpeg-3": "audio/mpeg",
  "audio/wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/ogg": "audio/ogg",
  "audio/opus": "audio/ogg",
  "audio/mp4": "audio/mp4",
  "audio/x-m4a": "audio/mp4",
};

const TYPES_OF_EXTENSIONS: Readonly<Record<string, string>> = {
  mp3: "audio/mpeg",
  wav: "audio/wav",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  m4a: "audio/mp4",
  mp4: "audio/mp4",
};

/** The real type for the vendor's word, else for the file's extension; MP3 is what this vendor has. Only ever audio. */
export function audioTypeOf(word: string | null, extension: string | null): string {
  const type = (word ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return REAL_TYPES[type] ?? TYPES_OF_EXTENSIONS[extension ?? ""] ?? "audio/mpeg";
}

/** What the first bytes say it is; null when they say nothing. An MP3 begins with `ID3` or with a frame's sync (`FF Ex`). */
export function mimeTypeOfBytes(head: Uint8Array): string | null {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 12));
  const [first = 0, second = 0] = head;
  if (text.startsWith("ID3") || (first === 0xff && (second & 0xe6) === 0xe2)) return "audio/mpeg";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WAVE") return "audio/wav";
  if (text.startsWith("OggS")) return "audio/ogg";
  if (text.slice(4, 8) === "ftyp") return "audio/mp4";
  return null;
}
