/** More of the vendor's own client against the simulator: what takes a while, what is marked, what is told (see official-sdk.test.ts). */
import platformClient from "purecloud-platform-client-v2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SimulatorServer } from "@/lib/sources/simulator-server";
import { type CloudSimulator, spokenId } from "./index";
import { serveForSdk } from "./test-server";

let simulator: CloudSimulator;
let server: SimulatorServer;

beforeAll(async () => {
  ({ simulator, server } = await serveForSdk());
  simulator.switches.jobPolls = 1;
  simulator.switches.jobDataLagMs = 0;
  simulator.switches.bulkLagMs = 0;
});

afterAll(async () => {
  await server.close();
});

const recordings = new platformClient.RecordingApi();
const conversations = new platformClient.ConversationsApi();
const analytics = new platformClient.AnalyticsApi();
const routing = new platformClient.RoutingApi();
const BILLING = spokenId("billing-dispute");
const interval = "2026-11-16T00:00:00.000Z/2026-11-17T00:00:00.000Z";

const recordingId = async (): Promise<string> =>
  (await recordings.getConversationRecordingmetadata(BILLING))[0]?.id ?? "";

test("who the client is and may do", async () => {
  expect((await new platformClient.TokensApi().getTokensMe()).OAuthClient?.name).toBe("full");
  const subject = await new platformClient.AuthorizationApi().getAuthorizationSubjectsMe();
  expect(subject.grants?.map((grant) => grant.division?.name)).toEqual(["Home", "Support", "Sales"]);
  expect((await recordings.getRecordingSettings({ createDefault: false })).recordingPlaybackUrlTtl).toBe(60);
});

test("queues, wrap-up codes, single users", async () => {
  expect((await routing.getRoutingQueues({ pageSize: 100 })).entities).toHaveLength(8);
  expect((await routing.getRoutingWrapupcodes({ pageSize: 100 })).total).toBe(6);
  const conversation = await analytics.getAnalyticsConversationDetails(BILLING);
  const agent = conversation.participants?.find((participant) => participant.purpose === "agent");
  expect((await new platformClient.UsersApi().getUser(agent?.userId ?? "")).name).toBe("Jane Smith");
});

test("an asynchronous query", async () => {
  const { jobId = "" } = await analytics.postAnalyticsConversationsDetailsJobs({ interval });
  const states: (string | undefined)[] = [];
  for (let state: string | undefined = ""; state !== "FULFILLED"; states.push(state)) {
    ({ state } = await analytics.getAnalyticsConversationsDetailsJob(jobId));
  }
  expect(states).toEqual(["PENDING", "FULFILLED"]);
  const results = await analytics.getAnalyticsConversationsDetailsJobResults(jobId, { pageSize: 1000 });
  expect(results.conversations?.map((conversation) => conversation.conversationId)).toContain(BILLING);
  expect(
    (await analytics.getAnalyticsConversationsDetailsJobsAvailability()).dataAvailabilityDate,
  ).toBeDefined();
});

test("a bookmark comes and goes", async () => {
  const id = await recordingId();
  const made = await recordings.postConversationRecordingAnnotations(BILLING, id, {
    location: 4_000,
    description: "x",
  });
  expect((await recordings.getConversationRecordingAnnotations(BILLING, id)).map((one) => one.id)).toContain(
    made.id,
  );
  await recordings.putConversationRecordingAnnotation(BILLING, id, made.id ?? "", { location: 5_000 });
  expect((await recordings.getConversationRecordingAnnotation(BILLING, id, made.id ?? "")).location).toBe(
    5_000,
  );
  await recordings.deleteConversationRecordingAnnotation(BILLING, id, made.id ?? "");
  expect(await recordings.getConversationRecordingAnnotations(BILLING, id)).toEqual([]);
});

test("a batch download", async () => {
  const { id = "" } = await recordings.postRecordingBatchrequests({
    batchDownloadRequestList: [{ conversationId: BILLING, recordingId: await recordingId() }],
  });
  await recordings.getRecordingBatchrequest(id);
  const batch = await recordings.getRecordingBatchrequest(id);
  expect(batch).toMatchObject({ status: "Completed", resultCount: 1, errorCount: 0 });
  const sound = await fetch(batch.results?.[0]?.resultUrl ?? "", { headers: { range: "bytes=0-3" } });
  expect([sound.status, await sound.text()]).toEqual([206, "RIFF"]);
});

test("a bulk job", async () => {
  const job = await recordings.postRecordingJobs({
    action: "ARCHIVE",
    actionDate: "2027-01-01T00:00:00.000Z",
    conversationQuery: { interval },
  });
  expect((await recordings.getRecordingJob(job.id ?? "")).state).toBe("READY");
  await recordings.putRecordingJob(job.id ?? "", { state: "PROCESSING" });
  expect((await recordings.getRecordingJob(job.id ?? "")).state).toBe("FULFILLED");
  expect((await recordings.getRecordingJobFailedrecordings(job.id ?? "")).total).toBe(0);
  expect((await recordings.getConversationRecordingmetadata(BILLING))[0]?.archiveDate).toBe(
    "2027-01-01T00:00:00.000Z",
  );
  expect((await recordings.getRecordingsRetentionQuery(1, { pageSize: 5 })).entities).toHaveLength(5);
});

test("tags, live calls of a queue, and channels", async () => {
  await conversations.putConversationTags(BILLING, { externalTag: "case-1" });
  const { results } = await analytics.postAnalyticsQueuesObservationsQuery({
    filter: { type: "or", predicates: [{ dimension: "mediaType", value: "voice" }] },
    metrics: ["oInteracting"],
    detailMetrics: ["oInteracting"],
  });
  const live = results
    ?.flatMap((queue) => queue.data?.[0]?.observations ?? [])
    .map((row) => row.conversationId);
  expect(new Set(live)).toEqual(new Set(simulator.liveIds()));
  await conversations.patchConversationRecordingstate(simulator.liveIds()[0] ?? "", {
    recordingState: "PAUSED",
  });
  const notifications = new platformClient.NotificationsApi();
  const channel = await notifications.postNotificationsChannels();
  const topic = `v2.routing.queues.${results?.[0]?.group?.queueId}.conversations.calls`;
  const told = await notifications.putNotificationsChannelSubscriptions(channel.id ?? "", [{ id: topic }]);
  expect(told.entities).toEqual([{ id: topic, state: "Permitted" }]);
});
