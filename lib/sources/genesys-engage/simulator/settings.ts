/** The settings API: the list of groups, and the group `recording`. */
import { failures, readObject, requiredText, success } from "./answers";
import { type Person, requireRole } from "./people";
import type { World } from "./world";

/** `GET /settings` */
export function listGroups(world: World, caller: Person): Response {
  requireRole(caller, "admin");
  const path = "/settings/recording";
  const group = {
    name: "recording",
    displayName: "Recording",
    key: "name",
    uri: `${world.baseUrl}/api/v2${path}`,
    path,
  };
  return success({ settings: [group] });
}

/** `GET /settings/recording` */
export function getSettings(world: World, caller: Person): Response {
  requireRole(caller, "admin");
  const entries = [...world.settings];
  return success({
    settings: world.switches.settingsAsMap
      ? Object.fromEntries(entries)
      : entries.map(([name, value]) => ({ name, value })),
  });
}

/** `POST`, `PUT` and `DELETE /settings/recording`, the last one with a body too. */
export async function changeSettings(world: World, caller: Person, request: Request): Promise<Response> {
  requireRole(caller, "admin");
  const body = await readObject(request);
  const name = requiredText(body, "name");
  if (name.trim() === "") throw failures.invalid("name");
  if (request.method === "POST") {
    if (world.settings.has(name)) throw failures.exists(name);
    world.settings.set(name, requiredText(body, "value"));
    return success();
  }
  if (!world.settings.has(name)) throw failures.notFound(name);
  if (request.method === "PUT") world.settings.set(name, requiredText(body, "value"));
  else world.settings.delete(name);
  return success();
}
