import type { Operation } from "@/lib/http/openapi";
import * as scorecard from "../scorecards/[scorecardId]/route";
import * as scorecards from "../scorecards/route";
import { operation } from "./operation";

/** The operations below `/api/v2/scorecards`. */
export const SCORECARD_OPERATIONS: readonly Operation[] = [
  operation("GET", "/scorecards", scorecards.GET, {
    tag: "Scorecards",
    summary: "Every scorecard as it stands now, archived ones too, by name",
    success: {
      200: "scorecards: id, name, version, createTime, createUser, archived, questions, inUse, and for administrators reviews (total, open).",
    },
  }),
  operation("POST", "/scorecards", scorecards.POST, {
    tag: "Scorecards",
    summary: "Make a scorecard; names of those in use are unique, letter case ignored",
    success: { 201: "id and version." },
    refusals: ["already_exists"],
  }),
  operation("GET", "/scorecards/{scorecardId}", scorecard.GET, {
    tag: "Scorecards",
    summary: "One version of a scorecard, the latest when none is named",
    success: { 200: "scorecard: its content, id, version, createTime, createUser, archived, versions." },
    refusals: ["not_found", "out_of_range"],
  }),
  operation("PUT", "/scorecards/{scorecardId}", scorecard.PUT, {
    tag: "Scorecards",
    summary: "Give a scorecard a new version; with `version` only while that is the latest",
    success: { 200: "version: the new one, or the latest when nothing has changed." },
    refusals: ["not_found", "already_exists", "cannot_update", "out_of_range"],
  }),
  operation("DELETE", "/scorecards/{scorecardId}", scorecard.DELETE, {
    tag: "Scorecards",
    summary: "Archive a scorecard: nothing more is assigned by it, and reviews keep it",
    success: { 200: "Archived." },
    refusals: ["not_found"],
  }),
  operation("POST", "/scorecards/{scorecardId}", scorecard.POST, {
    tag: "Scorecards",
    summary: "Take an archived scorecard back into use",
    success: { 200: "Restored." },
    refusals: ["not_found", "already_exists"],
  }),
];
