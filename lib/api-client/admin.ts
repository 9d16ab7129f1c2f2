import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { fetchJson } from "./fetch-json";

/** Sets one of the two privacy lists. */
export const saveRecordingSetting = (name: string, value: string) =>
  fetchJson("/settings/recording", { method: "PUT", body: { name, value } });

export const previewPrivacy = (lists: { agentFields: string; customerFields: string }, signal: AbortSignal) =>
  fetchJson<{ recording: OutgoingRecording | null }>("/settings/recording/preview", {
    method: "POST",
    body: lists,
    signal,
  });

export type DefinitionInput = Readonly<{ name: string; displayName: string; description: string }>;

export const createDefinition = (input: DefinitionInput) =>
  fetchJson("/recording-label-definitions", {
    method: "POST",
    body: {
      name: input.name,
      ...(input.displayName ? { displayName: input.displayName } : {}),
      description: input.description,
    },
  });

export const updateDefinition = (id: string, input: Omit<DefinitionInput, "name">) =>
  fetchJson(`/recording-label-definitions/${encodeURIComponent(id)}`, { method: "PUT", body: input });

export const deleteDefinition = (id: string) =>
  fetchJson(`/recording-label-definitions/${encodeURIComponent(id)}`, { method: "DELETE" });

export type UserInput = Readonly<{
  name: string;
  role: string;
  accessGroups: readonly string[];
  partitions: readonly string[];
  agents: readonly { source: string; key: string }[];
  disabled?: boolean;
}>;

export const createUser = (input: UserInput & Readonly<{ email: string; password: string }>) =>
  fetchJson("/users", { method: "POST", body: input });

export const updateUser = (id: string, input: Partial<UserInput> & Readonly<{ password?: string }>) =>
  fetchJson(`/users/${id}`, { method: "PUT", body: input });
