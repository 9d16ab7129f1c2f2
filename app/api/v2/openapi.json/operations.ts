import type { Operation } from "@/lib/http/openapi";
import * as audit from "../audit/route";
import * as auditVerify from "../audit/verify/route";
import * as facets from "../facets/route";
import * as histogram from "../histogram/route";
import * as job from "../jobs/[jobId]/route";
import * as live from "../live/route";
import * as me from "../me/route";
import * as definition from "../recording-label-definitions/[definitionId]/route";
import * as definitions from "../recording-label-definitions/route";
import * as search from "../searches/[searchId]/route";
import * as searches from "../searches/route";
import * as preview from "../settings/recording/preview/route";
import * as settings from "../settings/recording/route";
import * as sources from "../sources/route";
import * as user from "../users/[userId]/route";
import * as users from "../users/route";
import { operation } from "./operation";
import { RECORDING_OPERATIONS } from "./recording-operations";
import { REVIEW_OPERATIONS } from "./review-operations";
import { REVIEW_RESULT_OPERATIONS } from "./review-result-operations";
import { SCORECARD_OPERATIONS } from "./scorecard-operations";

/** Every operation below `/api/v2`, with what its schemas can't say. A test holds this list to the route files. */
export const OPERATIONS: readonly Operation[] = [
  ...RECORDING_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...REVIEW_RESULT_OPERATIONS,
  ...SCORECARD_OPERATIONS,
  operation("GET", "/jobs/{jobId}", job.GET, {
    tag: "Jobs",
    summary: "How far a job is",
    success: { 200: "state, done, failed, total and failures." },
    refusals: ["not_found"],
  }),
  operation("DELETE", "/jobs/{jobId}", job.DELETE, {
    tag: "Jobs",
    summary: "Cancel what has not begun",
    success: { 200: "Cancelled." },
    refusals: ["not_found", "cannot_update"],
  }),
  operation("GET", "/searches", searches.GET, {
    tag: "Searches",
    summary: "One's own saved searches",
    success: { 200: "searches" },
  }),
  operation("POST", "/searches", searches.POST, {
    tag: "Searches",
    summary: "Keep a search, so that an address can name it",
    success: { 201: "id and path; the same search is the same id." },
    refusals: ["forbidden"],
  }),
  operation("GET", "/searches/{searchId}", search.GET, {
    tag: "Searches",
    summary: "A stored search, when the caller may run it",
    success: { 200: "search" },
    refusals: ["not_found", "forbidden"],
  }),
  operation("DELETE", "/searches/{searchId}", search.DELETE, {
    tag: "Searches",
    summary: "Forget one's own search",
    success: { 200: "Forgotten." },
    refusals: ["not_found"],
  }),
  operation("GET", "/facets", facets.GET, {
    tag: "Searches",
    summary: "Counts by label, call type, source and hour of day",
    success: { 200: "labels, callTypes, sources and hours." },
    refusals: ["not_found", "forbidden"],
  }),
  operation("GET", "/histogram", histogram.GET, {
    tag: "Searches",
    summary: "Calls per bucket over time",
    success: { 200: "bucketMs and buckets." },
    refusals: ["not_found", "forbidden"],
  }),
  operation("GET", "/settings/recording", settings.GET, {
    tag: "Administration",
    summary: "The privacy settings",
    success: { 200: "settings" },
  }),
  operation("POST", "/settings/recording", settings.POST, {
    tag: "Administration",
    summary: "Create a privacy setting",
    success: { 200: "Created." },
    refusals: ["already_exists"],
  }),
  operation("PUT", "/settings/recording", settings.PUT, {
    tag: "Administration",
    summary: "Replace a privacy setting whole",
    success: { 200: "Replaced." },
  }),
  operation("DELETE", "/settings/recording", settings.DELETE, {
    tag: "Administration",
    summary: "Make a privacy setting blank",
    success: { 200: "Blank." },
    refusals: ["not_found"],
  }),
  operation("POST", "/settings/recording/preview", preview.POST, {
    tag: "Administration",
    summary: "The newest recording as a supervisor would see it with these lists",
    success: { 200: "recording, null without any." },
  }),
  operation("GET", "/recording-label-definitions", definitions.GET, {
    tag: "Labels",
    summary: "Every label definition",
    success: { 200: "recordingLabelDefinitions" },
  }),
  operation("POST", "/recording-label-definitions", definitions.POST, {
    tag: "Labels",
    summary: "Define a label",
    success: { 201: "id and path." },
    refusals: ["already_exists"],
  }),
  operation("GET", "/recording-label-definitions/{definitionId}", definition.GET, {
    tag: "Labels",
    summary: "One label definition, by id or name",
    success: { 200: "recordingLabelDefinition" },
    refusals: ["not_found"],
  }),
  operation("PUT", "/recording-label-definitions/{definitionId}", definition.PUT, {
    tag: "Labels",
    summary: "Change what a label is shown as",
    success: { 200: "Changed." },
    refusals: ["not_found", "forbidden", "already_exists"],
  }),
  operation("DELETE", "/recording-label-definitions/{definitionId}", definition.DELETE, {
    tag: "Labels",
    summary: "Delete a label definition that no recording carries",
    success: { 200: "Deleted." },
    refusals: ["not_found", "forbidden", "in_use"],
  }),
  operation("GET", "/live", live.GET, {
    tag: "Live",
    summary: "Calls being recorded now",
    success: {
      200: "recordings: id, source, vendor, status (recording, paused, unknown), startTime, numbers, agents, can, and what was last requested where the vendor can't confirm it. sources: whose calls are in the answer, and why others' are not.",
    },
  }),
  operation("GET", "/me", me.GET, {
    tag: "About",
    summary: "The caller and what they may do",
    success: { 200: "user, permissions, sources, maskedParameters and demo." },
  }),
  operation("GET", "/sources", sources.GET, {
    tag: "Administration",
    summary: "Every recording system: state, freshness, progress, capabilities",
    success: { 200: "sources" },
  }),
  operation("GET", "/audit", audit.GET, {
    tag: "Audit",
    summary: "The audit log, newest first",
    success: { 200: "rows, and nextPath where there is more." },
    refusals: ["out_of_range"],
  }),
  operation("GET", "/audit/verify", auditVerify.GET, {
    tag: "Audit",
    summary: "Recompute the chain of the audit log, and hold it against a head given before",
    success: { 200: "ok, rows, head, brokenAt and message." },
  }),
  operation("GET", "/users", users.GET, {
    tag: "Administration",
    summary: "Every user",
    success: { 200: "users" },
  }),
  operation("POST", "/users", users.POST, {
    tag: "Administration",
    summary: "Create a user who signs in with a password",
    success: { 201: "id and user." },
    refusals: ["forbidden", "already_exists"],
  }),
  operation("PUT", "/users/{userId}", user.PUT, {
    tag: "Administration",
    summary: "Change a user, from their next request on",
    success: { 200: "user" },
    refusals: ["not_found", "forbidden", "cannot_update"],
  }),
];
