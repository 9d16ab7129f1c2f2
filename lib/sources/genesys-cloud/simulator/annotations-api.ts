/** Annotations: reading all of them, writing bookmarks (§5.4). */
import { z } from "zod";
import { empty, failures, json } from "./answers";
import { VIEW_PERMISSIONS } from "./clients";
import { annotationsOf } from "./recording-view";
import { type Ctx, needAny, type Route } from "./route";
import type { WireAnnotation } from "./wire";
import { findRecording, type Known } from "./world";

const LONGEST_DESCRIPTION = 500;

const AnnotationSchema = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  location: z.number().nullish(),
  durationMs: z.number().nullish(),
});

const known = ({ world, caller, params }: Ctx): Known =>
  findRecording(world, caller, params[0] ?? "", params[1] ?? "");

function list(ctx: Ctx): Response {
  return json(200, annotationsOf(ctx.world, ctx.caller, known(ctx)));
}

function single(ctx: Ctx): Response {
  const wanted = ctx.params[2] ?? "";
  const found = annotationsOf(ctx.world, ctx.caller, known(ctx)).find((one) => one.id === wanted);
  if (found === undefined) throw failures.notFound(wanted);
  return json(200, found);
}

/** Creates a bookmark, or updates the one with this id. Pauses and holds can't be written. */
async function write(ctx: Ctx, id: string | null): Promise<Response> {
  needAny(ctx.caller, VIEW_PERMISSIONS);
  const recording = known(ctx);
  const body = await ctx.body(AnnotationSchema);
  if ((body.description ?? "").length > LONGEST_DESCRIPTION) {
    throw failures.badRequest(`A description may have ${LONGEST_DESCRIPTION} characters.`, "invalid.value");
  }
  const wanted = id ?? body.id ?? null;
  const isSystem = recording.facts.annotations.some((one) => one.id === wanted);
  if (isSystem || (body.type ?? "Bookmark") !== "Bookmark") {
    throw failures.badRequest("Only bookmarks can be written.");
  }
  const { changes } = ctx.world;
  const others = (changes.ofRecording(recording.facts.id).bookmarks ?? []).filter((one) => one.id !== wanted);
  const bookmark: WireAnnotation = {
    id: wanted ?? ctx.world.newId(),
    type: "Bookmark",
    ...(body.name == null ? {} : { name: body.name }),
    ...(body.description == null ? {} : { description: body.description }),
    location: body.location ?? 0,
    ...(body.durationMs == null ? {} : { durationMs: body.durationMs }),
  };
  changes.change(recording.facts.conversationId, recording.facts.id, { bookmarks: [...others, bookmark] });
  return json(200, bookmark);
}

function remove(ctx: Ctx): Response {
  needAny(ctx.caller, VIEW_PERMISSIONS);
  const { facts } = known(ctx);
  const { changes } = ctx.world;
  const bookmarks = changes.ofRecording(facts.id).bookmarks ?? [];
  const left = bookmarks.filter((one) => one.id !== ctx.params[2]);
  if (left.length === bookmarks.length) {
    const isSystem = facts.annotations.some((one) => one.id === ctx.params[2]);
    throw isSystem
      ? failures.badRequest("Only bookmarks can be deleted.")
      : failures.notFound(ctx.params[2] ?? "");
  }
  changes.change(facts.conversationId, facts.id, { bookmarks: left });
  return empty(204);
}

const path = "/conversations/{}/recordings/{}/annotations";
const READ = ["recording:annotation:view", ...VIEW_PERMISSIONS];
const WRITE = ["recording:annotation:add", "recording:annotation:edit"];
const family = "annotations" as const;

export const ANNOTATION_ROUTES: readonly Route[] = [
  { method: "GET", path, family, anyOf: READ, handle: list },
  { method: "GET", path: `${path}/{}`, family, anyOf: READ, handle: single },
  { method: "POST", path, family, anyOf: WRITE, handle: (ctx) => write(ctx, null) },
  {
    method: "PUT",
    path: `${path}/{}`,
    family,
    anyOf: WRITE,
    handle: (ctx) => write(ctx, ctx.params[2] ?? null),
  },
  { method: "DELETE", path: `${path}/{}`, family, anyOf: ["recording:annotation:delete"], handle: remove },
];
