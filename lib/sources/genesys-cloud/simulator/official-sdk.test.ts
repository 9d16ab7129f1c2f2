/**
 * The vendor's own client against the simulator, over real HTTP: a stranger's program works here as it would there.
 * Fact sheet §11 tells its traps: only the default import works in Node, one client for the whole process, a file in the
 * home directory that it watches unless told not to, and answers without status unless extended ones are asked for.
 */
import platformClient from "purecloud-platform-client-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SimulatorServer } from "@/lib/sources/simulator-server";
import { AWKWARD, type CloudSimulator, spokenId } from "./index";
import { serveForSdk } from "./test-server";

const { instance: client } = platformClient.ApiClient;

const clock = { ms: Date.UTC(2026, 10, 16, 12) };
let simulator: CloudSimulator;
let server: SimulatorServer;

beforeAll(async () => {
  ({ simulator, server } = await serveForSdk({ now: () => new Date(clock.ms) }));
});

afterAll(async () => {
  await server.close();
});

const recordings = new platformClient.RecordingApi();
const conversations = new platformClient.ConversationsApi();
const BILLING = spokenId("billing-dispute");

test("signing in with a wrong secret is refused", async () => {
  const { clientId } = simulator.credentials.full;
  await expect(client.loginClientCredentialsGrant(clientId, "not the secret")).rejects.toMatchObject({
    response: { status: 401, data: { error: "invalid_client" } },
  });
});

test("conversations are found by interval, newest first", async () => {
  const found = await new platformClient.AnalyticsApi().postAnalyticsConversationsDetailsQuery({
    interval: "2026-11-16T00:00:00.000Z/2026-11-17T00:00:00.000Z",
    order: "desc",
    orderBy: "conversationStart",
    paging: { pageSize: 50, pageNumber: 1 },
    segmentFilters: [
      {
        type: "or",
        predicates: [{ type: "dimension", dimension: "ani", operator: "matches", value: "tel:+13125550142" }],
      },
    ],
  });
  const ids = found.conversations?.map((conversation) => conversation.conversationId);
  expect(ids).toContain(BILLING);
  expect(found.totalHits).toBe(ids?.length);
});

test("recordings are listed once the 202 is over, and download without a token", async () => {
  // The SDK gives undefined, or an empty text, for the 202 (fact sheet §11).
  expect(
    (await recordings.getConversationRecordings(BILLING, { formatId: "WAV" })) || undefined,
  ).toBeUndefined();
  const [recording] = await recordings.getConversationRecordings(BILLING, {
    formatId: "WAV",
    maxWaitMs: 500,
  });
  expect(recording).toMatchObject({ conversationId: BILLING, fileState: "AVAILABLE", mediaSubtype: "Trunk" });
  const address = recording?.mediaUris?.S?.mediaUri ?? "";
  expect(new URL(address).host).not.toBe(new URL(server.url).host);
  const sound = await fetch(address);
  expect(sound.status).toBe(200);
  const bytes = Buffer.from(await sound.arrayBuffer());
  expect(bytes.subarray(0, 4).toString()).toBe("RIFF");
  expect(bytes.length).toBe(Number(sound.headers.get("content-length")));
});

test("metadata and users", async () => {
  const [metadata] = await recordings.getConversationRecordingmetadata(BILLING);
  expect(metadata).toMatchObject({ conversationId: BILLING, region: "eu-central-1" });
  expect(metadata?.startTime).toBeUndefined();
  const listed = await new platformClient.UsersApi().getUsers({ pageSize: 100, state: "any" });
  expect(listed.entities?.find((user) => user.name === "Jane Smith")).toMatchObject({ state: "active" });
  expect(listed.total).toBeGreaterThan(40);
});

test("a delete date is set, and the recording goes at the next sweep", async () => {
  const id = AWKWARD[14]?.[0] ?? "";
  const [metadata] = await recordings.getConversationRecordingmetadata(id);
  const deleteDate = new Date(clock.ms + 60_000).toISOString();
  const updated = await recordings.putConversationRecording(id, metadata?.id ?? "", { deleteDate });
  expect(updated.deleteDate).toBe(deleteDate);
  clock.ms += 60_000 + simulator.switches.purgeDelayMs;
  expect((await recordings.getConversationRecordingmetadata(id))[0]?.fileState).toBe("DELETED");
});

test("a conversation is protected, and can't be deleted then", async () => {
  const body = { conversationIds: [BILLING] };
  await recordings.putRecordingsDeletionprotection({ protect: true, body });
  expect(await recordings.postRecordingsDeletionprotection(body)).toMatchObject([{ id: BILLING }]);
  const [metadata] = await recordings.getConversationRecordingmetadata(BILLING);
  const deleteDate = new Date(clock.ms + 60_000).toISOString();
  await expect(
    recordings.putConversationRecording(BILLING, metadata?.id ?? "", { deleteDate }),
  ).rejects.toMatchObject({ status: 409 });
  await recordings.putRecordingsDeletionprotection({ protect: false, body });
  expect(await recordings.postRecordingsDeletionprotection(body)).toEqual([]);
});

test("a live call is paused, and reads as paused a little later", async () => {
  const id = simulator.liveIds()[0] ?? "";
  expect((await conversations.getConversation(id)).recordingState).toBe("ACTIVE");
  await conversations.putConversationsCallRecordingstate(id, { recordingState: "PAUSED" });
  expect((await conversations.getConversation(id)).recordingState).toBe("ACTIVE");
  clock.ms += simulator.switches.recordingStateDelayMs;
  expect(await conversations.getConversation(id)).toMatchObject({
    recordingState: "PAUSED",
    securePause: true,
  });
});

test("extended answers carry status and headers", async () => {
  client.setReturnExtendedResponses(true);
  try {
    const answer: unknown = await recordings.getConversationRecordingmetadata(BILLING);
    expect(answer).toMatchObject({ status: 200, headers: { "inin-ratelimit-allowed": "300" } });
  } finally {
    client.setReturnExtendedResponses(false);
  }
});
