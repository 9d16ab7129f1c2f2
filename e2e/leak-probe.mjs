// @ts-check
/**
 * Loaded into the production server by e2e/leak-server.ts, before anything else: collects garbage for real when asked
 * (`node --expose-gc`), and tells what is left.
 */
import { readdirSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";

/** What was reachable from the turn before is not from this one. */
const TURNS = 4;

const { gc } = globalThis;
if (!gc) throw new Error("Without --expose-gc nothing can be said of leaks.");

process.on("message", async () => {
  for (let count = 0; count < TURNS; count += 1) {
    await turn();
    gc();
  }
  const { heapUsed, external } = process.memoryUsage();
  const runtime = await Reflect.get(globalThis, "earmark").runtime;
  process.send?.({
    heapBytes: heapUsed,
    externalBytes: external,
    descriptors: readdirSync("/proc/self/fd").length,
    arriving: runtime.spool.stats().arriving,
    listeners: runtime.listening.stats().listeners,
  });
});
