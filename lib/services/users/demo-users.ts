import { hashPassword } from "@/lib/auth/passwords";
import { createUser, findUserByEmail } from "@/lib/catalog/users";
import type { Role } from "@/lib/domain/permissions";
import type { Runtime } from "../context";

const DEMO_PASSWORD = "earmark-demo";

const DEMO_USERS: readonly Readonly<{ email: string; name: string; role: Role }>[] = [
  { email: "admin@earmark.test", name: "Ada Keller", role: "administrator" },
  { email: "supervisor@earmark.test", name: "Sofia Ortiz", role: "supervisor" },
  { email: "evaluator@earmark.test", name: "Emil Brandt", role: "evaluator" },
];

/** The three sign-ins of the demo. They carry a flag that makes any other server refuse them. */
export async function ensureDemoUsers(runtime: Runtime): Promise<void> {
  for (const user of DEMO_USERS) {
    if (await findUserByEmail(runtime.catalog.db, user.email)) continue;
    await createUser(runtime.catalog.db, {
      ...user,
      passwordHash: await hashPassword(DEMO_PASSWORD),
      accessGroups: ["/"],
      partitions: ["*"],
      agents: [],
      demo: true,
      nowMs: runtime.now(),
    });
  }
}
