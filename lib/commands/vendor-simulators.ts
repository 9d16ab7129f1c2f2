/** The four vendors' simulators on loopback ports, and the sources file that fits them. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { VendorName } from "@/lib/domain/vendors";
import { createCloudSimulator } from "@/lib/sources/genesys-cloud/simulator";
import { createEngageSimulator } from "@/lib/sources/genesys-engage/simulator";
import { createKazooSimulator } from "@/lib/sources/kazoo/simulator";
import { createRingcxSimulator } from "@/lib/sources/ringcx/simulator";
import { type SimulatorServer, serveSimulator } from "@/lib/sources/simulator-server";
import type { VendorSimulator, VendorSimulatorOptions } from "@/lib/sources/vendor-simulator";

const HOST = "127.0.0.1";
const READ_ONLY = new Set(["GET", "HEAD", "OPTIONS"]);
/** What a demo needs of a vendor whose real limits would make it wait for hours. */
const RELAXED_LIMITS = [
  { calls: 600, seconds: 60 },
  { calls: 6_000, seconds: 900 },
];

const RELAXED_CLOUD_RATE = 3_000;

export type SimulatorsOptions = Readonly<{
  /** Of the first; the others take the next ones. 0 = any free one for each. */
  port: number;
  /** Generated calls per vendor instead of the sample calls; null = the sample calls. */
  calls: number | null;
  /** A file that keeps what clients changed, over a restart. */
  stateFile: string | null;
  /** RingCX and Genesys Cloud answer as often as a demo needs, and their sources know it. */
  relaxedLimits: boolean;
  live: "steady" | "rotating";
}>;

/** One entry of a sources file. */
export type SourceEntry = Readonly<Record<string, unknown>> & Readonly<{ id: string; name: string }>;

export type Simulators = Readonly<{ sources: readonly SourceEntry[]; stop: () => Promise<void> }>;

type Kind = Readonly<{
  id: string;
  name: string;
  vendor: VendorName;
  create: (options: VendorSimulatorOptions, relaxedLimits: boolean) => VendorSimulator;
}>;

/** In the order of their ports. */
const KINDS: readonly Kind[] = [
  {
    id: "engage",
    name: "Genesys Engage",
    vendor: "genesys-engage",
    create: (options) => createEngageSimulator(options),
  },
  {
    id: "cloud",
    name: "Genesys Cloud",
    vendor: "genesys-cloud",
    create: (options, relaxedLimits) => {
      const simulator = createCloudSimulator(options);
      // Its source follows what the answers say is allowed.
      if (relaxedLimits) simulator.switches.ratePerMinute = RELAXED_CLOUD_RATE;
      return simulator;
    },
  },
  {
    id: "ringcx",
    name: "RingCX",
    vendor: "ringcx",
    create: (options, relaxedLimits) =>
      createRingcxSimulator({ ...options, ...(relaxedLimits ? { limits: RELAXED_LIMITS } : {}) }),
  },
  { id: "kazoo", name: "Kazoo", vendor: "kazoo", create: (options) => createKazooSimulator(options) },
];

const StateSchema = z.object({
  version: z.literal(2),
  baseTimeMs: z.number(),
  vendors: z.record(z.string(), z.unknown()),
});

/** The file's state, or null when there is none yet or another version wrote it. */
function readState(file: string): z.infer<typeof StateSchema> | null {
  try {
    return StateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Replaces a file whole: a reader never sees half of it. */
export function writeFile(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 1)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Starts all four. Throws, and leaves none running, when one can't listen. */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const kept = options.stateFile === null ? null : readState(options.stateFile);
  const baseTimeMs = kept?.baseTimeMs ?? Date.now();
  const started: { kind: Kind; simulator: VendorSimulator; server: SimulatorServer }[] = [];
  const stop = async () => {
    await Promise.all(started.map(({ server }) => server.close()));
  };
  const keep = () => {
    if (options.stateFile === null) return;
    const vendors = Object.fromEntries(started.map(({ kind, simulator }) => [kind.id, simulator.snapshot()]));
    writeFile(options.stateFile, { version: 2, baseTimeMs, vendors });
  };
  try {
    for (const [position, kind] of KINDS.entries()) {
      started.push(
        await startOne(kind, position, { ...options, baseTimeMs, snapshot: kept?.vendors[kind.id] }, keep),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  keep();
  const sources = started.map(({ kind, simulator }) => ({
    id: kind.id,
    name: kind.name,
    ...simulator.source,
  }));
  return { sources, stop };
}

async function startOne(
  kind: Kind,
  position: number,
  options: SimulatorsOptions & Readonly<{ baseTimeMs: number; snapshot: unknown }>,
  keep: () => void,
): Promise<{ kind: Kind; simulator: VendorSimulator; server: SimulatorServer }> {
  let respond: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const server = await serveSimulator({
    host: HOST,
    port: options.port === 0 ? 0 : options.port + position,
    fetch: (request) => respond(request),
  });
  const simulator = kind.create(
    {
      now: () => new Date(),
      baseTime: new Date(options.baseTimeMs),
      baseUrl: server.url,
      live: options.live,
      ...(options.calls === null ? {} : { calls: options.calls, samples: "none" as const, awkward: false }),
    },
    options.relaxedLimits,
  );
  if (options.snapshot !== undefined) simulator.restore(options.snapshot);
  respond = async (request) => {
    const response = await simulator.fetch(request);
    if (!READ_ONLY.has(request.method)) keep();
    return response;
  };
  return { kind, simulator, server };
}
