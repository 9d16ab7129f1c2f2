/** What `npm run simulators`, the demo and tests need of every vendor's simulator. Each has more of its own. */
export type VendorSimulator = Readonly<{
  fetch: (request: Request) => Promise<Response>;
  /** This vendor's entry of a sources file, ready to use: everything but `id` and `name`. */
  source: Readonly<Record<string, unknown>>;
  /** What clients have changed, as JSON; `restore` takes it in another process. */
  snapshot: () => unknown;
  restore: (snapshot: unknown) => void;
  /** Back to the first moment: data, sessions, switches, requests seen. */
  reset: () => void;
}>;

export type VendorSimulatorOptions = Readonly<{
  /** Same seed, same data. */
  seed?: number;
  /** The server's clock; stands still at 2026-11-16T12:00:00Z unless given. */
  now?: () => Date;
  /** The newest calls lie just before this; default: `now()` at the start. */
  baseTime?: Date;
  /** Generated calls beside the written ones: up to a million. */
  calls?: number;
  /** "none" leaves out the spoken calls, and the awkward ones too unless `awkward` is true. */
  samples?: "spoken" | "none";
  awkward?: boolean;
  /** Where the server is reached; a path in it is expected in front of every request's path. */
  baseUrl?: string;
  /** Live calls: `steady` ones that last until a client or the control route ends them, or `rotating` ones by the clock. */
  live?: "steady" | "rotating";
}>;
