/** Setting the dates of one recording, legal hold, and the list of what is kept long (§6.1 to §6.3). */
import { z } from "zod";
import { empty, failures, json } from "./answers";
import type { RecordingChanges } from "./changes";
import { VIEW_PERMISSIONS } from "./clients";
import { recordingView } from "./recording-view";
import { type Ctx, dateOf, needAny, numberOf, type Route } from "./route";
import { iso } from "./wire";
import { anyDraft, findRecording, type Known, liveDrafts, recordingsOf } from "./world";

const DAY_MS = 86_400_000;
const MOST_PROTECTED = 1_000;

const RecordingSchema = z.looseObject({
  deleteDate: z.string().nullish(),
  archiveDate: z.string().nullish(),
  archiveMedium: z.enum(["CLOUDARCHIVE"]).nullish(),
});

const ENTITIES: Readonly<Record<string, string>> = { Screen: "screenRecording", Snippet: "snippetRecording" };

/** The permission in the flavour of the recording's kind. */
const flavour = ({ facts }: Known, action: string): string[] => [
  `recording:${ENTITIES[facts.subtype] ?? "recording"}:${action}`,
];

/** The date of a body in ms; null = take it away, undefined = leave it. */
function wantedDate(text: string | null | undefined, omitted: "kept" | "removed"): number | null | undefined {
  if (text === undefined) return omitted === "kept" ? undefined : null;
  return text === null ? null : dateOf(text);
}

async function setRetention(ctx: Ctx): Promise<Response> {
  const { world, caller, params, query } = ctx;
  const known = findRecording(world, caller, params[0] ?? "", params[1] ?? "");
  const { facts, now } = known;
  const body = await ctx.body(RecordingSchema);
  const deleteMs = wantedDate(body.deleteDate, world.switches.omittedDate);
  const archiveMs = wantedDate(body.archiveDate, world.switches.omittedDate);
  const setsDelete = deleteMs !== undefined && deleteMs !== now.deleteMs;
  const setsArchive = archiveMs !== undefined && archiveMs !== now.archiveMs;
  const restores = setsArchive && archiveMs !== null && isRestore(known, archiveMs, world.now());
  if (setsDelete || (setsArchive && !restores)) needAny(caller, flavour(known, "editRetention"));
  if (restores) needAny(caller, flavour(known, "restore"));
  if (now.fileState === "DELETED") throw failures.conflict("The recording has been deleted.");
  if (setsDelete && deleteMs !== null && world.changes.protectedIds.has(facts.conversationId)) {
    throw failures.conflict("The conversation is protected from deletion.");
  }
  const changes: RecordingChanges = {
    ...(setsDelete ? { deleteMs } : {}),
    ...(setsArchive ? { archiveMs } : {}),
    ...(restores ? { restoreAskedMs: world.now(), restoreUntilMs: archiveMs } : {}),
    ...(query.get("clearExport") === "true" ? { exportMs: null } : {}),
  };
  world.changes.change(facts.conversationId, facts.id, changes);
  const after = findRecording(world, caller, facts.conversationId, facts.id);
  return json(200, recordingView(world, caller, after, null));
}

/** A later archive date on an archived recording brings it back until then. */
const isRestore = ({ now }: Known, archiveMs: number, nowMs: number): boolean =>
  now.fileState === "ARCHIVED" && archiveMs > Math.max(nowMs, now.archiveMs ?? 0);

const IdsSchema = z.looseObject({ conversationIds: z.array(z.string()) });

async function protect(ctx: Ctx): Promise<Response> {
  const { world, caller, query } = ctx;
  const on = query.get("protect");
  if (on !== "true" && on !== "false")
    throw failures.badRequest("The parameter protect must be true or false.");
  needAny(caller, [`recording:deletionProtection:${on === "true" ? "apply" : "revoke"}`]);
  const { conversationIds } = await ctx.body(IdsSchema);
  const failed: { conversation: { id: string }; errorMessage: string; errorCode: string }[] = [];
  for (const id of conversationIds) {
    const draft = anyDraft(world, id);
    if (draft === null || !caller.sees(draft.conversation.divisionIds)) {
      failed.push({
        conversation: { id },
        errorMessage: "The conversation was not found.",
        errorCode: "not.found",
      });
    } else if (on === "false") world.changes.protectedIds.delete(id);
    else if (world.changes.protectedIds.size >= MOST_PROTECTED) {
      failed.push({
        conversation: { id },
        errorMessage: "Too many are protected.",
        errorCode: "limit.exceeded",
      });
      // Nothing happens for a conversation without recordings.
    } else if (recordingsOf(world, draft).length > 0) world.changes.protectedIds.add(id);
  }
  if (world.switches.protectionAnswer === "204") return empty(204);
  return json(200, failed.length === 0 ? {} : { failedUpdates: failed });
}

async function listProtected(ctx: Ctx): Promise<Response> {
  const { conversationIds } = await ctx.body(IdsSchema);
  return json(
    200,
    conversationIds
      .filter((id) => ctx.world.changes.protectedIds.has(id))
      .map((id) => ({ id, selfUri: `/api/v2/conversations/${id}` })),
  );
}

/** Recordings older than so many days, oldest conversation first; the one call that does not go through conversations. */
function keptLong({ world, caller, query }: Ctx): Response {
  if (!query.has("retentionThresholdDays")) throw failures.badRequest("retentionThresholdDays is missing.");
  const days = numberOf(query, "retentionThresholdDays", 1, 1, 100_000);
  const pageSize = numberOf(query, "pageSize", 25, 1, 500);
  const from = Number(Buffer.from(query.get("cursor") ?? "", "base64url").toString() || "0");
  if (!Number.isInteger(from) || from < 0) throw failures.badRequest("The cursor is not one of ours.");
  const beforeMs = world.now() - days * DAY_MS;
  const ordered = world.store.between(0, beforeMs, liveDrafts(world, 0, beforeMs), (draft) =>
    caller.sees(draft.conversation.divisionIds),
  );
  const entities: Record<string, unknown>[] = [];
  let at = from;
  for (; at < ordered.length && entities.length < pageSize; at += 1) {
    const draft = ordered.at(at);
    if (draft === null || !caller.sees(draft.conversation.divisionIds)) continue;
    for (const { facts, now } of recordingsOf(world, draft)) {
      entities.push({
        conversationId: facts.conversationId,
        recordingId: facts.id,
        ...(now.archiveMs === null ? {} : { archiveDate: iso(now.archiveMs), archiveMedium: "CLOUDARCHIVE" }),
        ...(now.deleteMs === null ? {} : { deleteDate: iso(now.deleteMs) }),
        creationTime: iso(facts.endMs + 1_238),
      });
    }
  }
  const cursor = Buffer.from(String(at)).toString("base64url");
  const path = `/api/v2/recordings/retention/query?retentionThresholdDays=${days}&pageSize=${pageSize}`;
  return json(200, {
    entities,
    ...(at < ordered.length ? { nextUri: `${path}&cursor=${cursor}` } : {}),
    selfUri: path,
  });
}

const PROTECTION = "/recordings/deletionprotection";

export const RETENTION_ROUTES: readonly Route[] = [
  {
    method: "PUT",
    path: "/conversations/{}/recordings/{}",
    family: "retention",
    anyOf: VIEW_PERMISSIONS,
    handle: setRetention,
  },
  { method: "PUT", path: PROTECTION, family: "protection", handle: protect },
  { method: "POST", path: PROTECTION, family: "protection", handle: listProtected },
  {
    method: "GET",
    path: "/recordings/retention/query",
    family: "retention",
    anyOf: ["recording:recording:view"],
    handle: keptLong,
  },
];
