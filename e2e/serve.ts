/** The real app, built, over simulators on loopback, with the demo's users and an empty database: what the browser tests visit. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createEngageSimulator } from "@/lib/sources/genesys-engage/simulator";
import { serveSimulator } from "@/lib/sources/simulator-server";

const port = Number(process.env.E2E_PORT ?? 3170);
const dataDir = await mkdtemp(path.join(tmpdir(), "earmark-e2e-"));

const simulator = createEngageSimulator({ now: () => new Date() });
const served = await serveSimulator({ fetch: simulator.fetch, port: port + 1 });

const sourcesFile = path.join(dataDir, "sources.json");
await writeFile(
  sourcesFile,
  JSON.stringify({
    sources: [
      {
        id: "engage",
        name: "Genesys Engage",
        vendor: "genesys-engage",
        baseUrl: served.url,
        username: simulator.credentials.admin.username,
        password: simulator.credentials.admin.password,
        syncSeconds: 5,
      },
    ],
  }),
);

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
  void served.close();
  rm(dataDir, { recursive: true, force: true }).finally(() => process.exit(code ?? 0));
});
