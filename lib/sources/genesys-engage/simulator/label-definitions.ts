/** Label definitions: `/recording-label-definitions[/{id or name}]`. */

import { hashText, uuid } from "@/lib/samples/random";
import { failures, optionalText, readObject, requiredText, success } from "./answers";
import { LABEL_BITS } from "./generated-calls";
import { definitionOf } from "./labels";
import { type Person, requirePermission, requireRole } from "./people";
import { type LabelDefinition, requireFeature, type World } from "./world";

const SEEDED: readonly (readonly [name: string, displayName: string, description: string])[] = [
  ["__screenRecording", "Screen recording", "The call has a screen recording"],
  ["complaint", "Complaint", "The customer complains"],
  ["review", "For review", "To be heard by quality"],
  ["Review", "Reviewed (old)", "Made before names ignored letter case"],
  ["vip", "VIP", "A customer to be called back first"],
  ["comment", "Comment", "Free text about a moment of the call"],
  ["callback", "Call back", ""],
  ["billing", "Billing", "About an invoice"],
  ["Important", "Important", ""],
  ["callback,urgent", "Urgent call back", "A comma in its name: it cannot be searched for"],
];

/** The definitions every simulator starts with. */
export const seedDefinitions = (): LabelDefinition[] =>
  SEEDED.map(([name, displayName, description]) => ({
    id: uuid(hashText(name), 0, 9),
    name,
    displayName,
    description,
    type: name.startsWith("__") ? "reserved" : "custom",
  }));

function find(world: World, idOrName: string): LabelDefinition {
  const definition = world.definitions.find((one) => one.id === idOrName) ?? definitionOf(world, idOrName);
  if (definition === undefined) throw failures.notFound(idOrName);
  return definition;
}

function refuseTakenDisplayName(world: World, displayName: string, except?: LabelDefinition): void {
  if (world.definitions.some((one) => one !== except && one.displayName === displayName)) {
    throw failures.exists(displayName);
  }
}

/** `GET …-definitions` */
export function listDefinitions(world: World, caller: Person): Response {
  requireRole(caller, "admin", "supervisor", "agent");
  requireFeature(world, "labels");
  return success({ recordingLabelDefinitions: world.definitions });
}

/** `GET …-definitions/{id}` */
export function getDefinition(world: World, caller: Person, idOrName: string): Response {
  requireRole(caller, "admin", "supervisor", "agent");
  requireFeature(world, "labels");
  return success({ recordingLabelDefinition: find(world, idOrName) });
}

/** `POST …-definitions` */
export async function createDefinition(world: World, caller: Person, request: Request): Promise<Response> {
  requirePermission(caller, "RECORDING_PERMISSION_ADD_LABEL_DEFINITION");
  requireFeature(world, "labels");
  const body = await readObject(request);
  const name = requiredText(body, "name");
  if (!/^[\x21-\x7e]+$/.test(name) || name.startsWith("__")) throw failures.invalid("name");
  const displayName = optionalText(body, "displayName") ?? name;
  const description = optionalText(body, "description") ?? "";
  if (world.definitions.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw failures.exists(name);
  refuseTakenDisplayName(world, displayName);
  const id = world.newId();
  world.definitions.push({ id, name, displayName, description, type: "custom" });
  return success({ id, path: `/recording-label-definitions/${id}` }, 201);
}

/** `PUT …-definitions/{id}` */
export async function updateDefinition(
  world: World,
  caller: Person,
  idOrName: string,
  request: Request,
): Promise<Response> {
  requirePermission(caller, "RECORDING_PERMISSION_ADD_LABEL_DEFINITION");
  requireFeature(world, "labels");
  const definition = find(world, idOrName);
  if (definition.type === "reserved")
    throw failures.forbidden("Reserved label definitions cannot be changed");
  const body = await readObject(request);
  if (body.name !== undefined) throw failures.readOnlyProperty("name");
  const displayName = optionalText(body, "displayName");
  const description = optionalText(body, "description");
  if (displayName === undefined && description === undefined)
    throw failures.missing("displayName or description");
  if (displayName !== undefined) refuseTakenDisplayName(world, displayName, definition);
  definition.displayName = displayName ?? definition.displayName;
  definition.description = description ?? definition.description;
  return success();
}

/** `DELETE …-definitions/{id}` */
export function deleteDefinition(world: World, caller: Person, idOrName: string): Response {
  requirePermission(caller, "RECORDING_PERMISSION_DELETE_LABEL_DEFINITION");
  requireFeature(world, "labels");
  const definition = find(world, idOrName);
  if (definition.type === "reserved")
    throw failures.forbidden("Reserved label definitions cannot be deleted");
  if (isInUse(world, definition.name)) throw failures.inUse(definition.name);
  world.definitions.splice(world.definitions.indexOf(definition), 1);
  return success();
}

/** Whether any recording that is there carries a label of exactly this name. */
function isInUse({ store }: World, name: string): boolean {
  const { generated, current } = store;
  const seeded: readonly string[] = LABEL_BITS;
  const bit = seeded.indexOf(name);
  if (bit >= 0) {
    for (let index = 0; index < generated.count; index += 1) {
      const isSeeded = !current.labels.has(index) && !current.deleted.has(index);
      if (isSeeded && ((generated.labels[index] ?? 0) & (1 << bit)) !== 0) return true;
    }
  }
  const written = [...current.labels.keys(), ...store.specials.map((_, nth) => generated.count + nth)];
  return written.some(
    (key) => !current.deleted.has(key) && store.labels(key, current).some((label) => label.name === name),
  );
}
