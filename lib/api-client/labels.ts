import type { OutgoingLabel } from "@/lib/privacy/outgoing";
import { fetchJson } from "./fetch-json";

export type NewLabel = Readonly<{ name: string; content?: Readonly<Record<string, unknown>> }>;

/** Adds a label; a comment is a label named `comment` whose content has a `text`. */
export const addLabel = (recordingId: string, label: NewLabel) =>
  fetchJson<{ label: OutgoingLabel }>(`/recordings/${recordingId}/labels`, { method: "POST", body: label });

/** Takes a label off, by the `path` that came with it. */
export const removeLabel = (label: Pick<OutgoingLabel, "path">) =>
  fetchJson<unknown>(label.path, { method: "DELETE" });

/** Replaces a label's content, by the `path` that came with it. */
export const changeLabel = (label: Pick<OutgoingLabel, "path">, content: Readonly<Record<string, unknown>>) =>
  fetchJson<{ label: OutgoingLabel }>(label.path, { method: "PUT", body: { content } });
