import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { LiveSource } from "@/lib/domain/answers";
import type { OutgoingLiveCall } from "@/lib/privacy/outgoing";
import { fetchJson } from "./fetch-json";

export type LiveStatus = "paused" | "recording" | "stopped";

/** `sources`: whether the calls of each are in `recordings`, so that an empty list never passes for a quiet one. */
export type LiveAnswer = Readonly<{
  statusCode: 0;
  recordings: readonly OutgoingLiveCall[];
  sources: readonly LiveSource[];
}>;

const POLL_MS = 3_000;

/** The calls being recorded now, asked for again and again while the tab is in sight. */
export const liveOptions = () =>
  queryOptions({
    queryKey: ["live"],
    queryFn: ({ signal }) => fetchJson<LiveAnswer>("/live", { signal }),
    refetchInterval: POLL_MS,
    refetchIntervalInBackground: false,
    staleTime: 0,
    placeholderData: keepPreviousData,
  });

/** `done`: the vendor has confirmed it. `requested`: it can't, and the state is not known. */
export type LiveOutcome = "done" | "requested";

/** Pauses, resumes or stops the recording of a live call: sent once, never repeated by itself. */
export async function setLiveStatus(id: string, status: LiveStatus): Promise<LiveOutcome> {
  const answer = await fetchJson<Readonly<{ state?: "requested" }>>(`/recordings/${id}`, {
    method: "PUT",
    body: { status },
  });
  return answer.state === "requested" ? "requested" : "done";
}
