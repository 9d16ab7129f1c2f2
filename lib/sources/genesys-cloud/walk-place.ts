import { SourceError, type TimeWindow } from "../source";
import { SEARCH } from "./config";

/** Where a walk stands within a window: which stretch of it is being asked for, how, and what comes next. */
export type Place = QueryPlace | JobPlace;

export type QueryPlace = Readonly<{
  kind: "query";
  chunk: TimeWindow;
  /** From 1. */
  page: number;
  totalHits: number | null;
  rewinds: number;
  order: "desc" | "asc";
}>;

export type JobPlace = Readonly<{
  kind: "job";
  chunk: TimeWindow;
  jobId: string;
  /** Walks that have found the job still running. */
  looks: number;
  /** The vendor's own; null = its first page. */
  cursor: string | null;
}>;

export function queryPlace(chunk: TimeWindow): QueryPlace {
  return { kind: "query", chunk, page: 1, totalHits: null, rewinds: 0, order: "desc" };
}

/** The newest stretch of the window that one question may span. */
export function firstChunk(window: TimeWindow): TimeWindow {
  return { fromMs: Math.max(window.fromMs, window.toMs - SEARCH.chunkMs), toMs: window.toMs };
}

/** The stretch before this one; null = this was the last. */
export function nextChunk(window: TimeWindow, { fromMs }: TimeWindow): TimeWindow | null {
  return fromMs <= window.fromMs ? null : firstChunk({ fromMs: window.fromMs, toMs: fromMs });
}

/** The place as the cursor that sync hands back. Only texts of the vendor's are encoded: the rest are our own numbers. */
export function writePlace(place: Place): string {
  const { fromMs, toMs } = place.chunk;
  if (place.kind === "query") {
    return ["q", fromMs, toMs, place.page, place.totalHits ?? "", place.rewinds, place.order].join("_");
  }
  const { jobId, looks, cursor } = place;
  return ["j", fromMs, toMs, looks, hex(jobId), cursor === null ? "" : hex(cursor)].join("_");
}

const QUERY = /^q_(\d{1,15})_(\d{1,15})_(\d{1,9})_(\d{0,15})_(\d{1,3})_(desc|asc)$/;
const JOB = /^j_(\d{1,15})_(\d{1,15})_(\d{1,6})_([0-9a-f]+)_([0-9a-f]*)$/;

export function readPlace(text: string): Place {
  const query = QUERY.exec(text);
  if (query !== null) {
    const [, fromMs, toMs, page, totalHits, rewinds, order] = query;
    return {
      kind: "query",
      chunk: { fromMs: Number(fromMs), toMs: Number(toMs) },
      page: Number(page),
      totalHits: totalHits === "" ? null : Number(totalHits),
      rewinds: Number(rewinds),
      order: order === "asc" ? "asc" : "desc",
    };
  }
  const job = JOB.exec(text);
  if (job === null) throw new SourceError("invalid", "This cursor is none of Genesys Cloud's.");
  const [, fromMs, toMs, looks, jobId = "", cursor = ""] = job;
  return {
    kind: "job",
    chunk: { fromMs: Number(fromMs), toMs: Number(toMs) },
    looks: Number(looks),
    jobId: unhex(jobId),
    cursor: cursor === "" ? null : unhex(cursor),
  };
}

const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
const unhex = (text: string): string => Buffer.from(text, "hex").toString("utf8");
