import { type CloudSimulator, createCloudSimulator } from "@/lib/sources/genesys-cloud/simulator";
import { createKazooSimulator, type KazooSimulator } from "@/lib/sources/kazoo/simulator";
import { createRingcxSimulator, type RingcxSimulator } from "@/lib/sources/ringcx/simulator";
import type { SourceFetch } from "@/lib/sources/source";

/** The simulated vendors beside Genesys Engage, each at a host of its own. */
export type OtherVendors = Readonly<{
  cloud: CloudSimulator;
  ringcx: RingcxSimulator;
  kazoo: KazooSimulator;
  /** Their entries of a sources file: `cloud`, `ringcx`, `kazoo`. */
  entries: readonly Readonly<Record<string, unknown>>[];
  /** The simulator behind a host, or null. */
  fetchOf(host: string): SourceFetch | null;
}>;

/** Enough for a whole backfill in one test. */
const LIMITS = [
  { calls: 6_000, seconds: 60 },
  { calls: 60_000, seconds: 900 },
];

/** Fresh simulators on one clock, each with a few generated calls beside the spoken and the awkward ones. */
export function startOtherVendors(now: () => Date): OtherVendors {
  const common = { now, calls: 30, live: "steady" } as const;
  const cloud = createCloudSimulator({
    ...common,
    baseUrl: "http://cloud.example",
    mediaBaseUrl: "http://downloads.example",
  });
  const ringcx = createRingcxSimulator({ ...common, baseUrl: "http://ringcx.example", limits: LIMITS });
  const kazoo = createKazooSimulator({ ...common, baseUrl: "http://kazoo.example" });
  const fetches = new Map<string, SourceFetch>([
    ["cloud.example", cloud.fetch],
    ["downloads.example", cloud.fetch],
    ["ringcx.example", ringcx.fetch],
    ["kazoo.example", kazoo.fetch],
  ]);
  return {
    cloud,
    ringcx,
    kazoo,
    entries: [
      { id: "cloud", name: "Genesys Cloud", ...cloud.source, backfillDays: 3 },
      { id: "ringcx", name: "RingCX", ...ringcx.source },
      { id: "kazoo", name: "Kazoo", ...kazoo.source, backfillDays: 40 },
    ],
    fetchOf: (host) => fetches.get(host) ?? null,
  };
}
