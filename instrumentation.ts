/** Next calls this once per process: starts the database, sync and jobs before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { getRuntime, stopRuntime } = await import("@/lib/services/runtime");
  const play = await import("@/app/api/v2/recordings/[recordingId]/play/[mediaKey]/route");
  Object.assign(globalThis, {
    earmarkStop: stopRuntime,
    /** Answered by our listener without Next in between (lib/http/direct.mjs). */
    earmarkDirect: [
      {
        address: "/api/v2/recordings/{recordingId}/play/{mediaKey}",
        handlers: { GET: play.GET, HEAD: play.HEAD },
      },
    ],
  });
  // Our listener waits for the same promise and says in words why it failed; thrown here, Next would print it as a crash.
  await getRuntime().catch(() => undefined);
}
