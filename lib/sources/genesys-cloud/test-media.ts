/** Media answers written by hand, for tests of playing. */
import { ID, RECORDING, recording } from "./test-conversations";
import type { Sent } from "./test-kit";
import { wavOf } from "./test-wav";

export const REF = { vendorId: ID, vendorRef: RECORDING };
const HOST = "downloads.sim.example";
export const isMedia = ({ host }: Sent) => host === HOST;
export const addressOf = (key: string, expires = 2_000_000_000) =>
  `https://${HOST}/MediaCache/${key}.WAV?Expires=${expires}&Signature=s~-_%2B&Key-Pair-Id=K`;
export const urisOf = (...keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, { mediaUri: addressOf(key), waveformData: [1.0017] }]));
export const ready = (mediaUris: unknown, rest: object = {}) =>
  Response.json(recording({ mediaUris, ...rest }));
export const wav = (bytes: Buffer, headers: Record<string, string> = {}) =>
  new Response(new Uint8Array(bytes), {
    headers: { "content-type": "audio/wav", "content-length": String(bytes.length), ...headers },
  });
export const range = ({ headers }: Sent) =>
  Number(/^bytes=(\d+)-$/.exec(headers.get("range") ?? "")?.[1] ?? 0);
export const part = (file: Buffer, from: number) =>
  new Response(new Uint8Array(file.subarray(from)), {
    status: 206,
    headers: { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` },
  });

/** A body that breaks after so many bytes, or ends there as if that were all. */
export function cutShort(file: Buffer, after: number, how: "breaks" | "ends"): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isSent) controller.enqueue(new Uint8Array(file.subarray(0, after)));
      else if (how === "ends") controller.close();
      else controller.error(new Error("ECONNRESET"));
      isSent = true;
    },
  });
  return new Response(body, {
    headers: { "content-type": "audio/wav", "content-length": String(file.length) },
  });
}

export const FILE = wavOf(Array.from({ length: 4_000 }, (_, at) => at - 2_000));
