/** What the player spares the listener: wavesurfer.js loading a call and decoding it by itself, in the same browser. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import type { Browser } from "playwright";
import { z } from "zod";
import { ROOT } from "./tools";

const DECODE_MS = 180_000;
const PAGE = `<!doctype html><meta charset="utf-8"><div id="waveform"></div><script type="module">
import WaveSurfer from "/wavesurfer.js";
const startMs = performance.now();
const waveform = WaveSurfer.create({ container: "#waveform", url: "/call.mp3", splitChannels: [{}, {}], height: 48 });
waveform.once("redrawcomplete", () => { document.title = String(performance.now() - startMs); });
waveform.once("error", (error) => { document.title = "failed: " + error.message; });
</script>`;

/** Milliseconds from its start to the drawn waveform; null when the browser could not. */
export async function decodeInBrowser(browser: Browser, sound: Buffer): Promise<number | null> {
  const script = readFileSync(path.join(ROOT, "node_modules/wavesurfer.js/dist/wavesurfer.esm.js"));
  const files: Record<string, [type: string, body: Buffer]> = {
    "/": ["text/html", Buffer.from(PAGE)],
    "/wavesurfer.js": ["text/javascript", script],
    "/call.mp3": ["audio/mpeg", sound],
  };
  const server = http.createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? ["text/plain", Buffer.alloc(0)];
    response.writeHead(200, { "content-type": type, "content-length": body.length }).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const page = await browser.newPage();
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction("document.title !== ''", undefined, { timeout: DECODE_MS });
    const tookMs = Number(await page.title());
    return Number.isFinite(tookMs) ? tookMs : null;
  } finally {
    await page.close();
    server.closeAllConnections();
    server.close();
  }
}
