import { type Env, parseEnv, SettingsError } from "@/lib/env";

export type CheckedSettings = { env: Env | null; problems: string[] };

/** The settings of this process and its sources file, with one line for each thing that is missing or wrong. */
export async function checkSettings(): Promise<CheckedSettings> {
  try {
    const env = parseEnv(process.env, process.cwd());
    return { env, problems: await sourceProblems(env) };
  } catch (error) {
    if (error instanceof SettingsError) return { env: null, problems: [...error.problems] };
    throw error;
  }
}

async function sourceProblems(env: Env): Promise<string[]> {
  if (env.sourcesFile === null) return [];
  try {
    const { loadSources } = await import("@/lib/sources/settings");
    const { createRegistry } = await import("@/lib/sources/registry");
    // Builds the sources without asking them anything: what this version can't talk to shows here too.
    createRegistry(await loadSources(env.sourcesFile, env.lookup), { fetch });
    return [];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return words.split("\n").map((line) => `EARMARK_SOURCES: ${line}`);
  }
}
