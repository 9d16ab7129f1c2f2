/** Ids in the vendor's forms (fact sheet §2). A generated id carries its number, so that no table of ids is needed. */
import { hash, hex } from "@/lib/samples/random";

/** What kind of dialog an id belongs to: its first two hexadecimal digits. */
export const KINDS = { generated: "10", digital: "20", abandoned: "21", slot: "30", added: "31" } as const;
export type Kind = keyof typeof KINDS;

/** 32 hexadecimal digits that name a kind and a number. */
export function hex32(seed: number, kind: Kind, index: number): string {
  const middle = hash(seed, index, 93).toString(16).padStart(8, "0").slice(0, 6);
  return `${KINDS[kind]}${hex(seed, index, 91)}${hex(seed, index, 92)}${middle}${index.toString(16).padStart(8, "0")}`;
}

/** Kind and number behind a dialog id; null when the id is none of these. Whether it is right, the caller compares. */
export function readDialogId(id: string): Readonly<{ kind: Kind; index: number }> | null {
  const match = /^(?:s-v|d)-([0-9a-f]{2})[0-9a-f]{22}([0-9a-f]{8})(?:-\d+)?$/.exec(id);
  const kind = Object.keys(KINDS)
    .filter(isKind)
    .find((name) => KINDS[name] === match?.[1]);
  if (match === null || kind === undefined) return null;
  return { kind, index: Number.parseInt(match[2] ?? "", 16) };
}

const isKind = (name: string): name is Kind => name in KINDS;

/** `s-v-<32 hex>-<epoch ms>`. */
export const voiceDialogId = (hex32Digits: string, createdMs: number): string =>
  `s-v-${hex32Digits}-${createdMs}`;

/** `p-v-<32 hex>-<epoch ms>-<hex>`: the last part is the segment's start and its number in the dialog. */
export const voiceSegmentId = (
  hex32Digits: string,
  createdMs: number,
  startMs: number,
  nth: number,
): string => `p-v-${hex32Digits}-${createdMs}-${startMs.toString(16)}${nth.toString(16).padStart(2, "0")}`;

/** `d-…`, for dialogs and segments of digital channels. */
export const digitalId = (hex32Digits: string, suffix = ""): string => `d-${hex32Digits}${suffix}`;

/** 30 digits that begin with the time: `interactionId` of the report, `uii` of a live call. */
export function interactionId(startMs: number, group: number, index: number): string {
  const time = new Date(startMs).toISOString();
  const stamp = time.slice(0, 19).replace(/\D/g, "");
  return `${stamp}${time.slice(20, 23)}${String(group).padStart(3, "0")}${String(index).padStart(10, "0")}`;
}
