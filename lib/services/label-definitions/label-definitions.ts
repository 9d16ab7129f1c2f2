import {
  updateLabelDefinition as changeDefinition,
  definitionInUse,
  deleteLabelDefinition as dropDefinition,
  findLabelDefinition,
  createLabelDefinition as insertDefinition,
  type LabelDefinition,
  listLabelDefinitions as readDefinitions,
} from "@/lib/catalog/label-definitions";
import type { LabelDefinitionRow } from "@/lib/domain/answers";
import { AppError } from "@/lib/domain/errors";
import { checkLabelName, isReserved } from "@/lib/domain/labels";
import type { MaskSet } from "@/lib/privacy/policy";
import { presentLabelText } from "@/lib/privacy/present";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { allMaskSets } from "../privacy/load-viewer";

export async function listLabelDefinitions(ctx: ServiceContext): Promise<readonly LabelDefinitionRow[]> {
  const sets = await allMaskSets(ctx);
  return (await readDefinitions(ctx.catalog.db)).map((definition) => present(definition, sets));
}

/** One definition, by id or by name. */
export async function getLabelDefinition(ctx: ServiceContext, idOrName: string): Promise<LabelDefinitionRow> {
  return present(await requireDefinition(ctx, idOrName), await allMaskSets(ctx));
}

export async function createLabelDefinition(
  ctx: ServiceContext,
  input: Readonly<{ name: string; displayName?: string | undefined; description?: string | undefined }>,
): Promise<LabelDefinitionRow> {
  const refusal = checkLabelName(input.name);
  if (refusal) throw new AppError("invalid_input", refusal);
  const created = await audited(
    ctx,
    { action: "label-definition.create", details: { name: input.name } },
    () =>
      insertDefinition(ctx.catalog.db, {
        name: input.name,
        displayName: input.displayName ?? input.name,
        description: input.description ?? "",
      }),
  );
  return present(created);
}

/** Changes the shown name and the description; the name itself is what recordings carry and stays. */
export async function updateLabelDefinition(
  ctx: ServiceContext,
  idOrName: string,
  change: Readonly<{ displayName?: string | undefined; description?: string | undefined }>,
): Promise<LabelDefinitionRow> {
  const definition = await requireDefinition(ctx, idOrName);
  if (isReserved(definition.name)) throw new AppError("forbidden", "Reserved labels can't be changed.");
  const changed = await audited(
    ctx,
    { action: "label-definition.change", details: { name: definition.name } },
    () =>
      changeDefinition(ctx.catalog.db, definition.id, {
        displayName: change.displayName ?? definition.displayName,
        description: change.description ?? definition.description,
      }),
  );
  return present(changed);
}

/** Refused while a recording carries the label (in_use). */
export async function deleteLabelDefinition(ctx: ServiceContext, idOrName: string): Promise<void> {
  const definition = await requireDefinition(ctx, idOrName);
  if (isReserved(definition.name)) throw new AppError("forbidden", "Reserved labels can't be deleted.");
  if (await definitionInUse(ctx.catalog.db, definition.name)) {
    throw new AppError("in_use", "Recordings carry this label, so it can't be deleted.");
  }
  await audited(ctx, { action: "label-definition.delete", details: { name: definition.name } }, () =>
    dropDefinition(ctx.catalog.db, definition.id),
  );
}

async function requireDefinition(ctx: ServiceContext, idOrName: string): Promise<LabelDefinition> {
  const definition = await findLabelDefinition(ctx.catalog.db, idOrName);
  if (!definition) throw new AppError("not_found", "There is no such label definition.");
  return definition;
}

/** `sets` = what is masked for the caller; nothing for administrators, who alone may change definitions. */
function present(definition: LabelDefinition, sets: readonly MaskSet[] = []): LabelDefinitionRow {
  return {
    id: definition.id,
    name: presentLabelText(definition.name, sets),
    displayName: presentLabelText(definition.displayName, sets),
    description: presentLabelText(definition.description, sets),
    type: isReserved(definition.name) ? "reserved" : "custom",
  };
}
