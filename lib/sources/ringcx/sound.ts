/** What a file is, by its first bytes. */

/** Enough to know every container that is played. */
export const SNIFFED_BYTES = 16;

/** Null = no sound that we know. An MP3 begins with `ID3` or with a frame's sync of layer III (fact sheet §5). */
export function soundTypeOf(head: Uint8Array): "audio/wav" | "audio/mpeg" | null {
  const text = new TextDecoder("latin1").decode(head.subarray(0, 12));
  if (/^(RIFF|RF64)/.test(text) && text.slice(8, 12) === "WAVE") return "audio/wav";
  const [first = 0, second = 0] = head;
  const isFrame = first === 0xff && (second & 0xe6) === 0xe2;
  return text.startsWith("ID3") || isFrame ? "audio/mpeg" : null;
}

/** True for a WAV written while it was still going on: its size is 0 or the largest there is (fact sheet §5). */
export function isStreamedWav(head: Uint8Array): boolean {
  if (soundTypeOf(head) !== "audio/wav" || head.length < 8) return false;
  const size = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(4, true);
  return size === 0 || size === 0xffffffff;
}
