import { deleteSetting, readSettings, writeSetting } from "@/lib/catalog/settings";
import { AppError } from "@/lib/domain/errors";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { AGENT_FIELDS, CUSTOMER_FIELDS } from "../privacy/load-viewer";

export type Setting = Readonly<{ name: string; value: string }>;

const KNOWN: readonly string[] = [AGENT_FIELDS, CUSTOMER_FIELDS];

/** The settings group `recording`, as the vendor's settings API gives it; what was never set is blank. */
export async function listRecordingSettings(ctx: ServiceContext): Promise<readonly Setting[]> {
  const stored = await readSettings(ctx.catalog.db, "recording");
  return KNOWN.map((name) => ({ name, value: stored.find((setting) => setting.name === name)?.value ?? "" }));
}

/** Creates a setting; already_exists when it has a value. */
export async function createRecordingSetting(ctx: ServiceContext, setting: Setting): Promise<void> {
  checkName(setting.name);
  if (await isSet(ctx, setting.name)) {
    throw new AppError("already_exists", "This setting exists already; change it with PUT.");
  }
  await write(ctx, setting);
}

/** Replaces a setting's value whole. One that was never set counts as blank, so it is set. */
export async function updateRecordingSetting(ctx: ServiceContext, setting: Setting): Promise<void> {
  checkName(setting.name);
  await write(ctx, setting);
}

/** Makes a setting blank again; not_found when it is blank already. */
export async function deleteRecordingSetting(ctx: ServiceContext, name: string): Promise<void> {
  checkName(name);
  if (!(await isSet(ctx, name))) throw new AppError("not_found", "This setting has no value.");
  await audited(ctx, { action: "setting.delete", details: { name } }, () =>
    deleteSetting(ctx.catalog.db, "recording", name),
  );
}

function write(ctx: ServiceContext, setting: Setting): Promise<void> {
  return audited(
    ctx,
    { action: "setting.change", details: { name: setting.name, value: setting.value } },
    () => writeSetting(ctx.catalog.db, "recording", setting.name, setting.value, ctx.now()),
  );
}

async function isSet(ctx: ServiceContext, name: string): Promise<boolean> {
  return (await listRecordingSettings(ctx)).some((setting) => setting.name === name && setting.value !== "");
}

function checkName(name: string): void {
  if (!KNOWN.includes(name))
    throw new AppError("invalid_input", `The settings of this group are ${KNOWN.join(" and ")}.`);
}
