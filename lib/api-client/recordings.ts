import { queryOptions } from "@tanstack/react-query";
import type { JobAnswer } from "@/lib/domain/answers";
import { ApiError, apiUrl, fetchJson, toApiError } from "./fetch-json";

export type DeletionAnswer = Readonly<{
  deleted: "done" | "scheduled";
  deleteTime?: string;
  /** Copies that the vendor keeps, in words. */
  remaining: readonly string[];
}>;

export type DeletionRequest = Readonly<{
  reason: string;
  /** Also what the vendor would otherwise keep, marked as deleted. Passed over by vendors that can't. */
  erase: boolean;
}>;

/** Deletes at the vendor; resolves only after the vendor has confirmed. */
export const deleteRecording = (id: string, { reason, erase }: DeletionRequest) =>
  fetchJson<DeletionAnswer>(`/recordings/${id}`, {
    method: "DELETE",
    body: { ...(reason === "" ? {} : { reason }), ...(erase ? { erase } : {}) },
  });

export const protectRecording = (id: string, operationName: "applyNonDelete" | "unapplyNonDelete") =>
  fetchJson<unknown>(`/recordings/${id}`, { method: "POST", body: { operationName } });

/** Shows masked fields to the caller for ten minutes. `expiresTime` is the server's, in the dialect's form. */
export const revealRecording = (id: string, fields: readonly string[], reason: string) =>
  fetchJson<{ expiresTime: string }>(`/recordings/${id}/reveal`, {
    method: "POST",
    body: { fields, reason },
  });

/** Which recordings an operation over many takes: named ones, or all that a stored search finds. */
export type Chosen = Readonly<{ ids: readonly string[] }> | Readonly<{ search: string }>;

export type BulkRequest = Chosen &
  Readonly<{
    operation: "delete" | "addLabel" | "removeLabel" | "applyNonDelete";
    name?: string;
    reason?: string;
  }>;

/** Queues an operation over many recordings; gives the job's id. */
export const startBulk = (request: BulkRequest) =>
  fetchJson<{ job: string }>("/recordings/bulk", { method: "POST", body: request });

const JOB_POLL_MS = 1_000;

/** True when nothing more will happen in this job. */
export function hasEnded(job: JobAnswer): boolean {
  return job.state !== "queued" && job.state !== "running";
}

export const jobOptions = (id: string) =>
  queryOptions({
    queryKey: ["jobs", id],
    queryFn: ({ signal }) => fetchJson<JobAnswer>(`/jobs/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data && hasEnded(query.state.data) ? false : JOB_POLL_MS),
    staleTime: 0,
  });

/** Cancels what has not begun. */
export const cancelJob = (id: string) => fetchJson<unknown>(`/jobs/${id}`, { method: "DELETE" });

export const forgetSearch = (id: string) => fetchJson<unknown>(`/searches/${id}`, { method: "DELETE" });

/** Fetches an export as it streams, telling the bytes so far; throws ApiError when refused. */
export async function exportRecordings(
  chosen: Chosen,
  format: "csv" | "json",
  options: Readonly<{ signal: AbortSignal; onBytes: (bytes: number) => void }>,
): Promise<Blob> {
  const response = await fetch(apiUrl("/recordings/export"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...chosen, format }),
    signal: options.signal,
  });
  if (!response.ok) throw toApiError(response, await response.json().catch(() => null));
  if (!response.body) throw new ApiError(response.status, 4, "The export came back empty.", null);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  let bytes = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parts.push(read.value);
    bytes += read.value.byteLength;
    options.onBytes(bytes);
  }
  return new Blob(parts, { type: response.headers.get("content-type") ?? "application/octet-stream" });
}
