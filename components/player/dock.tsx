"use client";

import dynamic from "next/dynamic";
import { usePlayer } from "./player-context";

const loadPlayer = () => import("./dock-player").then((module) => module.DockPlayer);
const DockPlayer = dynamic(loadPlayer, { ssr: false });

/** Fetches the player's scripts ahead of the first press: for when somebody comes near a call. Again costs nothing. */
export function preloadPlayer(): void {
  // What can't be fetched now is fetched, or complained of, when a call is opened.
  for (const part of [loadPlayer(), import("wavesurfer.js")]) part.catch(() => undefined);
}

/** The docked player: nothing, and no script of it, until a call is opened. */
export function Dock() {
  const { track } = usePlayer();
  return track ? <DockPlayer track={track} /> : null;
}
