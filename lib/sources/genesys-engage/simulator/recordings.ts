/** One recording: get, delete, protect. */
import { withinAccess } from "./access";
import { failures, json, readObject, requiredText, success } from "./answers";
import { mediaUuid } from "./document-parts";
import { fieldsMaskedFor, maskRecording } from "./masking";
import { type Permission, type Person, requirePermission, requireRole } from "./people";
import { asksForLabels } from "./search-query";
import type { Key } from "./store";
import { requireFeature, type World } from "./world";

/** The key of a recording the caller can reach; 404/6 for anything else, whatever the reason. */
export function reach(world: World, caller: Person, id: string): Key {
  const key = world.store.find(id);
  if (key === null) throw failures.notFound(id);
  const isHidden =
    world.switches.enforceAccessGroups &&
    withinAccess(caller, world.store.document(key, world.store.current)) === null;
  if (isHidden) throw failures.notFound(id);
  return key;
}

/** `GET /recordings/{id}` */
export function getRecording(
  world: World,
  caller: Person,
  id: string,
  parameters: URLSearchParams,
): Response {
  requireRole(caller, "admin", "supervisor");
  requireFeature(world, "supervisorRecording");
  const { store, switches } = world;
  const key = reach(world, caller, id);
  const whole = store.document(key, store.current);
  const recording = switches.enforceAccessGroups ? (withinAccess(caller, whole) ?? whole) : whole;
  if (asksForLabels(parameters)) recording.labels = [...store.labels(key, store.current)];
  const answer = world.stamp(maskRecording(recording, fieldsMaskedFor(caller, world.settings)));
  return switches.bareGetById ? json(200, answer) : success({ recording: answer });
}

/** `DELETE /recordings/{id}` */
export function deleteRecording(world: World, caller: Person, id: string): Response {
  requireRole(caller, "admin");
  const { store, switches } = world;
  const key = reach(world, caller, id);
  const recording = store.document(key, store.current);
  if (switches.readOnly) throw failures.readOnlyDatabase();
  if (recording.nonDelete === true) throw failures.forbidden("The recording is protected from deletion");
  switch (switches.failDelete) {
    case "without-effect":
      throw failures.internal("The call recording could not be deleted");
    case "partial":
      loseFirstFile(world, key, id);
      throw failures.internal("Some media files could not be deleted");
    case "with-effect":
      world.change((changes) => changes.deleted.add(key));
      throw failures.internal("An error occurred while deleting the screen recordings");
    case "off":
      world.change((changes) => changes.deleted.add(key));
      return success();
  }
}

function loseFirstFile(world: World, key: Key, id: string): void {
  const lost = new Set(world.store.current.lostFiles.get(key));
  const files = world.store.document(key, { ...world.store.current, lostFiles: new Map() }).mediaFiles ?? [];
  const left = files.map((_, position) => mediaUuid(id, position)).filter((uuid) => !lost.has(uuid));
  if (left[0] !== undefined) lost.add(left[0]);
  world.change((changes) => changes.lostFiles.set(key, lost));
}

const OPERATIONS: Readonly<Record<string, { protects: boolean; permission: Permission }>> = {
  applyNonDelete: { protects: true, permission: "RECORDING_PERMISSION_APPLY_NON_DELETE" },
  unapplyNonDelete: { protects: false, permission: "RECORDING_PERMISSION_UNAPPLY_NON_DELETE" },
};

/** `POST /recordings/{id}` */
export async function operate(world: World, caller: Person, id: string, request: Request): Promise<Response> {
  requireRole(caller, "admin", "supervisor", "agent");
  requireFeature(world, "labels");
  const body = await readObject(request);
  const name = requiredText(body, "operationName");
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) throw failures.invalid("operationName");
  requirePermission(caller, operation.permission);
  const key = reach(world, caller, id);
  world.change((changes) => changes.protection.set(key, operation.protects));
  return success();
}
