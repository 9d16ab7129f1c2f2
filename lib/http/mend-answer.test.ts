import http from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { mendAnswer } from "./mend-answer.mjs";

type Handler = (response: http.ServerResponse) => void;

let server: http.Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves one handler, which answers the way Next does, behind the mended answer. */
async function ask(handler: Handler, path = "/api/v2/thing", method = "GET"): Promise<Response> {
  const own = http.createServer((request, response) => {
    mendAnswer(request, response);
    handler(response);
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const address = own.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return fetch(`http://127.0.0.1:${address.port}${path}`, { method });
}

function stream(response: http.ServerResponse, text: string): void {
  response.flushHeaders();
  response.write(new TextEncoder().encode(text));
  response.end();
}

describe("the length of an answer", () => {
  test.each(["appendHeader", "setHeader"] as const)(
    "that %s gives as x-content-length is its Content-Length",
    async (set) => {
      const response = await ask((out) => {
        out.statusCode = 206;
        out[set]("x-content-length", "5");
        stream(out, "sound");
      });
      expect(response.headers.get("content-length")).toBe("5");
      expect(response.headers.has("transfer-encoding")).toBe(false);
      expect(response.headers.has("x-content-length")).toBe(false);
      expect(await response.text()).toBe("sound");
    },
  );

  test("is told to HEAD without a body", async () => {
    const response = await ask(
      (out) => {
        out.appendHeader("x-content-length", "1200384");
        out.end();
      },
      "/api/v2/thing",
      "HEAD",
    );
    expect(response.headers.get("content-length")).toBe("1200384");
    expect(await response.text()).toBe("");
  });

  test("is never false without anybody noticing: a shorter body ends the connection", async () => {
    const response = await ask((out) => {
      out.appendHeader("x-content-length", "100");
      stream(out, "sound");
    });
    await expect(response.text()).rejects.toThrow();
  });
});

describe("an error that Next answers by itself", () => {
  const html: Handler = (out) => {
    out.statusCode = 404;
    out.setHeader("content-type", "text/html; charset=utf-8");
    out.setHeader("etag", '"x"');
    stream(out, "<html>not found</html>");
  };

  test("is JSON under /api", async () => {
    const response = await ask(html);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.has("etag")).toBe(false);
    expect(await response.json()).toEqual({
      statusCode: 6,
      statusMessage: "There is nothing under this address.",
    });
  });

  test.each([405, 500])("is JSON with %i and nothing in it", async (status) => {
    const response = await ask((out) => {
      out.statusCode = status;
      out.end();
    });
    expect(response.status).toBe(status);
    expect(Object.keys(await response.json())).toEqual(["statusCode", "statusMessage"]);
  });

  test("stays a page elsewhere, and so do next-auth's", async () => {
    expect(await (await ask(html, "/nowhere")).text()).toContain("<html>");
    expect(await (await ask(html, "/api/auth/nowhere")).text()).toContain("<html>");
  });

  test("our own refusals and plain answers pass as they are", async () => {
    const refused = await ask((out) => {
      out.statusCode = 403;
      out.appendHeader("content-type", "application/json");
      stream(out, '{"statusCode":5}');
    });
    expect([refused.status, await refused.json()]).toEqual([403, { statusCode: 5 }]);
    const empty = await ask((out) => {
      out.statusCode = 204;
      out.end();
    });
    expect(empty.status).toBe(204);
  });
});
