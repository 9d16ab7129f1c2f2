import { describe, expect, test } from "vitest";
import { AWKWARD, KINDS, spokenId } from "./index";
import { first, testClient } from "./test-client";

const BILLING = spokenId("billing-dispute");
const kind = (name: string): string => KINDS[name] ?? "";

describe("recordings and transcoding (duties 6 and 7)", () => {
  test("§13 case 1: a plain list asks for WEBM, and is 202 with nothing in it", async () => {
    const { call } = testClient();
    for (let nth = 0; nth < 4; nth += 1) {
      const answer = await call(`/conversations/${first(AWKWARD[1])}/recordings`);
      expect([answer.status, answer.text]).toEqual([202, ""]);
    }
  });

  test("§13 case 2: the single call is 202 with a body that lacks only the media", async () => {
    const { call } = testClient();
    const id = first(AWKWARD[2]);
    const [recording] = (await call(`/conversations/${id}/recordings?formatId=NONE`)).body.list();
    const path = `/conversations/${id}/recordings/${recording?.text("id")}?formatId=WAV`;
    const pending = await call(path);
    expect(pending.status).toBe(202);
    expect(pending.body.value).toMatchObject({ fileState: "AVAILABLE", estimatedTranscodeTimeMs: 4000 });
    expect(pending.body.at("mediaUris")).toBeUndefined();
    expect((await call(path)).body.text("mediaUris", "S", "mediaUri")).toContain(".WAV?");
  });

  test("§13 case 3: every format is waited for by itself", async () => {
    const { call } = testClient();
    const path = `/conversations/${first(AWKWARD[3])}/recordings`;
    const status = async (format: string) => (await call(`${path}?formatId=${format}`)).status;
    expect([
      await status("MP3"),
      await status("MP3"),
      await status("WAV"),
      await status("MP3"),
      await status("WAV"),
    ]).toEqual([202, 200, 202, 200, 200]);
    expect((await call(`${path}?mediaFormats=WEBM,WAV_ULAW`)).status).toBe(202);
    expect((await call(`${path}?mediaFormats=WEBM,WAV_ULAW`)).status).toBe(200);
    expect((await call(`${path}?formatId=TAPE`)).status).toBe(400);
    expect((await call(`${path}?mediaFormats=NONE`)).status).toBe(400);
  });

  test("NONE is never 202, nor are the metadata", async () => {
    const { call } = testClient();
    const list = await call(`/conversations/${BILLING}/recordings?formatId=NONE`);
    expect(list.status).toBe(200);
    expect(list.body.list()[0]?.at("mediaUris")).toBeUndefined();
    expect(list.body.list()[0]?.at("startTime")).toBeDefined();
    expect((await call(`/conversations/${BILLING}/recordingmetadata`)).status).toBe(200);
  });

  test("transcoding lasts as many polls and as long as the switches say, and is forgotten with the address", async () => {
    const { simulator, clock, call } = testClient();
    simulator.switches.expiresInSeconds = 172_800;
    simulator.switches.transcodePolls = 2;
    simulator.switches.transcodeMs = 9_000;
    const status = async () => (await call(`/conversations/${BILLING}/recordings?formatId=MP3`)).status;
    expect([await status(), await status(), await status()]).toEqual([202, 202, 202]);
    clock.ms += 9_000;
    expect([await status(), await status()]).toEqual([200, 200]);
    clock.ms += simulator.switches.playbackUrlTtlMinutes * 60_000 + 1;
    expect(await status()).toBe(202);
  });

  test("the server may hold the request for maxWaitMs", async () => {
    const { simulator, call } = testClient();
    simulator.switches.holdsWhileTranscoding = true;
    simulator.switches.transcodeMs = 5;
    expect((await call(`/conversations/${BILLING}/recordings?formatId=MP3&maxWaitMs=100`)).status).toBe(200);
    expect((await call(`/conversations/${BILLING}/recordings?formatId=WAV&maxWaitMs=1`)).status).toBe(202);
    expect((await call(`/conversations/${BILLING}/recordings?formatId=WAV&maxWaitMs=0`)).status).toBe(400);
  });

  test("formats that can't be made: an error, or WAV, by switch", async () => {
    const { simulator, call, recordings } = testClient();
    simulator.switches.unmadeFormats = "error";
    expect((await call(`/conversations/${BILLING}/recordings`)).status).toBe(500);
    simulator.switches.unmadeFormats = "wav";
    expect(first(await recordings(BILLING, "")).text("mediaUris", "S", "mediaUri")).toContain(".WAV?");
  });

  test("the list is a bare array; [] without recordings; 404 for what is not there or not seen", async () => {
    const { call } = testClient();
    const path = (id: string) => `/conversations/${id}/recordings?formatId=NONE`;
    expect((await call(path(kind("unrecorded")))).body.value).toEqual([]);
    expect((await call(path("00000000-0000-4000-a000-000000000000"))).status).toBe(404);
    expect((await call(path(kind("hidden")))).status).toBe(404);
    expect((await call(`/conversations/${BILLING}/recordings/nobody?formatId=NONE`)).status).toBe(404);
  });

  test("what a recording holds, with absent fields left out", async () => {
    const { recordings } = testClient();
    const value = first(await recordings(BILLING)).value;
    expect(value).toMatchObject({
      conversationId: BILLING,
      media: "audio",
      mediaSubtype: "Trunk",
      recordingFileRole: "CUSTOMER_EXPERIENCE",
      users: [{ name: "Jane Smith", username: "jane.smith@tidewell.example" }],
      maxAllowedRestorationsForOrg: 100,
      outputDurationMs: 193_032,
    });
    expect(JSON.stringify(value)).not.toContain("null");
  });

  test("metadata lack media, users, sizes, system annotations, and times but of screens", async () => {
    const { call } = testClient();
    const id = spokenId("card-payment-padded");
    const [metadata] = (await call(`/conversations/${id}/recordingmetadata`)).body.list();
    expect(metadata?.value).toMatchObject({
      region: "eu-central-1",
      annotations: [],
      fileState: "AVAILABLE",
    });
    for (const field of [
      "mediaUris",
      "users",
      "startTime",
      "creationTime",
      "recordingFileRole",
      "outputDurationMs",
    ]) {
      expect(metadata?.at(field)).toBeUndefined();
    }
    const [, , screen] = (await call(`/conversations/${kind("threeKinds")}/recordingmetadata`)).body.list();
    expect(screen?.value).toMatchObject({
      media: "screen",
      mediaSubtype: "Screen",
      startTime: expect.any(String),
    });
    const one = await call(`/conversations/${id}/recordingmetadata/${metadata?.text("id")}`);
    expect(one.body.value).toEqual(metadata?.value);
  });

  test.each(["ARCHIVED", "UPLOADING", "ERROR", "DELETED"])("%s has no media and no times", async (state) => {
    const { call } = testClient();
    const { status, body } = await call(`/conversations/${kind(state)}/recordings?formatId=MP3`);
    expect(status).toBe(200);
    expect(body.list()[0]?.at("fileState")).toBe(state);
    expect(body.list()[0]?.at("mediaUris")).toBeUndefined();
    expect(body.list()[0]?.at("startTime")).toBeUndefined();
  });

  test("RESTORED plays; the archived stub says AVAILABLE and is empty", async () => {
    const { call, recordings } = testClient();
    const restored = first(await recordings(kind("RESTORED")));
    expect(restored.at("restoreExpirationTime")).toEqual(expect.any(String));
    expect(restored.at("mediaUris", "S")).toBeDefined();
    const stub = first((await call(`/conversations/${kind("stub")}/recordings?formatId=MP3`)).body.list());
    expect(stub.value).toMatchObject({
      fileState: "AVAILABLE",
      mediaUris: {},
      archiveMedium: "CLOUDARCHIVE",
    });
    expect(stub.at("sessionId")).toBeUndefined();
  });

  test("several kinds in one conversation, ad-hoc roles, fields that are new", async () => {
    const { call } = testClient();
    const list = async (name: string) =>
      (await call(`/conversations/${kind(name)}/recordings?formatId=NONE`)).body.list();
    expect((await list("threeKinds")).map((one) => one.at("mediaSubtype"))).toEqual([
      "Trunk",
      "Consult",
      "Screen",
    ]);
    expect((await list("adhoc")).map((one) => one.at("recordingFileRole"))).toEqual([
      "CUSTOMER_EXPERIENCE",
      "ADHOC",
    ]);
    expect((await list("newFields"))[0]?.at("externalContacts", 0, "id")).toEqual(expect.any(String));
  });
});

describe("the seeds as plain requests", () => {
  test("list, then single, then the signed address without a token", async () => {
    const { simulator, call, recordings, download } = testClient();
    const [listed] = await recordings(BILLING, "formatId=WAV");
    const single = await call(`/conversations/${BILLING}/recordings/${listed?.text("id")}?formatId=WAV`);
    const sound = await download(single.body.text("mediaUris", "S", "mediaUri"));
    expect(sound.status).toBe(200);
    await sound.body?.cancel();
    expect(simulator.calls().at(-1)).toMatchObject({ host: "media", hasAuthorization: false });
  });

  test("the permission that the seed calls essential is needed; its others are not", async () => {
    const { call } = testClient();
    const answer = await call(`/conversations/${BILLING}/recordings`, { as: "noMedia" });
    expect(answer.body.text("message")).toContain("recording:recording:view");
  });

  test.each(["GET", "PUT", "POST"])("the tutorial's %s /recordings/{id} is not there", async (method) => {
    const { call } = testClient();
    const [recording] = (await call(`/conversations/${BILLING}/recordings?formatId=NONE`)).body.list();
    const body = method === "GET" ? {} : { body: { status: "paused" } };
    const answer = await call(`/recordings/${recording?.text("id")}`, { method, ...body });
    expect([answer.status, answer.body.at("code")]).toEqual([404, "not.found"]);
  });

  test("the tutorial's conversation.recording.id is not there either; the leg tells", async () => {
    const { simulator, call } = testClient();
    const { body } = await call(`/conversations/${first(simulator.liveIds())}`);
    expect(body.at("recording")).toBeUndefined();
    const calls = body.list("participants").flatMap((one) => one.list("calls"));
    expect(calls.map((one) => one.at("recordingState"))).toEqual(["none", "active"]);
    expect(calls[1]?.at("recordingId")).toEqual(expect.any(String));
  });
});
