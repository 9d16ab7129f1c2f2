/** Configurations from here on are CELT alone, which never repeats anything (RFC 6716 §3.1). */
const CELT = 16;
/** SILK frames of 10 ms, 20 ms and, two or three in one, of 40 and 60 ms. */
const SILK_FRAMES = [1, 1, 2, 3];

/**
 * True when the packet holds, for who lost the one before, that one's sound again in coarse form ("in-band FEC", RFC 6716
 * §4.2.4 and §4.2.5): cut off there, the first packet would still tell of what came before it.
 */
export function repeatsBefore(packet: Uint8Array): boolean {
  const first = packet[0] ?? 0;
  const configuration = first >> 3;
  if (configuration >= CELT) return false;
  const frames = configuration < 12 ? (SILK_FRAMES[configuration & 3] ?? 1) : 1;
  const bits = packet[firstFrameAt(packet)] ?? 0;
  // One bit for each frame says whether somebody speaks, then one says whether there are repetitions; twice for stereo.
  const isStereo = (first & 4) !== 0;
  const middle = (bits >> (7 - frames)) & 1;
  const side = isStereo ? (bits >> (6 - 2 * frames)) & 1 : 0;
  return (middle | side) === 1;
}

/** Where the first frame begins: behind the lengths of frames and of padding (RFC 6716 §3.2). */
function firstFrameAt(packet: Uint8Array): number {
  const code = (packet[0] ?? 0) & 3;
  if (code < 2) return 1;
  if (code === 2) return 1 + lengthBytes(packet, 1);
  const count = packet[1] ?? 0;
  let at = 2;
  if ((count & 0x40) !== 0) {
    while (packet[at] === 255) at += 1;
    at += 1;
  }
  const isVariable = (count & 0x80) !== 0;
  for (let frame = 1; isVariable && frame < (count & 63); frame += 1) at += lengthBytes(packet, at);
  return at;
}

function lengthBytes(packet: Uint8Array, at: number): number {
  return (packet[at] ?? 0) < 252 ? 1 : 2;
}
