// @ts-check
/** The parts of EBML (RFC 8794) that a reader of WebM needs. Everything answers null where bytes are missing or wrong. */

/** @typedef {{ value: number, bytes: number }} Vint `value` is -1 where all bits are set: "unknown". */

const UNKNOWN = -1;

/**
 * A number with its length in its first bits. Values beyond what a double counts exactly are capped.
 * @param {Uint8Array} bytes @param {number} at @param {number} [end] @returns {Vint | "more" | null} null = it can't be one
 */
export function vintAt(bytes, at, end = bytes.length) {
  if (at >= end) return "more";
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8) return null;
  if (at + length > end) return "more";
  let value = first & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value: isUnknown ? UNKNOWN : Math.min(value, Number.MAX_SAFE_INTEGER), bytes: length };
}

/**
 * An element's id, marker bits included, as the specification writes them.
 * @param {Uint8Array} bytes @param {number} at @returns {Vint | "more" | null}
 */
export function idAt(bytes, at) {
  if (at >= bytes.length) return "more";
  const length = Math.clz32(bytes[at] ?? 0) - 23;
  if (length > 4) return null;
  if (at + length > bytes.length) return "more";
  let value = 0;
  for (let index = 0; index < length; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, bytes: length };
}

/** @param {Uint8Array} bytes */
export function unsigned(bytes) {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A float of 4 or 8 bytes. @param {Uint8Array} bytes */
export function float(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return bytes.length === 4 ? view.getFloat32(0) : bytes.length === 8 ? view.getFloat64(0) : 0;
}

/**
 * The children of an element that is here whole; what is wrong ends the list.
 * @param {Uint8Array} bytes @returns {{ id: number, content: Uint8Array }[]}
 */
export function children(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const id = idAt(bytes, at);
    if (id === null || id === "more") break;
    const size = vintAt(bytes, at + id.bytes);
    if (size === null || size === "more") break;
    const start = at + id.bytes + size.bytes;
    const end = size.value === UNKNOWN ? bytes.length : Math.min(bytes.length, start + size.value);
    found.push({ id: id.value, content: bytes.subarray(start, end) });
    at = end;
  }
  return found;
}

/**
 * The frames of a block's content behind its header of `at` bytes (Matroska §10, lacing); null = it makes no sense.
 * @param {Uint8Array} block @param {number} at @param {number} flags @returns {Uint8Array[] | null}
 */
export function framesOf(block, at, flags) {
  const lacing = (flags >> 1) & 3;
  if (lacing === 0) return [block.subarray(at)];
  const count = (block[at] ?? 0) + 1;
  const laced = { at: at + 1, block };
  const sizes =
    lacing === 1 ? xiphSizes(laced, count) : lacing === 3 ? ebmlSizes(laced, count) : evenSizes(laced, count);
  if (sizes === null) return null;
  const frames = [];
  let start = laced.at;
  for (const size of sizes) {
    if (size < 0 || start + size > block.length) return null;
    frames.push(block.subarray(start, start + size));
    start += size;
  }
  return frames;
}

/** @typedef {{ at: number, block: Uint8Array }} Laced */

/** @param {Laced} laced @param {number} count */
function evenSizes(laced, count) {
  const left = laced.block.length - laced.at;
  return left % count === 0 ? Array.from({ length: count }, () => left / count) : null;
}

/** @param {Laced} laced @param {number} count */
function xiphSizes(laced, count) {
  const sizes = [];
  for (let frame = 1; frame < count; frame += 1) {
    let size = 0;
    let byte = 255;
    while (byte === 255) {
      if (laced.at >= laced.block.length) return null;
      byte = laced.block[laced.at] ?? 0;
      laced.at += 1;
      size += byte;
    }
    sizes.push(size);
  }
  return withRest(laced, sizes);
}

/** @param {Laced} laced @param {number} count */
function ebmlSizes(laced, count) {
  /** @type {number[]} */
  const sizes = [];
  for (let frame = 1; frame < count; frame += 1) {
    const read = vintAt(laced.block, laced.at);
    if (read === null || read === "more" || read.value === UNKNOWN) return null;
    laced.at += read.bytes;
    // Every size but the first is the difference to the one before it, shifted to be unsigned.
    const before = sizes.at(-1);
    sizes.push(before === undefined ? read.value : before + read.value - (2 ** (7 * read.bytes - 1) - 1));
  }
  return withRest(laced, sizes);
}

/** @param {Laced} laced @param {number[]} sizes */
function withRest(laced, sizes) {
  const used = sizes.reduce((sum, size) => sum + size, 0);
  return [...sizes, laced.block.length - laced.at - used];
}
