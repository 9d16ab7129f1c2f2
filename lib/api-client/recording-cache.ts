import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { recordingOptions, type SearchAnswer } from "./queries";

const LISTS = { queryKey: ["recordings", "list"] } as const;
type Pages = InfiniteData<SearchAnswer, string | null>;

/** Changes one recording wherever it is kept: on its own and in every list. */
export function patchRecording(
  client: QueryClient,
  id: string,
  change: (recording: OutgoingRecording) => OutgoingRecording,
): void {
  client.setQueryData(
    recordingOptions(id).queryKey,
    (known) => known && { ...known, recording: change(known.recording) },
  );
  client.setQueriesData<Pages>(LISTS, (known) => {
    if (!known) return known;
    return {
      ...known,
      pages: known.pages.map((page) => {
        if (!page.recordings.some((recording) => recording.id === id)) return page;
        return {
          ...page,
          recordings: page.recordings.map((recording) =>
            recording.id === id ? change(recording) : recording,
          ),
        };
      }),
    };
  });
}

/** What the lists already know of a recording, as its own query gives it; undefined when it is in none of them. */
export function listedRecording(
  client: QueryClient,
  id: string,
): Readonly<{ recording: OutgoingRecording }> | undefined {
  for (const [, known] of client.getQueriesData<Pages>(LISTS)) {
    for (const page of known?.pages ?? []) {
      const recording = page.recordings.find((one) => one.id === id);
      if (recording) return { recording };
    }
  }
  return undefined;
}

/** Brings one recording, and every list and count that may hold it, up to date. */
export async function refreshRecording(client: QueryClient, id: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: recordingOptions(id).queryKey }),
    refreshLists(client),
  ]);
}

/** Brings every list and its counts up to date. */
export async function refreshLists(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries(LISTS),
    client.invalidateQueries({ queryKey: ["facets"] }),
    client.invalidateQueries({ queryKey: ["histogram"] }),
  ]);
}
