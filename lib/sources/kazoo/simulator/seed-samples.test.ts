import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SimulatorServer, serveSimulator } from "@/lib/sources/simulator-server";
import { CREDENTIALS, credentialsHash } from "./people";
import { createKazooSimulator } from "./simulator";

/** The vendor page's own curl samples, one to one, over HTTP on loopback: same verbs, paths, headers and bodies. */

const simulator = createKazooSimulator({ calls: 20 });
const accountId = CREDENTIALS.admin.accountId;
const recordingId = simulator.awkward[7]?.[0] ?? "";
const playableBytes = 100_000;
let server: SimulatorServer;
let token = "";

type Sent = Readonly<{ method: string; headers?: Record<string, string>; body?: string }>;
type Received = Readonly<{ status: number; headers: Readonly<Record<string, unknown>>; bytes: Buffer }>;

/** What curl sends: these headers, `Accept: *\/*` unless another is given, and nothing a browser adds. */
function curl(path: string, { method, headers = {}, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${server.url}${path}`,
      { method, headers: { accept: "*/*", ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = ({ bytes }: Received) => JSON.parse(bytes.toString("utf8"));

beforeAll(async () => {
  server = await serveSimulator({ port: 0, fetch: simulator.fetch });
  const { username, password, accountName } = CREDENTIALS.admin;
  const data = { credentials: credentialsHash(username, password, "md5"), account_name: accountName };
  const signedIn = await curl("/v2/user_auth", {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ data }),
  });
  expect(signedIn.status).toBe(201);
  token = json(signedIn).auth_token;
});

afterAll(() => server.close());

const auth = () => ({ "X-Auth-Token": token });

describe("fetch recordings", () => {
  test("for the whole account", async () => {
    const answer = await curl(`/v2/accounts/${accountId}/recordings`, { method: "GET", headers: auth() });
    expect(answer.status).toBe(200);
    expect(json(answer).data.length).toBeGreaterThan(10);
    expect(json(answer).page_size).toBe(json(answer).data.length);
  });

  test("for a user", async () => {
    const { userId } = CREDENTIALS.plain;
    const answer = await curl(`/v2/accounts/${accountId}/users/${userId}/recordings`, {
      method: "GET",
      headers: auth(),
    });
    expect(answer.status).toBe(200);
    const owners = json(answer).data.map((row: { owner_id: string }) => row.owner_id);
    expect(new Set(owners)).toEqual(new Set([userId]));
  });
});

describe("fetch recording media or document", () => {
  const path = () => `/v2/accounts/${accountId}/recordings/${recordingId}`;

  test("the document", async () => {
    const answer = await curl(path(), { method: "GET", headers: auth() });
    expect(answer.status).toBe(200);
    expect(json(answer).data).toMatchObject({ id: recordingId, content_type: "audio/mpeg" });
  });

  test("the sound, by Accept", async () => {
    const answer = await curl(path(), { method: "GET", headers: { ...auth(), Accept: "audio/mpeg" } });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe("audio/mpeg");
    expect(answer.headers["content-disposition"]).toMatch(/^attachment; filename=[0-9a-f]{32}\.mp3$/);
    expect(answer.bytes.length).toBeGreaterThan(playableBytes);
  });

  test("the sound, by the query, and inline either true or false", async () => {
    for (const [inline, word] of [
      ["true", "inline"],
      ["false", "attachment"],
    ]) {
      const answer = await curl(`${path()}?accept=audio/mpeg&inline=${inline}`, {
        method: "GET",
        headers: auth(),
      });
      expect(answer.status).toBe(200);
      expect(answer.bytes.length).toBeGreaterThan(playableBytes);
      expect(String(answer.headers["content-disposition"]).split(";")[0]).toBe(word);
    }
  });
});

test("change writable properties on a recording", async () => {
  const answer = await curl(`/v2/accounts/${accountId}/recordings/${recordingId}`, {
    method: "PATCH",
    headers: { ...auth(), "Content-Type": "application/json" },
    body: '{"data": { "user_metadata": { "tags": { "important": 1 } } } }',
  });
  expect(answer.status).toBe(200);
  expect(json(answer).data).toMatchObject({ id: recordingId, user_metadata: { tags: { important: 1 } } });
});

test("remove a recording", async () => {
  const path = `/v2/accounts/${accountId}/recordings/${recordingId}`;
  const answer = await curl(path, { method: "DELETE", headers: auth() });
  expect(answer.status).toBe(200);
  expect(json(answer).data).toMatchObject({ id: recordingId, _read_only: { deleted: true } });
  expect((await curl(path, { method: "GET", headers: auth() })).status).toBe(404);
});

describe("over the network as in tests", () => {
  test("zipped sound, a part of it, and a connection that breaks", async () => {
    const path = `/v2/accounts/${accountId}/recordings/${simulator.awkward[8]?.[0]}?accept=audio/mpeg`;
    const zipped = await curl(path, { method: "GET", headers: { ...auth(), "accept-encoding": "gzip" } });
    expect(zipped.headers["content-encoding"]).toBe("gzip");
    expect(zipped.headers["content-length"]).toBe(String(zipped.bytes.length));
    const part = await curl(path, { method: "GET", headers: { ...auth(), range: "bytes=10-19" } });
    expect([part.status, part.bytes.length]).toEqual([206, 10]);
    const broken = curl(path, { method: "GET", headers: { ...auth(), "x-simulator-fault": "droppedAudio" } });
    await expect(broken).rejects.toThrow();
    const head = await curl(path, { method: "HEAD", headers: auth() });
    expect([head.status, head.bytes.length]).toEqual([405, 0]);
  });
});
