import type { MeAnswer } from "@/lib/domain/answers";
import { permissionsOf } from "@/lib/domain/permissions";
import { MASKABLE_PARAMETERS } from "@/lib/domain/recording-filter";
import { blockedParameters } from "@/lib/privacy/policy";
import type { ServiceContext } from "../context";
import { allMaskSets } from "../privacy/load-viewer";
import { coverageOf } from "../sources/coverage";

/** The caller, what they may do, and what the frame around every screen shows. */
export async function getMe(ctx: ServiceContext): Promise<Omit<MeAnswer, "statusCode">> {
  const blocked = (await allMaskSets(ctx)).map(blockedParameters);
  return {
    user: {
      id: ctx.actor.userId,
      email: ctx.actor.email,
      name: ctx.actor.name,
      role: ctx.actor.role,
      accessGroups: ctx.actor.accessGroups,
      partitions: ctx.actor.partitions,
    },
    permissions: permissionsOf(ctx.actor.role),
    sources: await coverageOf(ctx, {}),
    maskedParameters: MASKABLE_PARAMETERS.filter(
      (name) => blocked.length > 0 && blocked.every((set) => set.has(name)),
    ),
    demo: ctx.demo,
  };
}
