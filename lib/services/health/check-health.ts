import { sql } from "kysely";
import { getRuntime } from "../runtime";

/** True when this server is up and its database answers within two seconds. Never throws. */
export async function checkHealth(): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, 2_000, false).unref());
  const answers = getRuntime()
    .then(async (runtime) => {
      await sql`select 1`.execute(runtime.catalog.db);
      return true;
    })
    .catch(() => false);
  return Promise.race([answers, late]);
}
