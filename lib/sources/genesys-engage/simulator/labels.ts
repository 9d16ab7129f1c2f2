/** Labels on a recording: `/recordings/{id}/labels[/{labelId}]`. */
import { failures, isObject, readObject, requiredText, success } from "./answers";
import { type Person, requirePermission, requireRole } from "./people";
import { reach } from "./recordings";
import type { Key } from "./store";
import { vendorTime, type WireLabel } from "./wire";
import { type LabelDefinition, requireFeature, type World } from "./world";

const isReserved = (name: string): boolean => name.startsWith("__");

/** The definition of a name: its very spelling first, then any spelling. */
export const definitionOf = (world: World, name: string): LabelDefinition | undefined =>
  world.definitions.find((one) => one.name === name) ??
  world.definitions.find((one) => one.name.toLowerCase() === name.toLowerCase());

const labelsOf = (world: World, key: Key): readonly WireLabel[] =>
  world.store.labels(key, world.store.current);

function putLabels(world: World, key: Key, labels: readonly WireLabel[]): void {
  world.change((changes) => changes.labels.set(key, labels));
}

function find(world: World, key: Key, labelId: string): WireLabel {
  const label = labelsOf(world, key).find((one) => one.id === labelId);
  if (label === undefined) throw failures.notFound(labelId);
  return label;
}

export function listLabels(world: World, caller: Person, id: string): Response {
  requireRole(caller, "admin", "supervisor");
  requireFeature(world, "labels");
  const key = reach(world, caller, id);
  return success({ labels: labelsOf(world, key) });
}

export function getLabel(world: World, caller: Person, id: string, labelId: string): Response {
  requireRole(caller, "admin", "supervisor");
  requireFeature(world, "labels");
  return success({ label: find(world, reach(world, caller, id), labelId) });
}

export async function addLabel(
  world: World,
  caller: Person,
  id: string,
  request: Request,
): Promise<Response> {
  requirePermission(caller, "RECORDING_PERMISSION_ADD_LABEL");
  requireFeature(world, "labels");
  const key = reach(world, caller, id);
  const body = await readObject(request);
  const asked = requiredText(body, "name");
  if (isReserved(asked)) throw failures.forbidden("Reserved labels cannot be added");
  const definition = definitionOf(world, asked);
  if (definition === undefined) throw failures.invalid(`there is no label definition ${asked}`);
  if (body.content !== undefined && !isObject(body.content)) throw failures.invalid("content");
  const present = labelsOf(world, key);
  const isDouble = present.some((one) => one.name.toLowerCase() === definition.name.toLowerCase());
  if (isDouble && world.switches.duplicateLabels === "refuse") throw failures.exists(definition.name);
  const labelId = world.newId();
  const path = `/recordings/${id}/labels/${labelId}`;
  const label: WireLabel = {
    path,
    name: definition.name,
    id: labelId,
    type: "custom",
    createTime: vendorTime(world.now()),
    createUser: caller.username,
    ...(isObject(body.content) ? { content: body.content } : {}),
  };
  putLabels(world, key, [...present, label]);
  return success({ id: labelId, path }, 201);
}

export async function updateLabel(
  world: World,
  caller: Person,
  id: string,
  labelId: string,
  request: Request,
): Promise<Response> {
  requirePermission(caller, "RECORDING_PERMISSION_ADD_LABEL");
  requireFeature(world, "labels");
  const key = reach(world, caller, id);
  const label = find(world, key, labelId);
  if (isReserved(label.name)) throw failures.forbidden("Reserved labels cannot be changed");
  const body = await readObject(request);
  if (body.content === undefined) throw failures.missing("content");
  if (!isObject(body.content)) throw failures.invalid("content");
  const content = body.content;
  putLabels(
    world,
    key,
    labelsOf(world, key).map((one) => (one.id === labelId ? { ...one, content } : one)),
  );
  return success();
}

export function removeLabel(world: World, caller: Person, id: string, labelId: string): Response {
  requirePermission(caller, "RECORDING_PERMISSION_DELETE_LABEL");
  requireFeature(world, "labels");
  const key = reach(world, caller, id);
  const label = find(world, key, labelId);
  if (isReserved(label.name)) throw failures.forbidden("Reserved labels cannot be removed");
  putLabels(
    world,
    key,
    labelsOf(world, key).filter((one) => one.id !== labelId),
  );
  return success();
}
