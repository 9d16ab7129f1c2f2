import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

export type Import = Readonly<{
  /** As written. */
  specifier: string;
  /** Path of the module from the project's root; null for packages and Node built-ins. */
  target: string | null;
  /** Leaves nothing at run time. */
  typeOnly: boolean;
}>;

/** A node of the syntax tree, as far as the architecture test looks into it. */
export type Node = Readonly<{ type: string; [key: string]: unknown }>;

export type Module = Readonly<{
  /** From the project's root, with `/`. */
  path: string;
  source: string;
  imports: readonly Import[];
  program: Node;
  comments: readonly Readonly<{ value: string }>[];
  /** Tests, and what only tests use. */
  isTest: boolean;
}>;

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDERS = ["app", "components", "lib", "e2e"];
const MODULE = /\.(?:ts|tsx|mjs)$/;
const ENDINGS = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];
const TEST = /(?:\.(?:test|spec)\.tsx?$|^e2e\/|^lib\/testing\/|(?:^|\/)test-[^/]+\.tsx?$)/;
const JSDOC_IMPORT = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

/** Every module of the project: the four folders and the top level, parsed. Throws where one can't be parsed. */
export function readModules(): Module[] {
  const top = readdirSync(ROOT).filter((name) => MODULE.test(name) && !name.endsWith(".d.ts"));
  return [...top, ...FOLDERS.flatMap(filesBelow)].filter((file) => MODULE.test(file)).map(readModule);
}

/** Names at the top level of the project, folders with a `/` at the end. */
export function topLevelNames(): string[] {
  return readdirSync(ROOT, { withFileTypes: true }).map(
    (entry) => entry.name + (entry.isDirectory() ? "/" : ""),
  );
}

/** Every node below this one, itself included, with the nodes that hold it, nearest first. */
export function* walk(
  node: Node,
  holders: readonly Node[] = [],
): Generator<readonly [Node, readonly Node[]]> {
  yield [node, holders];
  const inside = [node, ...holders];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* walk(child, inside);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The node under a name; null when there is none. */
export function nodeAt(node: Node | null, ...names: readonly string[]): Node | null {
  let at: unknown = node;
  for (const name of names) at = isNode(at) ? at[name] : null;
  return isNode(at) ? at : null;
}

/** The nodes of a list under a name. */
export function nodesAt(node: Node | null, name: string): Node[] {
  const list = node?.[name];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** The text of a literal, or the name of an identifier; null for anything else. */
export function textOf(node: Node | null): string | null {
  if (node?.type === "Identifier" && typeof node.name === "string") return node.name;
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  return null;
}

function filesBelow(folder: string): string[] {
  const absolute = path.join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

function readModule(file: string): Module {
  const source = readFileSync(path.join(ROOT, file), "utf8");
  const parsed = parseSync(file, source);
  const program: unknown = parsed.program;
  if (parsed.errors.length > 0 || !isNode(program))
    throw new Error(`${file} can't be parsed: ${parsed.errors[0]?.message}`);
  const found = [...walk(program)].flatMap(([node]) => importOf(node));
  const inComments = parsed.comments.flatMap((comment) =>
    [...comment.value.matchAll(JSDOC_IMPORT)].map((match) => ({ specifier: match[1] ?? "", typeOnly: true })),
  );
  return {
    path: file,
    source,
    imports: [...found, ...inComments].map((one) => ({ ...one, target: resolved(file, one.specifier) })),
    program,
    comments: parsed.comments,
    isTest: TEST.test(file),
  };
}

/** Static and dynamic imports, re-exports, types named by `import(…)`, and worker files named by URL. */
function importOf(node: Node): Omit<Import, "target">[] {
  const specifier = textOf(nodeAt(node, "source"));
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration": {
      if (specifier === null) return [];
      const names = nodesAt(node, "specifiers");
      const kinds = [node.importKind, node.exportKind];
      const everyName = names.every((name) => name.importKind === "type" || name.exportKind === "type");
      return [{ specifier, typeOnly: kinds.includes("type") || (names.length > 0 && everyName) }];
    }
    case "ImportExpression":
      return specifier === null ? [] : [{ specifier, typeOnly: false }];
    case "TSImportType":
      return specifier === null ? [] : [{ specifier, typeOnly: true }];
    case "NewExpression":
    case "CallExpression": {
      const callee = textOf(nodeAt(node, "callee"));
      const first = textOf(nodesAt(node, "arguments")[0] ?? null);
      const isModule = callee === "require" || (callee === "URL" && first !== null && MODULE.test(first));
      return isModule && first !== null ? [{ specifier: first, typeOnly: false }] : [];
    }
    default:
      return [];
  }
}

function resolved(from: string, specifier: string): string | null {
  const isOwn = specifier.startsWith("@/") || specifier.startsWith(".");
  if (!isOwn) return null;
  const target = specifier.startsWith("@/")
    ? specifier.slice(2)
    : path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
  const ending = ENDINGS.find((one) => isFile(path.join(ROOT, target + one)));
  return target + (ending ?? "");
}

function isFile(absolute: string): boolean {
  return statSync(absolute, { throwIfNoEntry: false })?.isFile() ?? false;
}
