/** Next calls this once per process: starts the database, sync and jobs before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { getRuntime, stopRuntime } = await import("@/lib/services/runtime");
  Object.assign(globalThis, { earmarkStop: stopRuntime });
  await getRuntime();
}
