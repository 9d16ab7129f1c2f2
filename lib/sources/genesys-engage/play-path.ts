const PLAY_PATH = /^\/recordings\/([^/?#\\\s]+)\/(play|decrypt)\/([^/?#\\\s]+)\.([a-z0-9]{1,8})$/;

export type PlayPath = Readonly<{
  /** As it was given; relative to `/api/v2`. */
  path: string;
  /** The vendor's id of the file. */
  mediaUuid: string;
  encrypted: boolean;
  extension: string;
}>;

/**
 * A `playPath` that may be asked for with our credentials, or null. Only a relative path of the one shape there is,
 * naming the same recording: anything else could lead to another host or another call (fact sheet §8).
 */
export function readPlayPath(text: string | null, recordingId: string): PlayPath | null {
  const match = PLAY_PATH.exec(text ?? "");
  if (match === null) return null;
  const [path, id = "", verb, file = "", extension = ""] = match;
  const mediaUuid = decoded(file);
  if (decoded(id) !== recordingId || mediaUuid === null) return null;
  return { path, mediaUuid, encrypted: verb === "decrypt", extension };
}

/** A path segment without its escapes; null when it would be more than one segment, or none. */
function decoded(segment: string): string | null {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    return null;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[/\\?#\u0000-\u0020\u007f]/.test(text) || /^\.+$/.test(text) ? null : text;
}
