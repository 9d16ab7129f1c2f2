/** The external tag of a conversation, and attributes of its participants (§7). */
import { z } from "zod";
import { empty, failures } from "./answers";
import type { Ctx, Route } from "./route";
import { findDraft } from "./world";

const TagsSchema = z.looseObject({ externalTag: z.string().nullish() });

/** Accepted at once, seen a little later; the last writer wins. */
async function setTag(ctx: Ctx): Promise<Response> {
  const { world, caller, params } = ctx;
  const { conversation } = findDraft(world, caller, params[0] ?? "");
  const { externalTag } = await ctx.body(TagsSchema);
  world.changes.tags.set(conversation.conversationId, {
    value: externalTag == null || externalTag === "" ? null : externalTag,
    seenFromMs: world.now() + world.switches.tagDelayMs,
  });
  return empty(202);
}

const AttributesSchema = z.looseObject({ attributes: z.record(z.string(), z.string()) });

async function setAttributes(ctx: Ctx): Promise<Response> {
  const { world, caller, params } = ctx;
  const { conversation } = findDraft(world, caller, params[0] ?? "");
  const participant = conversation.participants.find((one) => one.participantId === params[1]);
  if (participant === undefined) throw failures.notFound(params[1] ?? "");
  const { attributes } = await ctx.body(AttributesSchema);
  const before = world.changes.attributes.get(participant.participantId);
  world.changes.attributes.set(participant.participantId, { ...before, ...attributes });
  return empty(202);
}

export const TAG_ROUTES: readonly Route[] = [
  {
    method: "PUT",
    path: "/conversations/{}/tags",
    family: "tags",
    anyOf: ["conversation:externalTag:edit"],
    handle: setTag,
  },
  {
    method: "PATCH",
    path: "/conversations/{}/participants/{}/attributes",
    family: "tags",
    handle: setAttributes,
  },
];
