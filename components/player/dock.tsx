"use client";

import dynamic from "next/dynamic";
import { usePlayer } from "./player-context";

const DockPlayer = dynamic(() => import("./dock-player").then((module) => module.DockPlayer), { ssr: false });

/** The docked player: nothing, and no script of it, until a call is opened. */
export function Dock() {
  const { track } = usePlayer();
  return track ? <DockPlayer track={track} /> : null;
}
