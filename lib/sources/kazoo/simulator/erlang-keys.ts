/** `start_key` and `next_start_key`: base64url of a list in Erlang's external term format (fact sheet §7.3). */

export type KeyPart = number | string | Readonly<Record<string, never>>;

const VERSION = 0x83;
const LIST = 0x6c;
const NIL = 0x6a;
const SMALL_INTEGER = 0x61;
const INTEGER = 0x62;
const SMALL_BIG = 0x6e;
const BINARY = 0x6d;
const SMALL_TUPLE = 0x68;
/** An empty JSON object is the tuple `{[]}`; it sorts after every text. */
const EMPTY_OBJECT = Buffer.from([SMALL_TUPLE, 1, NIL]);
const MAX_PARTS = 8;

function encodePart(part: KeyPart): Buffer {
  if (typeof part === "string") {
    const bytes = Buffer.from(part, "utf8");
    const head = Buffer.alloc(5);
    head[0] = BINARY;
    head.writeUInt32BE(bytes.length, 1);
    return Buffer.concat([head, bytes]);
  }
  if (typeof part !== "number") return EMPTY_OBJECT;
  if (part >= 0 && part < 0x100) return Buffer.from([SMALL_INTEGER, part]);
  if (part < 0x8000_0000) {
    const head = Buffer.alloc(5);
    head[0] = INTEGER;
    head.writeInt32BE(part, 1);
    return head;
  }
  const bytes = Buffer.alloc(8);
  bytes.set([SMALL_BIG, 5, 0]);
  bytes.writeUIntLE(part, 3, 5);
  return bytes;
}

/** The key of a list of parts. Numbers are whole and below 2^40. */
export function encodeKey(parts: readonly KeyPart[]): string {
  const head = Buffer.alloc(6);
  head.set([VERSION, LIST]);
  head.writeUInt32BE(parts.length, 2);
  return Buffer.concat([head, ...parts.map(encodePart), Buffer.from([NIL])]).toString("base64url");
}

function decodePart(bytes: Buffer, at: number): { part: KeyPart; next: number } | null {
  const tag = bytes[at];
  if (tag === SMALL_INTEGER && at + 1 < bytes.length) return { part: bytes.readUInt8(at + 1), next: at + 2 };
  if (tag === INTEGER && at + 4 < bytes.length) return { part: bytes.readInt32BE(at + 1), next: at + 5 };
  if (tag === SMALL_BIG) {
    const size = bytes[at + 1] ?? 0;
    if (size < 1 || size > 6 || at + 2 + size >= bytes.length) return null;
    const value = bytes.readUIntLE(at + 3, size);
    return { part: bytes[at + 2] === 0 ? value : -value, next: at + 3 + size };
  }
  if (tag === BINARY && at + 4 < bytes.length) {
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    return end < bytes.length ? { part: bytes.toString("utf8", at + 5, end), next: end } : null;
  }
  if (bytes.subarray(at, at + 3).equals(EMPTY_OBJECT)) return { part: {}, next: at + 3 };
  return null;
}

/** The parts of a key; null when it is none (the server then takes the text itself, and finds nothing there). */
export function decodeKey(key: string): readonly KeyPart[] | null {
  if (!/^[A-Za-z0-9_-]+$/.test(key)) return null;
  const bytes = Buffer.from(key, "base64url");
  if (bytes.length < 7 || bytes[0] !== VERSION || bytes[1] !== LIST) return null;
  const count = bytes.readUInt32BE(2);
  if (count > MAX_PARTS) return null;
  const parts: KeyPart[] = [];
  let at = 6;
  for (let nth = 0; nth < count; nth += 1) {
    const decoded = decodePart(bytes, at);
    if (decoded === null) return null;
    parts.push(decoded.part);
    at = decoded.next;
  }
  return bytes[at] === NIL && at === bytes.length - 1 ? parts : null;
}
