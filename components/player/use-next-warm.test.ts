import { QueryClient } from "@tanstack/react-query";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { OutgoingMediaFile } from "@/lib/privacy/outgoing";
import { fileToWarm, warm } from "./use-next-warm";

function aFile(rest: Partial<OutgoingMediaFile> = {}): OutgoingMediaFile {
  return {
    mediaKey: "key",
    playPath: "/recordings/r/play/key.mp3",
    peaksPath: "/recordings/r/peaks/key",
    type: "audio/mpeg",
    masks: [],
    maskedSpans: [],
    audio: "ready",
    duration: "90000",
    ...rest,
  };
}

test.each([
  ["a short call", [aFile()], 0],
  ["one whose first file has no sound", [aFile({ audio: "missing" }), aFile()], 1],
  ["one that is still being prepared", [aFile({ audio: "pending" })], -1],
  ["one of hours", [aFile({ duration: "36000000" })], -1],
  [
    "one of unknown length",
    [{ ...aFile(), duration: undefined }].map(({ duration: _, ...file }) => file),
    -1,
  ],
])("of %s the right file is made ready, or none", (_, mediaFiles, index) => {
  expect(fileToWarm({ mediaFiles })).toBe(mediaFiles[index]);
});

describe("making ready", () => {
  /** Requests that never end by themselves. */
  function listeningFetch() {
    const asked: { method: string; path: string; signal: AbortSignal | null | undefined }[] = [];
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => {
      asked.push({ method: init?.method ?? "GET", path, signal: init?.signal });
      return new Promise(() => undefined);
    });
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.unstubAllGlobals();
      vi.useRealTimers();
    });
    return asked;
  }

  test("asks for the waveform, and for the sound without its bytes; called off when it is not wanted any more", () => {
    const asked = listeningFetch();
    const release = warm(new QueryClient(), "genesys-engage", aFile());
    expect(asked.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      "GET /api/v2/recordings/r/peaks/key",
      "HEAD /api/v2/recordings/r/play/key.mp3",
    ]);
    release();
    expect(asked.some(({ signal }) => signal?.aborted)).toBe(false);
    vi.runAllTimers();
    expect(asked.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  test("goes on for the player that opens meanwhile", () => {
    const asked = listeningFetch();
    const client = new QueryClient();
    const release = warm(client, "genesys-engage", aFile());
    release();
    const opened = warm(client, "genesys-engage", aFile());
    vi.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(2);
    expect(asked.some(({ signal }) => signal?.aborted)).toBe(false);
    opened();
  });
});
