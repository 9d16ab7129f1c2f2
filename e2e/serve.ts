/** The real app, built, over simulators on loopback, with the demo's users and an empty database: what the browser tests visit. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startSimulators, writeFile } from "@/lib/commands/vendor-simulators";

const port = Number(process.env.E2E_PORT ?? 3170);
const dataDir = await mkdtemp(path.join(tmpdir(), "earmark-e2e-"));

const simulators = await startSimulators({
  port: port + 1,
  calls: null,
  stateFile: null,
  relaxedLimits: true,
  live: "steady",
});
const sourcesFile = path.join(dataDir, "sources.json");
writeFile(sourcesFile, { sources: simulators.sources.map((source) => ({ ...source, syncSeconds: 5 })) });

const app = spawn(process.execPath, ["lib/commands/start.mjs"], {
  stdio: "inherit",
  env: {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(port),
    HOST: "localhost",
    EARMARK_URL: `http://localhost:${port}`,
    EARMARK_SECRET: "browser-tests-only-0123456789abcdef0123456789",
    EARMARK_DATA: path.join(dataDir, "data"),
    EARMARK_SOURCES: sourcesFile,
    EARMARK_DEMO: "1",
    EARMARK_LOG_LEVEL: "warn",
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.kill(signal));
app.on("exit", (code) => {
  void simulators.stop();
  rm(dataDir, { recursive: true, force: true }).finally(() => process.exit(code ?? 0));
});
