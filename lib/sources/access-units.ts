import { createHash } from "node:crypto";
import type { AccessGroupsSetting } from "./settings-schema";
import type { RecordingSource } from "./source";

/**
 * What the setting `accessGroups` of a vendor without groups of its own means: a list is for every recording; a map gives the
 * groups of each of the vendor's units. Units that the map does not name get none, which is the root group alone.
 */
export function accessGroupsOf(
  setting: AccessGroupsSetting,
): Pick<RecordingSource, "defaultAccessGroups" | "unitGroups"> {
  if (isList(setting)) return { defaultAccessGroups: setting, unitGroups: null };
  const map = new Map(Object.entries(setting));
  const sorted = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    defaultAccessGroups: [],
    unitGroups: {
      key: createHash("sha256").update(JSON.stringify(sorted)).digest("base64url"),
      groupsOf: (units) => [...new Set(units.flatMap((unit) => map.get(unit) ?? []))].sort(),
    },
  };
}

function isList(setting: AccessGroupsSetting): setting is string[] {
  return Array.isArray(setting);
}
