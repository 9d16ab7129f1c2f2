import http from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import { answerDirectly, directLane } from "./direct.mjs";
import { mendAnswer } from "./mend-answer.mjs";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
const ADDRESS = "/api/v2/recordings/{recordingId}/play/{mediaKey}";
const PATH = "/api/v2/recordings/engage.A1/play/KEY.mp3";

let server: http.Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(handler: Handler): Promise<string> {
  const lane = directLane([{ address: ADDRESS, handlers: { GET: handler, HEAD: handler } }]);
  const own = http.createServer((request, response) => {
    mendAnswer(request, response);
    const direct = lane(request.method ?? "", request.url ?? "");
    if (direct) void answerDirectly(direct, request, response);
    else response.writeHead(404).end();
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const address = own.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return `http://127.0.0.1:${address.port}`;
}

const bytes = (size: number) => new Uint8Array(size).fill(7);

/** A body without end, which tells how much was taken of it and whether it was let go. */
function endless() {
  const seen = { taken: 0, cancelled: vi.fn() };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        seen.taken += 65_536;
        controller.enqueue(bytes(65_536));
      },
      cancel: seen.cancelled,
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

describe("the lane", () => {
  const handler: Handler = async () => new Response();
  const lane = directLane([{ address: ADDRESS, handlers: { GET: handler } }]);

  test.each([
    [PATH, { recordingId: "engage.A1", mediaKey: "KEY.mp3" }],
    [`${PATH}?download=1`, { recordingId: "engage.A1", mediaKey: "KEY.mp3" }],
    ["/api/v2/recordings/kazoo.a~20b/play/K", { recordingId: "kazoo.a~20b", mediaKey: "K" }],
  ])("takes %s", (url, params) => {
    expect(lane("GET", url)).toEqual({ handler, params });
  });

  test.each([
    ["POST", PATH],
    ["GET", `${PATH}/more`],
    ["GET", "/api/v2/recordings/engage.A1/peaks/KEY"],
    ["GET", "/api/v2/recordings/engage%2EA1/play/KEY"],
    ["GET", `/x${PATH}`],
  ])("leaves %s %s to Next", (method, url) => {
    expect(lane(method, url)).toBeNull();
  });
});

describe("an answer", () => {
  test("is the handler's, with its length and the headers that all answers have", async () => {
    const origin = await serve(async (request, { params }) => {
      const headers = { "x-content-length": "5", "content-type": "audio/mpeg" };
      expect([request.headers.get("range"), await params]).toEqual([
        "bytes=0-4",
        { recordingId: "engage.A1", mediaKey: "KEY.mp3" },
      ]);
      return new Response(request.method === "HEAD" ? null : bytes(5), { status: 206, headers });
    });
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(origin + PATH, { method, headers: { range: "bytes=0-4" } });
      expect(answer.status).toBe(206);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-length": "5",
        "content-type": "audio/mpeg",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      expect((await answer.arrayBuffer()).byteLength).toBe(method === "HEAD" ? 0 : 5);
    }
  });

  test("is taken from its source no faster than the listener takes it", async () => {
    const { body, seen } = endless();
    const origin = await serve(async () => new Response(body));
    const answer = await new Promise<http.IncomingMessage>((resolve) => http.get(origin + PATH, resolve));
    await vi.waitFor(() => expect(seen.taken).toBeGreaterThan(0));
    let before = -1;
    await vi.waitFor(() => {
      const isStill = seen.taken === before;
      before = seen.taken;
      expect(isStill).toBe(true);
    });
    expect(seen.taken).toBeLessThan(32 * 1_024 * 1_024);
    answer.destroy();
    await vi.waitFor(() => expect(seen.cancelled).toHaveBeenCalled());
  });

  test("is let go when the listener leaves, before the first byte too", async () => {
    const aborted = vi.fn();
    const origin = await serve(
      (request) =>
        new Promise((resolve) => {
          request.signal.addEventListener("abort", () => {
            aborted();
            resolve(new Response());
          });
        }),
    );
    const leaving = new AbortController();
    const asked = fetch(origin + PATH, { signal: leaving.signal }).catch(() => "left");
    await vi.waitFor(() => expect(server?.listening).toBe(true));
    setImmediate(() => leaving.abort());
    expect(await asked).toBe("left");
    await vi.waitFor(() => expect(aborted).toHaveBeenCalled());
  });

  test.each([
    ["breaks off", (controller: ReadableStreamDefaultController) => controller.error(new Error("gone"))],
    ["ends", (controller: ReadableStreamDefaultController) => controller.close()],
  ])("whose sound %s before its length ends the connection", async (_how, end) => {
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) return end(controller);
        sent = true;
        controller.enqueue(bytes(10));
      },
    });
    const origin = await serve(async () => new Response(body, { headers: { "x-content-length": "20" } }));
    await expect(fetch(origin + PATH).then((answer) => answer.arrayBuffer())).rejects.toThrow();
  });
});
