import type { Operation } from "@/lib/http/openapi";
import * as label from "../recordings/[recordingId]/labels/[labelId]/route";
import * as labels from "../recordings/[recordingId]/labels/route";
import * as peaks from "../recordings/[recordingId]/peaks/[mediaKey]/route";
import * as play from "../recordings/[recordingId]/play/[mediaKey]/route";
import * as reveal from "../recordings/[recordingId]/reveal/route";
import * as recording from "../recordings/[recordingId]/route";
import * as bulk from "../recordings/bulk/route";
import * as exporting from "../recordings/export/route";
import * as recordings from "../recordings/route";
import { operation } from "./operation";

const RECORDING = "/recordings/{recordingId}";
const VENDOR = ["source_refused", "source_unavailable"] as const;

/** What can be asked of recordings, their labels and their audio. */
export const RECORDING_OPERATIONS: readonly Operation[] = [
  operation("GET", "/recordings", recordings.GET, {
    tag: "Recordings",
    summary: "Search, newest first",
    success: {
      200: "recordings, totalCount, nextPath and prevPath where there is more, and sources: how fresh each is.",
    },
    refusals: ["out_of_range", "forbidden"],
  }),
  operation("GET", RECORDING, recording.GET, {
    tag: "Recordings",
    summary: "One recording, read through to its recording system",
    success: { 200: "recording; with stale: true when the recording system could not be asked." },
    refusals: ["not_found"],
  }),
  operation("DELETE", RECORDING, recording.DELETE, {
    tag: "Recordings",
    summary: "Delete at the recording system",
    success: {
      200: "deleted: done or scheduled, deleteTime, and remaining: copies that the recording system keeps.",
    },
    refusals: ["not_found", "forbidden", "cannot_delete", ...VENDOR],
  }),
  operation("PUT", RECORDING, recording.PUT, {
    tag: "Recordings",
    summary: "Pause, resume or stop a call being recorded",
    success: { 200: "Done.", 202: "Asked for; the recording system can't confirm it." },
    refusals: ["not_found", "cannot_update", "unprocessable", ...VENDOR],
  }),
  operation("POST", RECORDING, recording.POST, {
    tag: "Recordings",
    summary: "Protect from deletion, or lift that (administrators)",
    success: { 200: "As asked, now or before." },
    refusals: ["not_found", "forbidden_role", ...VENDOR],
  }),
  operation("POST", `${RECORDING}/reveal`, reveal.POST, {
    tag: "Recordings",
    summary: "See masked fields of one recording for ten minutes, with a reason",
    success: { 200: "expiresTime" },
    refusals: ["not_found"],
  }),
  operation("GET", `${RECORDING}/labels`, labels.GET, {
    tag: "Labels",
    summary: "The labels of a recording",
    success: { 200: "labels" },
    refusals: ["not_found"],
  }),
  operation("POST", `${RECORDING}/labels`, labels.POST, {
    tag: "Labels",
    summary: "Add a label or a comment",
    success: { 201: "id, path, kept (vendor or earmark) and label." },
    refusals: ["not_found", "forbidden", "out_of_range", "already_exists", ...VENDOR],
  }),
  operation("GET", `${RECORDING}/labels/{labelId}`, label.GET, {
    tag: "Labels",
    summary: "One label of a recording",
    success: { 200: "label" },
    refusals: ["not_found"],
  }),
  operation("PUT", `${RECORDING}/labels/{labelId}`, label.PUT, {
    tag: "Labels",
    summary: "Replace a label's content: one's own, any for administrators",
    success: { 200: "label" },
    refusals: ["not_found", "forbidden", ...VENDOR],
  }),
  operation("DELETE", `${RECORDING}/labels/{labelId}`, label.DELETE, {
    tag: "Labels",
    summary: "Remove a label: one's own, any for administrators",
    success: { 200: "Removed." },
    refusals: ["not_found", "forbidden", ...VENDOR],
  }),
  operation("GET", `${RECORDING}/play/{mediaKey}`, play.GET, {
    tag: "Audio",
    summary: "The audio of one media file, whole or in ranges",
    mediaType: "audio/*",
    success: {
      200: "The whole file.",
      206: "The range asked for.",
      202: "Not ready yet: come back after Retry-After.",
    },
    refusals: ["not_found", "range_not_satisfiable", ...VENDOR],
  }),
  operation("HEAD", `${RECORDING}/play/{mediaKey}`, play.HEAD, {
    tag: "Audio",
    summary: "Length and type of one media file",
    success: { 200: "The headers of GET." },
    refusals: ["not_found", ...VENDOR],
  }),
  operation("POST", `${RECORDING}/play/{mediaKey}`, play.POST, {
    tag: "Audio",
    summary: "Report how much was heard, for the audit log",
    success: { 200: "Noted." },
    refusals: ["not_found"],
  }),
  operation("GET", `${RECORDING}/peaks/{mediaKey}`, peaks.GET, {
    tag: "Audio",
    summary: "Waveform peaks per channel: BBC audiowaveform format, version 2, 8 bit",
    mediaType: "application/octet-stream",
    success: {
      200: "The peaks, with an ETag.",
      202: "Being made: come back after Retry-After. The beginning of them is the body as soon as there is one.",
      304: "Unchanged.",
    },
    refusals: ["not_found", ...VENDOR],
  }),
  operation("POST", "/recordings/bulk", bulk.POST, {
    tag: "Jobs",
    summary: "One operation over many recordings; deleting is for administrators",
    success: { 202: "job: the id to ask after." },
    refusals: ["not_found", "forbidden", "forbidden_role", "out_of_range"],
  }),
  operation("POST", "/recordings/export", exporting.POST, {
    tag: "Recordings",
    summary: "Recordings as CSV or JSON, masked for the caller",
    mediaType: "text/csv",
    success: { 200: "A stream of CSV, or of JSON with recordings." },
    refusals: ["not_found", "forbidden"],
  }),
];
