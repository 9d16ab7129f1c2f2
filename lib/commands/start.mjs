// @ts-check
import { checkNode, isBuilt, ROOT, wordsOf } from "./project.mjs";

checkNode();
Object.assign(process.env, {
  NODE_ENV: "production",
  NEXT_TELEMETRY_DISABLED: "1",
  // We end the process ourselves, after the database is closed.
  NEXT_MANUAL_SIG_HANDLE: "true",
});

const { checkedSettings, loadEnvFile } = await import("./typescript.mjs");
loadEnvFile();
const { env, problems } = await checkedSettings();
if (!isBuilt()) problems.push("Earmark is not built yet: run `npm run build` first.");
if (!env || problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

Object.assign(process.env, {
  // next-auth reads its own address from here, and would take port 3000 for granted.
  NEXTAUTH_URL: env.url,
  EARMARK_DATA: env.dataDir,
  EARMARK_SOURCES: env.sourcesFile ?? "",
});
// What the build left outside of its bundles is found from here.
process.chdir(ROOT);

try {
  const { startServer, stopOnSignals } = await import("../http/server.mjs");
  const server = await startServer({ dir: ROOT, port: env.port, host: env.host, trustProxy: env.trustProxy });
  stopOnSignals(server.stop);
  console.log(`Earmark listens on port ${env.port}; its public address is ${env.url}`);
} catch (error) {
  console.error(`Earmark can't start: ${wordsOf(error)}`);
  process.exit(1);
}
