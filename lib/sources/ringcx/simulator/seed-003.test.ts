/**
 * The vendor page's Python sample (seed 003), step by step over plain HTTP: what it asks, with its headers, and what it
 * does with the answer. First as printed, then with the base path that the vendor repaired elsewhere.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SimulatorServer, serveSimulator } from "../../simulator-server";
import { createRingcxSimulator, type RingcxSimulator } from "./simulator";
import { BASE_MS, field, rowsOf, vendorTime } from "./test-client";

const PYTHON = "python-requests/2.32.3";
const RIGHT = "/voice/api/cx/integration/v1";

let server: SimulatorServer;
let simulator: RingcxSimulator;

beforeEach(async () => {
  simulator = createRingcxSimulator({ calls: 20 });
  server = await serveSimulator({ fetch: simulator.fetch, port: 0 });
});
afterEach(() => server.close());

type Ids = Readonly<{ rcAccountId: string; subAccountId: string; dialogId: string; segmentId: string }>;

/** `download_recording` of the sample, its base path given. Nothing is sent but the sample's two headers. */
async function downloadRecording(basePath: string, token: string, ids: Ids, userAgent = PYTHON) {
  const url = `${server.url}${basePath}/accounts/${ids.rcAccountId}/sub-accounts/${ids.subAccountId}/recordings/dialogs/${ids.dialogId}/segments/${ids.segmentId}`;
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${token}`, Accept: "audio/wav", "User-Agent": userAgent },
  });
  const content = Buffer.from(await response.arrayBuffer());
  const fileName = `recording_${ids.segmentId}.wav`;
  const printed =
    response.status === 200
      ? `Download complete: ${fileName}`
      : `Failed to retrieve recording. Status: ${response.status}\n${content.toString()}`;
  return { response, content, printed };
}

/** "Poll Metadata": segments that ended at least 15 minutes ago; "Extract Identifiers". */
async function discover(basePath: string, token: string): Promise<Ids[]> {
  const response = await fetch(
    `${server.url}${basePath}/accounts/980634004/sub-accounts/99999999/interaction-metadata`,
    {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "User-Agent": PYTHON },
      body: JSON.stringify({
        segmentEndTime: vendorTime(BASE_MS - 75 * 60_000),
        timeInterval: 3_600,
        timeZone: "UTC",
      }),
    },
  );
  expect(response.status).toBe(200);
  return rowsOf(await response.json())
    .filter((row) => row.hasRecording === true)
    .map((row) => ({
      rcAccountId: "980634004",
      subAccountId: "99999999",
      dialogId: String(row.dialogId),
      segmentId: String(row.segmentId),
    }));
}

/** The two steps that end in the sample's `ACCESS_TOKEN`. */
async function accessToken(): Promise<string> {
  const { clientId, clientSecret, jwt } = simulator.source;
  const post = async (path: string, form: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form),
    });
    return response.json();
  };
  const basic = Buffer.from(`${String(clientId)}:${String(clientSecret)}`).toString("base64");
  const grant = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: String(jwt) };
  const rc = await post("/restapi/oauth/token", grant, { Authorization: `Basic ${basic}` });
  const login = await post("/api/auth/login/rc/accesstoken?includeRefresh=true", {
    rcAccessToken: String(field(rc, "access_token")),
    rcTokenType: "Bearer",
  });
  return String(field(login, "accessToken"));
}

test("with the right base path the sample saves a WAV of each segment", async () => {
  const token = await accessToken();
  const found = await discover(RIGHT, token);
  expect(found.length).toBeGreaterThan(2);
  for (const ids of found.slice(0, 3)) {
    const { response, content, printed } = await downloadRecording(RIGHT, token, ids);
    expect(printed).toBe(`Download complete: recording_${ids.segmentId}.wav`);
    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect([response.headers.get("transfer-encoding"), response.headers.get("content-length")]).toEqual([
      "chunked",
      null,
    ]);
    expect(content.toString("latin1", 0, 4)).toBe("RIFF");
  }
});

test("as printed, without /voice/api, it prints a 404 page", async () => {
  const token = await accessToken();
  const [ids] = await discover(RIGHT, token);
  if (ids === undefined) throw new Error("nothing was found");
  const { response, printed } = await downloadRecording("/cx/integration/v1", token, ids);
  expect(response.headers.get("content-type")).toBe("text/html");
  expect(printed).toMatch(/^Failed to retrieve recording\. Status: 404\n<html>/);
});

test("the page's metadata address with /api twice is a 404 page too", async () => {
  const token = await accessToken();
  const path =
    "/voice/api/api/cx/integration/v1/accounts/980634004/sub-accounts/99999999/interaction-metadata";
  const response = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html"]);
});

test("a browser's User-Agent turns the same file into MP3, though it accepts audio/wav", async () => {
  const token = await accessToken();
  const [ids] = await discover(RIGHT, token);
  if (ids === undefined) throw new Error("nothing was found");
  const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";
  const { response, content } = await downloadRecording(RIGHT, token, ids, browser);
  expect(response.headers.get("content-type")).toBe("audio/mpeg");
  expect(content.readUInt16BE(0)).toBe(0xffe3);
});

test("the page's table: 401, 403 and 404", async () => {
  const token = await accessToken();
  const [ids] = await discover(RIGHT, token);
  if (ids === undefined) throw new Error("nothing was found");
  const { response: unauthorized, printed } = await downloadRecording(RIGHT, "YOUR_TOKEN", ids);
  expect([unauthorized.status, unauthorized.headers.get("content-type")]).toEqual([
    401,
    "text/plain;charset=UTF-8",
  ]);
  expect(printed).toBe("Failed to retrieve recording. Status: 401\nJwt verification fails");
  const { response: forbidden } = await downloadRecording(RIGHT, token, { ...ids, subAccountId: "77777777" });
  expect(forbidden.status).toBe(403);
  const { response: missing, content } = await downloadRecording(RIGHT, token, {
    ...ids,
    dialogId: "s-v-none",
  });
  expect([missing.status, field(JSON.parse(content.toString()), "generalMessage")]).toEqual([
    404,
    "Resource not found",
  ]);
});

test("metadata is limited: the fourth call of a minute is 429", async () => {
  const token = await accessToken();
  for (let time = 0; time < 3; time += 1) await discover(RIGHT, token);
  const path = `${RIGHT}/accounts/980634004/sub-accounts/99999999/interaction-metadata`;
  const response = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  expect([response.status, await response.text(), response.headers.get("retry-after")]).toEqual([
    429,
    "",
    null,
  ]);
});

test("a listener who leaves, and a connection that breaks off", async () => {
  const token = await accessToken();
  const [ids] = await discover(RIGHT, token);
  if (ids === undefined) throw new Error("nothing was found");
  simulator.switches.dropAudioAfterBytes = 40_000;
  await expect(downloadRecording(RIGHT, token, ids)).rejects.toThrow();
});
