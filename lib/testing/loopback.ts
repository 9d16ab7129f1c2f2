/** Servers on loopback, closed when the test that started them is over. */
import { onTestFinished } from "vitest";
import { serveSimulator } from "@/lib/sources/simulator-server";
import type { SourceFetch } from "@/lib/sources/source";

/** Serves `answer` on any free port; the address. */
export async function serveOnLoopback(answer: SourceFetch): Promise<string> {
  const server = await serveSimulator({ fetch: answer, port: 0 });
  onTestFinished(() => server.close());
  return server.url;
}

/** An address where a server was, and nobody listens any more. */
export async function deserted(): Promise<string> {
  const server = await serveSimulator({ fetch: async () => new Response(null, { status: 503 }), port: 0 });
  await server.close();
  return server.url;
}

/** A server that sends everybody on to another one, which counts those that come. */
export async function redirecting(): Promise<{ url: string; followed: () => number }> {
  let followed = 0;
  const other = await serveOnLoopback(async () => {
    followed += 1;
    return new Response("x");
  });
  const url = await serveOnLoopback(
    async () => new Response(null, { status: 302, headers: { location: `${other}/` } }),
  );
  return { url, followed: () => followed };
}
