/** nginx on loopback with one folder, to set our own streaming beside. */
import { mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isInstalled, startProgram } from "./tools";

const START_TRIES = 100;

/** Its base URL, or null when it is not installed. */
export async function startNginx(root: string, workDir: string): Promise<string | null> {
  if (!isInstalled("nginx", "-v")) return null;
  const port = await freePort();
  mkdirSync(path.join(workDir, "tmp"), { recursive: true });
  const file = path.join(workDir, "nginx.conf");
  writeFileSync(file, configOf(port, root, workDir));
  startProgram("nginx", ["-p", workDir, "-e", path.join(workDir, "error.log"), "-c", file]);
  for (let attempt = 0; attempt < START_TRIES; attempt += 1) {
    if (await answers(port)) return `http://127.0.0.1:${port}/`;
    await sleep(50);
  }
  throw new Error("nginx did not start");
}

/** One process, as ours is one; in the foreground, so that it ends with us. */
function configOf(port: number, root: string, workDir: string): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `  ${name}_temp_path ${path.join(workDir, "tmp", name)};`,
  );
  return `daemon off;
master_process off;
pid ${path.join(workDir, "nginx.pid")};
events { worker_connections 2048; }
http {
  access_log off;
  sendfile on;
${temporary.join("\n")}
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** A port of loopback that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}
