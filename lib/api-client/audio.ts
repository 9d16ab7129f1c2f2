import { type QueryClient, type QueryKey, queryOptions } from "@tanstack/react-query";
import { ApiError, apiUrl } from "./fetch-json";

/** Whether a file's audio can be played now. `gone` = there is none under this name any more, or never was. */
export type AudioReadiness = "ready" | "pending" | "gone";
type Probe = Readonly<{ state: AudioReadiness; retryAfterSeconds: number }>;

const SHORTEST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 30;
/** With the waits that vendors ask for, some five minutes or more. */
const MOST_TRIES = 60;

const FAILURES: Readonly<Record<number, string>> = {
  502: "The recording system did not send this audio.",
  503: "The recording system can't be reached right now.",
};

/** Asks for the audio without its bytes, and so without a row in the audit log. */
async function probeAudio(playPath: string, signal: AbortSignal): Promise<Probe> {
  let response: Response;
  try {
    response = await fetch(apiUrl(playPath), { method: "HEAD", signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 4, "Earmark can't be reached. Check your connection.", null);
  }
  const asked = Number(response.headers.get("retry-after"));
  const retryAfterSeconds = Math.min(
    LONGEST_WAIT_SECONDS,
    Math.max(SHORTEST_WAIT_SECONDS, Number.isFinite(asked) ? asked : 0),
  );
  if (response.status === 202) return { state: "pending", retryAfterSeconds };
  if (response.status === 404) return { state: "gone", retryAfterSeconds };
  if (response.ok) return { state: "ready", retryAfterSeconds };
  const words = FAILURES[response.status] ?? "This audio can't be played.";
  throw new ApiError(response.status, 4, words, null);
}

/**
 * Asks whether a file's audio is there, and again as often as the server says, up to a limit. Whatever else than waiting
 * comes of it, the call is read again by its own query (`callKey`): its file may have got another name, or turned out to be
 * missing.
 */
export const audioProbeOptions = (callKey: QueryKey, playPath: string) =>
  queryOptions({
    queryKey: ["audio-probe", playPath],
    queryFn: async ({ signal, client }) => {
      const probe = await probeAudio(playPath, signal);
      const reread = () => client.invalidateQueries({ queryKey: callKey });
      if (probe.state === "ready") void reread();
      // What the recording says now decides before anybody is told that there is nothing.
      if (probe.state === "gone") await reread();
      return probe;
    },
    refetchInterval: ({ state }) =>
      state.data?.state === "pending" && state.dataUpdateCount < MOST_TRIES
        ? state.data.retryAfterSeconds * 1_000
        : false,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/**
 * Lets the server begin to fetch a file's audio from its vendor, without a byte to this browser and so without a row in the audit
 * log. The server lets go of it some seconds later unless somebody listens by then, or it is whole.
 */
export const audioWarmOptions = (playPath: string) =>
  queryOptions({
    queryKey: ["audio-warm", playPath],
    queryFn: ({ signal }) => probeAudio(playPath, signal),
    retry: false,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });

/** True when the audio was asked for so often that nobody asks by itself any more. */
export function hasGivenUp(client: QueryClient, callKey: QueryKey, playPath: string): boolean {
  const state = client.getQueryState(audioProbeOptions(callKey, playPath).queryKey);
  return (state?.dataUpdateCount ?? 0) >= MOST_TRIES;
}
