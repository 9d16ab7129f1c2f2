import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type SourceSettings, SourceSettingsSchema } from "./settings-schema";

export type { EngageSettings, SourceSettings } from "./settings-schema";

/** What is wrong with the sources file: one line for each thing, also joined in `message`. Never a value, only keys. */
export class SourceSettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SourceSettingsError";
    this.problems = problems;
  }
}

const FileSchema = z.strictObject({ sources: z.array(z.unknown()).max(1_000) });

/** `env:NAME` in place of any string. */
const FROM_ENVIRONMENT = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

type Lookup = (name: string) => string | undefined;

/**
 * The sources of the file, checked; `env` gives the variable that `env:NAME` stands for. Throws SourceSettingsError
 * with a line for each problem of the whole file.
 */
export async function loadSources(path: string, env: Lookup): Promise<SourceSettings[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new SourceSettingsError([`the file ${path} can't be read.`]);
  }
  return parseSources(text, env);
}

/** The same for the text of a sources file. */
export function parseSources(text: string, env: Lookup): SourceSettings[] {
  let json: unknown;
  try {
    // Some editors begin a file with a byte order mark.
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new SourceSettingsError(["the file is not valid JSON."]);
  }
  const file = FileSchema.safeParse(json);
  if (!file.success) throw new SourceSettingsError(file.error.issues.flatMap((issue) => fileLines(issue)));

  const problems: string[] = [];
  const sources: SourceSettings[] = [];
  for (const [index, given] of file.data.sources.entries()) {
    const missing: Missing[] = [];
    const resolved = fromEnvironment(given, env, [], missing);
    const parsed = SourceSettingsSchema.safeParse(resolved);
    // What a missing variable leaves behind is not complained of twice.
    const known = new Set(missing.map(({ path }) => path.join(".")));
    problems.push(
      ...missing.map((one) => `${placeOf(index, one.path)}: the variable ${one.name} is not set.`),
    );
    if (parsed.success) sources.push(parsed.data);
    else {
      const left = parsed.error.issues.filter((issue) => !known.has(issue.path.join(".")));
      problems.push(...left.flatMap((issue) => sourceLines(index, issue)));
    }
  }
  problems.push(...doubledIds(sources));
  if (problems.length > 0) throw new SourceSettingsError([...new Set(problems)]);
  return sources;
}

type Missing = Readonly<{ path: readonly (string | number)[]; name: string }>;

function fromEnvironment(
  value: unknown,
  env: Lookup,
  path: readonly (string | number)[],
  missing: Missing[],
): unknown {
  if (typeof value === "string") {
    const name = FROM_ENVIRONMENT.exec(value)?.[1];
    if (name === undefined) return value;
    const found = env(name);
    // An empty variable is one that is not set, as everywhere.
    if (found !== undefined && found.trim() !== "") return found;
    missing.push({ path, name });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => fromEnvironment(item, env, [...path, index], missing));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fromEnvironment(item, env, [...path, key], missing)]),
    );
  }
  return value;
}

function placeOf(index: number, path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return `sources[${index}]${steps.join("")}`;
}

function fileLines(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `there is no key ${key}.`);
  return ['the file must be an object with a list: {"sources":[…]}.'];
}

function sourceLines(index: number, issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${placeOf(index, [...issue.path, key])}: there is no such key.`);
  }
  return [`${placeOf(index, issue.path)}: ${issue.message}.`];
}

function doubledIds(sources: readonly SourceSettings[]): string[] {
  const seen = new Set<string>();
  return sources.flatMap(({ id }) => {
    const isDouble = seen.has(id);
    seen.add(id);
    return isDouble ? [`two sources have the id ${id}.`] : [];
  });
}
