/** JSON as this vendor's database holds it, and what a stored recording is. */
import { createHash } from "node:crypto";
import type { AudioPlan } from "@/lib/samples/audio-plan";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** How the audio of one document behaves when it is asked for. */
export type AudioTrouble =
  | "none"
  | "providerFails" // 500 datastore_fault
  | "slow" // seconds before the first byte
  | "empty" // 200 with zero bytes
  | "jsonInside" // a JSON error with the content type of audio
  | "noContentType";

/** The attachment of a document. */
export type StoredAudio = Readonly<{
  plan: AudioPlan;
  encoding: "mp3" | "wav";
  /** The attachment's name: goes unquoted into content-disposition. */
  name: string;
  contentType: string;
  /** Epoch ms at which the upload has ended; null = it never does. Before that the document has no audio. */
  arrivesAtMs: number | null;
  /** Kept in the database, or at a provider that keeps its copy when the document is deleted. */
  storage: "document" | "provider";
  trouble: AudioTrouble;
}>;

/** A document as the database holds it. */
export type Stored = Readonly<{
  id: string;
  accountId: string;
  /** Hidden creation time, Gregorian seconds: the axis of every list. */
  created: number;
  /** When recording began: its month begins the id. */
  startedS: number;
  ownerId: string | null;
  /** The public part. */
  document: JsonObject;
  audio: StoredAudio | null;
}>;
