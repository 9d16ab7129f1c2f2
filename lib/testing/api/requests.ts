import type { Api, Who } from "../api";
import type { HttpMethod } from "../api-routes";
import { addedScorecard, SCORECARD } from "../scorecard";
import { reviewRequestsOf } from "./review-requests";

/** Spoken calls that tests look at but do not change: one file of `/Support/Billing` with jsmith on it, and a transfer. */
export const CALL = "011AP643CSAPR4FKQGQE31TAES0SP001";
/** Two files: `/Support/Technical` (lherrera) and then `/Sales/EU` (fcampbell). */
export const TRANSFER = "011AP643CSAPR4FKQGQE31TAES0SP004";

/** Expected `status/statusCode` for administrator, supervisor, evaluator, agent; `200` stands for `200/0`. */
export type Row = Readonly<{
  method: HttpMethod;
  /** The route file's address. */
  address: string;
  path: string;
  body?: unknown;
  expect: readonly [administrator: string, supervisor: string, evaluator: string, agent: string];
}>;

export const ROLES_ASKED = ["administrator", "supervisor", "evaluator", "agent"] as const satisfies Who[];

const ALL = ["200", "200", "200", "200"] as const;
const MANAGERS = ["200", "200", "403/5", "403/5"] as const;
const ADMINISTRATORS = ["200", "403/5", "403/5", "403/5"] as const;
const REVIEWS = ["200", "200", "200", "403/5"] as const;
const RECORDINGS = ["200", "200", "404/6", "403/5"] as const;
const NOT_FOUND = ["404/6", "404/6", "404/6", "404/6"] as const;

/** One well-formed request for each operation, with what every role is told. */
export async function requestsOf(api: Api): Promise<Row[]> {
  const id = api.idOf(CALL);
  const found = await api.runtime.sources.of(id);
  if (!found) throw new Error("the source is not configured");
  const mediaKey = await mediaKeyOf(api, CALL);
  await untilMade(api, `/recordings/${id}/peaks/${mediaKey}`);
  const labelId = await addedLabel(api);
  const scorecard = `/scorecards/${await addedScorecard(api)}`;
  const definition = "/recording-label-definitions/complaint";
  const row = (
    method: HttpMethod,
    address: string,
    expect: Row["expect"],
    rest: Readonly<{ path?: string; body?: unknown }> = {},
  ): Row => ({ method, address: `/api/v2${address}`, path: rest.path ?? address, expect, body: rest.body });
  const ofRecording = (below = "") => ({ path: `/recordings/${id}${below}` });
  const RECORDING = "/recordings/{recordingId}";
  return [
    { method: "GET", address: "/api/health", path: "/api/health", expect: ALL },
    row("GET", "/openapi.json", ALL),
    row("GET", "/me", ALL),
    row("GET", "/{path+}", NOT_FOUND, { path: "/no/such/thing" }),
    row("HEAD", "/{path+}", NOT_FOUND, { path: "/no/such/thing" }),
    row("POST", "/{path+}", NOT_FOUND, { path: "/recordings/x/y/z/w" }),
    row("PUT", "/{path+}", NOT_FOUND, { path: "/no/such/thing" }),
    row("PATCH", "/{path+}", NOT_FOUND, { path: "/no/such/thing" }),
    row("DELETE", "/{path+}", NOT_FOUND, { path: "/no/such/thing" }),
    row("GET", "/recordings", RECORDINGS),
    row("GET", RECORDING, ["200", "200", "404/6", "200"], ofRecording()),
    row("PUT", RECORDING, ["409/15", "409/15", "404/6", "403/5"], {
      ...ofRecording(),
      body: { status: "paused" },
    }),
    row("POST", RECORDING, RECORDINGS, { ...ofRecording(), body: { operationName: "applyNonDelete" } }),
    row("POST", RECORDING, ["200", "403/5", "404/6", "403/5"], {
      ...ofRecording(),
      body: { operationName: "unapplyNonDelete" },
    }),
    row("DELETE", RECORDING, ["404/6", "403/5", "403/5", "403/5"], { path: "/recordings/engage.none" }),
    row("POST", `${RECORDING}/reveal`, RECORDINGS, {
      ...ofRecording("/reveal"),
      body: { fields: ["callerPhoneNumber"], reason: "Calling the customer back" },
    }),
    row("GET", `${RECORDING}/labels`, RECORDINGS, ofRecording("/labels")),
    row("POST", `${RECORDING}/labels`, ["201", "201", "404/6", "403/5"], {
      ...ofRecording("/labels"),
      body: { name: "vip" },
    }),
    row("GET", `${RECORDING}/labels/{labelId}`, RECORDINGS, ofRecording(`/labels/${labelId}`)),
    row("PUT", `${RECORDING}/labels/{labelId}`, ["200", "403/5", "404/6", "403/5"], {
      ...ofRecording(`/labels/${labelId}`),
      body: { content: { text: "Changed." } },
    }),
    row(
      "DELETE",
      `${RECORDING}/labels/{labelId}`,
      ["404/6", "404/6", "404/6", "403/5"],
      ofRecording("/labels/none"),
    ),
    row(
      "GET",
      `${RECORDING}/play/{mediaKey}`,
      ["200", "200", "404/6", "200"],
      ofRecording(`/play/${mediaKey}.mp3`),
    ),
    row("GET", `${RECORDING}/play/{mediaKey}`, RECORDINGS, ofRecording(`/play/${mediaKey}.mp3?download=1`)),
    row(
      "HEAD",
      `${RECORDING}/play/{mediaKey}`,
      ["200", "200", "404/6", "200"],
      ofRecording(`/play/${mediaKey}.mp3`),
    ),
    row("POST", `${RECORDING}/play/{mediaKey}`, ["200", "200", "404/6", "200"], {
      ...ofRecording(`/play/${mediaKey}.mp3`),
      body: { heardMs: 1_500 },
    }),
    row(
      "GET",
      `${RECORDING}/peaks/{mediaKey}`,
      ["200", "200", "404/6", "200"],
      ofRecording(`/peaks/${mediaKey}`),
    ),
    row("POST", "/recordings/bulk", ["202", "202", "404/6", "403/5"], {
      body: { operation: "applyNonDelete", ids: ["engage.none"] },
    }),
    row("POST", "/recordings/bulk", ["202", "403/5", "404/6", "403/5"], {
      body: { operation: "delete", ids: ["engage.none"] },
    }),
    row("POST", "/recordings/export", RECORDINGS, { body: { ids: [id], format: "csv" } }),
    row("GET", "/jobs/{jobId}", ["404/6", "404/6", "403/5", "403/5"], { path: "/jobs/none" }),
    row("DELETE", "/jobs/{jobId}", ["404/6", "404/6", "403/5", "403/5"], { path: "/jobs/none" }),
    row("GET", "/searches", MANAGERS),
    row("POST", "/searches", ["201", "201", "403/5", "403/5"], { body: { callType: "Inbound" } }),
    row("GET", "/searches/{searchId}", ["404/6", "404/6", "403/5", "403/5"], { path: "/searches/none" }),
    row("DELETE", "/searches/{searchId}", ["404/6", "404/6", "403/5", "403/5"], { path: "/searches/none" }),
    row("GET", "/facets", MANAGERS, { path: "/facets?zone=Europe/Berlin" }),
    row("GET", "/histogram", MANAGERS),
    row("GET", "/live", MANAGERS),
    row("GET", "/scorecards", MANAGERS),
    row("POST", "/scorecards", ["201", "403/5", "403/5", "403/5"], {
      body: { ...SCORECARD, name: "Sales call" },
    }),
    row("GET", "/scorecards/{scorecardId}", MANAGERS, { path: `${scorecard}?version=1` }),
    row("PUT", "/scorecards/{scorecardId}", ADMINISTRATORS, { path: scorecard, body: SCORECARD }),
    row("DELETE", "/scorecards/{scorecardId}", ADMINISTRATORS, { path: scorecard }),
    row("POST", "/scorecards/{scorecardId}", ADMINISTRATORS, {
      path: scorecard,
      body: { operationName: "restore" },
    }),
    ...(await reviewRequestsOf(api)),
    row("GET", "/reviews/results", REVIEWS, { path: "/reviews/results?bucket=month&zone=Europe/Berlin" }),
    row("GET", "/reviews/results/answers", REVIEWS, {
      path: "/reviews/results/answers?scorecard=none&question=none",
    }),
    row("GET", "/reviews/results/export", MANAGERS, { path: "/reviews/results/export?format=csv" }),
    row("GET", "/settings/recording", ADMINISTRATORS),
    row("POST", "/settings/recording", ADMINISTRATORS, {
      body: { name: "metadata.privacy.agent_fields", value: "firstName" },
    }),
    row("PUT", "/settings/recording", ADMINISTRATORS, {
      body: { name: "metadata.privacy.agent_fields", value: "lastName" },
    }),
    row("DELETE", "/settings/recording", ADMINISTRATORS, { body: { name: "metadata.privacy.agent_fields" } }),
    row("POST", "/settings/recording/preview", ADMINISTRATORS, {
      body: { agentFields: "", customerFields: "phoneNumber" },
    }),
    row("GET", "/recording-label-definitions", ADMINISTRATORS),
    row("POST", "/recording-label-definitions", ["201", "403/5", "403/5", "403/5"], {
      body: { name: "follow-up" },
    }),
    row("GET", "/recording-label-definitions/{definitionId}", ADMINISTRATORS, { path: definition }),
    row("PUT", "/recording-label-definitions/{definitionId}", ADMINISTRATORS, {
      path: definition,
      body: { description: "Somebody was cross." },
    }),
    row("DELETE", "/recording-label-definitions/{definitionId}", ["409/19", "403/5", "403/5", "403/5"], {
      path: definition,
    }),
    row("GET", "/sources", ADMINISTRATORS),
    row("GET", "/audit", ADMINISTRATORS),
    row("GET", "/audit/verify", ADMINISTRATORS),
    row("GET", "/users", ADMINISTRATORS),
    row("POST", "/users", ["201", "403/5", "403/5", "403/5"], {
      body: {
        email: "new@earmark.example",
        name: "New",
        role: "evaluator",
        password: "long enough to be one",
      },
    }),
    row("PUT", "/users/{userId}", ADMINISTRATORS, {
      path: `/users/${api.users.sales.id}`,
      body: { name: "Sal" },
    }),
  ];
}

/** The media key of one of a recording's files, as an administrator is told. */
export async function mediaKeyOf(api: Api, vendorId: string, position = 0): Promise<string> {
  const { text } = await api.call("administrator", "GET", `/recordings/${api.idOf(vendorId)}`);
  const keys = [...text.matchAll(/"mediaKey":"([^"]+)"/g)].map((match) => match[1]);
  const key = keys[position];
  if (key === undefined) throw new Error(`${vendorId} has no file ${position}: ${text.slice(0, 200)}`);
  return key;
}

/** Waits for a waveform, so that whoever asks next is answered with the whole of it. */
export async function untilMade(api: Api, peaksPath: string): Promise<void> {
  while ((await api.call("administrator", "GET", peaksPath)).status === 202);
}

async function addedLabel(api: Api): Promise<string> {
  const { json } = await api.call("administrator", "POST", `/recordings/${api.idOf(CALL)}/labels`, {
    body: { name: "complaint" },
  });
  if (typeof json?.id !== "string") throw new Error("the label was not added");
  return json.id;
}
