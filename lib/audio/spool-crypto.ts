/**
 * How one cached file looks on disk: a header with a salt, sealed frames of 64 KiB, a sealed trailer, its length.
 * Every file has a key of its own (HKDF over a random salt), so the frame number alone is a safe nonce: no frame is
 * ever sealed twice under one key. A frame moved, cut or taken from another file does not open.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { z } from "zod";

export const FRAME_BYTES = 65_536;
export const TAG_BYTES = 16;
export const SEALED_FRAME_BYTES = FRAME_BYTES + TAG_BYTES;
const SALT_BYTES = 32;
const MAGIC = Buffer.from("EARSPL01", "latin1");
export const HEADER_BYTES = MAGIC.length + SALT_BYTES;
/** The last bytes of a file: the length of the sealed trailer before them. */
export const TRAILER_LENGTH_BYTES = 4;
export const MAX_TRAILER_BYTES = 4_096;

const ALGORITHM = "aes-256-gcm";
const FRAME = 0;
const TRAILER = 1;

const TrailerSchema = z.strictObject({ mimeType: z.string(), totalBytes: z.int().positive() });
export type Trailer = z.infer<typeof TrailerSchema>;

/** Opaque names: without the secret nobody can tell which call a file belongs to. */
export type SpoolNames = Readonly<{
  /** Names the folder; another secret has another folder, which is how rotation drops the cache. */
  folder: string;
  /** The part of a file name that all files of a recording share. */
  ofRecording(recordingId: string): string;
  ofMedia(recordingId: string, mediaKey: string): string;
}>;

function derive(secret: Uint8Array, salt: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, salt, purpose, 32));
}

export function spoolNames(secret: Uint8Array): SpoolNames {
  const nameKey = derive(secret, new Uint8Array(), "earmark spool names");
  const hash = (...parts: string[]) =>
    createHmac("sha256", nameKey).update(JSON.stringify(parts)).digest("hex").slice(0, 32);
  return {
    folder: `k-${hash("folder")}`,
    ofRecording: (recordingId) => hash("recording", recordingId),
    ofMedia: (recordingId, mediaKey) =>
      `${hash("recording", recordingId)}.${hash("media", recordingId, mediaKey)}`,
  };
}

export type FileSeal = Readonly<{
  header: Buffer;
  sealFrame(index: number, plain: Uint8Array): Buffer;
  /** The frame's bytes. Throws when it is not exactly what was sealed under this index. */
  openFrame(index: number, sealed: Uint8Array): Buffer;
  sealTrailer(trailer: Trailer): Buffer;
  openTrailer(sealed: Uint8Array): Trailer;
}>;

function nonce(kind: number, index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt32BE(index, 8);
  return bytes;
}

function sealOf(secret: Uint8Array, salt: Buffer, name: string): FileSeal {
  const key = createSecretKey(derive(secret, salt, `earmark spool file ${name}`));
  const seal = (kind: number, index: number, plain: Uint8Array): Buffer => {
    const cipher = createCipheriv(ALGORITHM, key, nonce(kind, index));
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const open = (kind: number, index: number, sealed: Uint8Array): Buffer => {
    const end = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, key, nonce(kind, index), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(0, end));
    decipher.final();
    return plain;
  };
  return {
    header: Buffer.concat([MAGIC, salt]),
    sealFrame: (index, plain) => seal(FRAME, index, plain),
    openFrame: (index, sealed) => open(FRAME, index, sealed),
    sealTrailer(trailer) {
      const sealed = seal(TRAILER, 0, Buffer.from(JSON.stringify(trailer)));
      const length = Buffer.alloc(TRAILER_LENGTH_BYTES);
      length.writeUInt32BE(sealed.length);
      return Buffer.concat([sealed, length]);
    },
    openTrailer: (sealed) => TrailerSchema.parse(JSON.parse(open(TRAILER, 0, sealed).toString())),
  };
}

/** A new key for a new file. `name` (of `ofMedia`) is bound into it, so that a renamed file does not open. */
export function newSeal(secret: Uint8Array, name: string): FileSeal {
  return sealOf(secret, randomBytes(SALT_BYTES), name);
}

/** The key of a stored file, from its header; null when it is not one of ours. */
export function sealFromHeader(secret: Uint8Array, name: string, header: Buffer): FileSeal | null {
  if (header.length !== HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  return sealOf(secret, Buffer.from(header.subarray(MAGIC.length)), name);
}

/** Bytes on disk of the header and the frames of a file of `totalBytes` bytes. */
export function sealedBodyBytes(totalBytes: number): number {
  return HEADER_BYTES + totalBytes + Math.ceil(totalBytes / FRAME_BYTES) * TAG_BYTES;
}
