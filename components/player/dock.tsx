"use client";

import { type ComponentType, useEffect, useSyncExternalStore } from "react";
import { Failure } from "@/components/ui/feedback";
import { type Track, usePlayer } from "./player-context";

type Scripts = Readonly<{ Player: ComponentType<Readonly<{ track: Track }>> | null; hasFailed: boolean }>;

const NONE: Scripts = { Player: null, hasFailed: false };
const noneYet = () => NONE;

// Not `next/dynamic`: React shows what was suspended 300 ms after its last fallback at the earliest, and holds that against a
// player whose scripts have long been there.
let scripts = NONE;
let isLoading = false;
const readers = new Set<() => void>();

function change(to: Scripts): void {
  scripts = to;
  for (const read of readers) read();
}

/** Fetches the player's scripts ahead of the first press: for when somebody comes near a call. Again costs nothing. */
export function preloadPlayer(): void {
  if (isLoading || scripts.Player) return;
  isLoading = true;
  // Drawing is asked for by its own module; here it is only brought near.
  import("wavesurfer.js").catch(() => undefined);
  import("./dock-player")
    .then(({ DockPlayer }) => change({ Player: DockPlayer, hasFailed: false }))
    .catch(() => change({ Player: null, hasFailed: true }))
    .finally(() => {
      isLoading = false;
    });
}

/** The same once the page has nothing better to do: for a list of calls, one of which will be pressed. */
export function usePreloadedPlayer(): void {
  // The idle time of the page is the outside system; a browser without it (Safari) waits a moment instead.
  useEffect(() => {
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(preloadPlayer, IDLE_MS);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(preloadPlayer);
    return () => cancelIdleCallback(request);
  }, []);
}

const IDLE_MS = 500;

function subscribe(read: () => void): () => void {
  readers.add(read);
  return () => readers.delete(read);
}

/** The docked player: nothing, and no script of it, until a call is opened. */
export function Dock() {
  const { track, close } = usePlayer();
  const { Player, hasFailed } = useSyncExternalStore(subscribe, () => scripts, noneYet);
  const isWanted = track !== null;
  // The network is the outside system.
  useEffect(() => {
    if (isWanted) preloadPlayer();
  }, [isWanted]);
  if (!track) return null;
  if (Player) return <Player track={track} />;
  if (!hasFailed) return null;
  return (
    <section aria-label="Player" className="shrink-0 border-line border-t bg-surface px-4 py-2">
      <Failure title="The player can't be loaded">Check your connection, then try again.</Failure>
      <p className="flex gap-4 pt-2">
        <button type="button" className="text-accent underline" onClick={preloadPlayer}>
          Try again
        </button>
        <button type="button" className="underline" onClick={close}>
          Close the player
        </button>
      </p>
    </section>
  );
}
