import { isReserved } from "@/lib/domain/labels";
import { type RecordingSource, SourceError } from "../source";
import type { RawDocument, Tags } from "./api-types";
import type { KazooClient } from "./client";
import { documentsOf } from "./find";
import { oldestFirst } from "./mapper";
import { pause } from "./waits";

type Labels = Extract<RecordingSource["labels"], { supported: true }>;

export type KazooLabels = Labels &
  Readonly<{
    /** True once this server has refused to change metadata: there is no other way to find out (fact sheet §1). */
    isRefusedHere(): boolean;
  }>;

/** Names without dots, which filters can't reach, and without what differs between servers (fact sheet §8.7). */
const NAME = /^[a-z0-9_-]{1,40}$/;
/** Waits before a change that met another one is tried again (§13.12). */
const CONFLICT_WAITS_MS = [100, 300, 900];

const NOT_HERE = "This Kazoo server can't change what is stored with a recording.";

/**
 * Labels as tags in `user_metadata`: names alone. A tag is put on the oldest document of a call and taken off every one. Only
 * the one tag is sent, for the server to merge, so that tags of others stay.
 */
export function kazooLabels(
  client: KazooClient,
  waitsMs: readonly number[] = CONFLICT_WAITS_MS,
): KazooLabels {
  let isRefused = false;

  /** One change of one document, made anew from what is stored when somebody was faster. Null = the document is gone. */
  async function changed(
    vendorId: string,
    document: RawDocument,
    name: string,
    isOn: boolean,
    signal: AbortSignal,
  ): Promise<RawDocument | null> {
    let stored = document;
    for (let tries = 0; ; tries += 1) {
      try {
        return await client.patchTags(stored.id, changeOf(stored.tags, name, isOn), signal);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (error.kind === "unsupported") {
          isRefused = true;
          throw new SourceError("unsupported", NOT_HERE);
        }
        if (error.kind === "notFound") return null;
        if (error.kind !== "conflict" && !error.unclear) throw error;
        const waitMs = waitsMs[tries];
        if (waitMs === undefined) throw error;
        await pause(waitMs, signal);
        const again = (await documentsOf(client, vendorId, signal)).find(({ id }) => id === document.id);
        if (again === undefined) return null;
        if (hasTag(again, name) === isOn) return again;
        stored = again;
      }
    }
  }

  return {
    supported: true,
    isRefusedHere: () => isRefused,
    refuses(name, content) {
      if (isRefused) return NOT_HERE;
      if (content !== undefined && content !== null) return "Kazoo holds only the names of labels.";
      if (isReserved(name) || !NAME.test(name)) {
        return "Kazoo holds only labels of 1 to 40 small letters, digits, - and _.";
      }
      return null;
    },
    async add(vendorId, { name }, signal) {
      if (isRefused) throw new SourceError("unsupported", NOT_HERE);
      const documents = [...(await documentsOf(client, vendorId, signal))].sort(oldestFirst);
      if (documents.some((document) => hasTag(document, name))) return { vendorLabelId: name };
      const [oldest] = documents;
      const after = oldest === undefined ? null : await changed(vendorId, oldest, name, true, signal);
      if (after === null) throw new SourceError("notFound", "Kazoo has no such recording.");
      // What is not writable there is left out in silence (§8.7): then the label is kept here.
      if (!hasTag(after, name)) throw new SourceError("unsupported", NOT_HERE);
      return { vendorLabelId: name };
    },
    async update() {
      throw new SourceError("unsupported", "Kazoo holds only the names of labels.");
    },
    async remove(vendorId, vendorLabelId, signal) {
      const documents = await documentsOf(client, vendorId, signal);
      for (const document of documents.filter((one) => hasTag(one, vendorLabelId))) {
        await changed(vendorId, document, vendorLabelId, false, signal);
      }
    },
    async definitions() {
      return [];
    },
  };
}

/** Null removes a name. A list of names, as other programs may write it, is replaced whole by the server: it stays a list. */
function changeOf(tags: Tags | null, name: string, isOn: boolean): Record<string, 1 | null> | string[] {
  if (tags === null || !tags.isList) return { [name]: isOn ? 1 : null };
  const others = tags.names.filter((one) => one !== name);
  return isOn ? [...others, name] : others;
}

function hasTag({ tags }: RawDocument, name: string): boolean {
  return tags?.names.includes(name) ?? false;
}
