import { describe, expect, test } from "vitest";
import { headerKbps } from "@/lib/samples/audio-plan";
import { splitFrames } from "@/lib/samples/mp3-frames";
import { loadSampleCalls } from "@/lib/samples/samples";
import { AWKWARD } from "./awkward-calls";
import { CANARIES } from "./canaries";
import { createEngageSimulator } from "./simulator";
import { nth, testClient } from "./test-client";
import { parseWireTime, type WireRecording } from "./wire";

const QUERY = "/recordings?startTime=0";

describe("duty 17: faults", () => {
  test.each([
    ["internalError", 500, 4],
    ["okWithError", 200, 4],
    ["badGateway", 502, undefined],
    ["unavailableHtml", 503, undefined],
    ["okHtml", 200, undefined],
  ] as const)("%s answers %i", async (name, status, code) => {
    const { call, simulator } = testClient();
    simulator.switches[name] = { on: ["search"], times: 2 };
    expect((await call("/me")).status).toBe(200);
    for (let time = 0; time < 2; time += 1) {
      const answer = await call(QUERY);
      expect([answer.status, answer.body.statusCode]).toEqual([status, code]);
      expect(answer.headers.get("content-type")).toContain(
        code === undefined ? "text/html" : "application/json",
      );
    }
    expect((await call(QUERY)).body.statusCode).toBe(0);
  });

  test("truncated JSON is no JSON", async () => {
    const { call, simulator } = testClient();
    simulator.switches.truncatedJson = true;
    const { status, text } = await call(QUERY);
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow();
  });

  test("401 after some calls, and a demand to change the password", async () => {
    const { call, simulator } = testClient();
    simulator.switches.unauthorizedAfterCalls = 2;
    const codes = [];
    for (let time = 0; time < 3; time += 1) codes.push((await call(QUERY)).status);
    expect(codes).toEqual([200, 200, 401]);
    simulator.reset();
    simulator.switches.passwordChange = true;
    const { status, body } = await call(QUERY);
    expect([status, body.statusCode]).toEqual([403, 8]);
  });

  test.each([
    ["supervisorRecording", QUERY],
    ["labels", "/recording-label-definitions"],
  ] as const)("without the feature %s: 403/3", async (feature, path) => {
    const { call, simulator } = testClient();
    simulator.switches.features[feature] = false;
    const { status, body } = await call(path);
    expect([status, body.statusCode]).toEqual([403, 3]);
  });

  test("latency waits, a hanging call ends with its caller", async () => {
    const { call, simulator } = testClient();
    simulator.switches.latencyMs = 40;
    const before = performance.now();
    await call(QUERY);
    expect(performance.now() - before).toBeGreaterThan(35);
    simulator.switches.hang = true;
    const request = new Request("http://rws.example/api/v2/me", { signal: AbortSignal.timeout(30) });
    await expect(simulator.fetch(request)).rejects.toThrow();
  });

  test("sound that is slow, breaks off, has a wrong length, or is none", async () => {
    const { get, send, simulator } = testClient();
    const [file] = (await get(nth(AWKWARD[17]))).mediaFiles ?? [];
    const play = () => send(`/api/v2${file?.playPath}`);
    Object.assign(simulator.switches, {
      slowFirstByteMs: 50,
      dropAudioAfterBytes: 100_000,
      audioLength: "right",
    });
    const before = performance.now();
    const broken = await play();
    expect(broken.headers.get("content-length")).toBe(file?.size);
    let received = 0;
    const reading = (async () => {
      for await (const chunk of broken.body ?? []) received += chunk.length;
    })();
    await expect(reading).rejects.toThrow();
    expect(received).toBe(100_000);
    expect(performance.now() - before).toBeGreaterThan(45);
    Object.assign(simulator.switches, { slowFirstByteMs: 0, dropAudioAfterBytes: null, audioLength: "long" });
    expect(Number((await play()).headers.get("content-length"))).toBe(Math.floor(Number(file?.size) * 1.25));
    simulator.switches.audioAs = "json";
    expect(await (await play()).json()).toMatchObject({ statusCode: 4 });
    simulator.switches.audioAs = "html";
    expect((await play()).headers.get("content-type")).toBe("text/html");
  });
});

test("duty 18: an error body holds statusCode and statusMessage and nothing else", async () => {
  const { call } = testClient();
  const answers = [
    await call("/recordings"),
    await call("/recordings/none"),
    await call("/nothing/here"),
    await call("/recordings/%E0%A4%A"),
    await call("/recordings", { method: "PATCH", body: {} }),
    await call("/recordings/..%2F..%2Fsettings%2Frecording"),
    await call("/settings/screen-recording"),
    await call("/recordings?startTime=0", { as: "agent" }),
    await call("/me", { headers: { authorization: "" } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 404, 404, 404, 405, 404, 404, 403, 401]);
  for (const { body } of answers) expect(Object.keys(body).sort()).toEqual(["statusCode", "statusMessage"]);
});

describe("duty 19: the seed", () => {
  const simulator = createEngageSimulator();
  const recordings = simulator.recordings();
  const starts = recordings.map((one) => parseWireTime(one.startTime) ?? 0);

  test("covers three pages, all awkward cases, midnight and a change of the clocks", () => {
    expect(recordings.length).toBeGreaterThan(300);
    for (let number = 1; number <= 20; number += 1) {
      expect(AWKWARD[number]?.length).toBeGreaterThan(0);
      for (const id of AWKWARD[number] ?? []) expect(simulator.recording(id)?.id).toBe(id);
    }
    const days = (one: WireRecording) => [one.startTime?.slice(0, 10), one.stopTime?.slice(0, 10)];
    expect(recordings.some((one) => new Set(days(one)).size === 2)).toBe(true);
    const change = Date.UTC(2026, 9, 25, 1);
    expect(
      recordings.some((one, at) => (starts[at] ?? 0) < change && (parseWireTime(one.stopTime) ?? 0) > change),
    ).toBe(true);
  });

  test("is densest just before the base time and reaches back eight months", () => {
    const baseMs = Date.UTC(2026, 10, 16, 12);
    const within = (days: number) => starts.filter((start) => baseMs - start < days * 86_400_000).length;
    expect(Math.max(...starts)).toBeLessThan(baseMs);
    expect(within(1)).toBeGreaterThan(10);
    expect(within(30)).toBeGreaterThan(recordings.length / 3);
    expect(within(200)).toBeLessThan(recordings.length);
  });

  test("holds hostile strings and unknown fields", () => {
    const text = JSON.stringify(recordings);
    for (const part of [
      "<script>",
      "\u202E",
      "=HYPERLINK",
      CANARIES.storageSecret,
      "\\u0000",
      "\\ud800lone",
    ]) {
      expect(text).toContain(part);
    }
    const names = recordings.flatMap((one) =>
      (one.eventHistory ?? []).map((event) => event.contact?.firstName ?? ""),
    );
    expect(Math.max(...names.map((name) => name.length))).toBe(10_240);
  });

  test("has every spoken sample among the newest, with its masks on its silence", async () => {
    const samples = loadSampleCalls();
    const newest = recordings.slice(0, 2 * samples.length + 5).map((one) => one.id);
    expect(newest.filter((id) => id.includes("TAES0SP"))).toHaveLength(samples.length);
    const headers = { authorization: `Basic ${Buffer.from("admin:rws-admin-pass").toString("base64")}` };
    let masks = 0;
    for (const file of recordings
      .filter((one) => newest.includes(one.id))
      .flatMap((one) => one.mediaFiles ?? [])) {
      const [paused, resumed] = (file.masks ?? []).map(
        (mask) => Date.parse(mask.time) - (parseWireTime(file.startTime) ?? 0),
      );
      if (paused === undefined || resumed === undefined || Number(file.duration) > 300_000) continue;
      const response = await simulator.fetch(
        new Request(`http://rws.example/api/v2${file.playPath}`, { headers }),
      );
      const frames = splitFrames(Buffer.from(await response.arrayBuffer()));
      expect(frames.every((frame) => headerKbps(frame) === 128)).toBe(true);
      expect(frames.length * 72).toBe(Number(file.duration));
      const isQuiet = (atMs: number) =>
        frames[Math.floor(atMs / 72)]?.subarray(4, 360).filter((byte) => byte !== 0).length ?? 999;
      expect(isQuiet((paused + resumed) / 2)).toBeLessThan(isQuiet(paused - 8000) + 1);
      masks += 1;
    }
    expect(masks).toBeGreaterThan(1);
  });

  test("a hundred thousand calls are searched by every kind of field", async () => {
    const many = testClient({ samples: "none", calls: 100_000 });
    await many.call(QUERY);
    for (const query of [
      "callerPhoneNumber=*5550142",
      "userName=*smith*",
      "userData=TB-1043*",
      "includeLabels=vip&offset=900",
    ]) {
      const { body } = await many.call(`/recordings?${query}`);
      expect(body.totalCount).toBeGreaterThan(50);
    }
    expect((await many.call(QUERY)).body.totalCount).toBe(100_000);
  });
});

test("the simulator's own endpoints: switches, calls seen", async () => {
  const { send, call, simulator } = testClient();
  const put = (body: unknown) => send("/simulator/switches", { method: "PUT", body });
  expect(await (await put({ readOnly: true, features: { labels: false } })).json()).toMatchObject({
    readOnly: true,
  });
  expect(simulator.switches.features).toEqual({
    supervisorRecording: true,
    decryptionProxying: true,
    labels: false,
  });
  expect((await put({ unknownSwitch: 1 })).status).toBe(400);
  expect((await put("nonsense")).status).toBe(400);
  await call(QUERY, { as: "supervisor" });
  expect(await (await send("/simulator/requests")).json()).toEqual({
    requests: [
      {
        method: "GET",
        path: "/api/v2/recordings",
        query: "startTime=0",
        username: "supervisor",
        status: 200,
      },
    ],
  });
  await send("/simulator/requests", { method: "DELETE" });
  expect(simulator.calls()).toEqual([]);
});
