"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { meOptions } from "@/lib/api-client/queries";
import type { Track } from "./player-context";
import { isWorthKeeping, keepPosition, type LastPosition, lastPosition, positionKey } from "./positions";

const KEEP_EVERY_MS = 5_000;
/** Who has listened on for so long has begun anew. */
const OFFER_MS = 15_000;

type Now = Readonly<{
  mediaKey: string;
  fileMs: number;
  callMs: number;
  durationMs: number;
  isPlaying: boolean;
}>;

/** Keeps where this person stands in this call, and gives where they stopped the last time, while that is worth an offer. */
export function useLastPosition(track: Track, now: Now): LastPosition | null {
  const me = useQuery(meOptions());
  const key = me.data ? positionKey(me.data.user.id, track.call.id) : null;
  const [offer, setOffer] = useState<Readonly<{ key: string; last: LastPosition | null }> | null>(null);
  if (key !== null && offer?.key !== key) setOffer({ key, last: lastPosition(window.localStorage, key) });

  const isAsked = track.mediaKey !== null || track.atMs > 0;
  const last = offer?.last ?? null;
  const isOffered = !isAsked && last !== null && now.callMs < OFFER_MS;
  // While the offer stands, what it offers must not be written over.
  const step = isOffered ? null : Math.floor(now.callMs / KEEP_EVERY_MS);
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  const { isPlaying } = now;
  useEffect(() => {
    const { mediaKey, fileMs, callMs, durationMs } = latest.current;
    if (key === null || step === null || durationMs <= 0) return;
    if (isWorthKeeping(callMs, durationMs)) {
      keepPosition(window.localStorage, key, { mediaKey, atMs: fileMs });
    } else if (isPlaying) keepPosition(window.localStorage, key, null);
  }, [key, step, isPlaying]);

  return isOffered ? last : null;
}
