import { type Import, isNode, type Module, type Node, nodeAt, nodesAt, textOf, walk } from "./modules";

/** Imports of these modules for which `forbidden` gives the reason. */
export function importFaults(
  from: readonly Module[],
  forbidden: (one: Import, module: Module) => string | null,
): string[] {
  return from.flatMap((module) =>
    module.imports.flatMap((one) => {
      const reason = forbidden(one, module);
      return reason === null ? [] : [`${module.path} imports ${one.specifier}: ${reason}`];
    }),
  );
}

/** Nodes of these modules for which `forbidden` gives the reason. */
export function nodeFaults(
  from: readonly Module[],
  forbidden: (node: Node, holders: readonly Node[], module: Module) => string | null,
): string[] {
  return from.flatMap((module) =>
    [...walk(module.program)].flatMap(([node, holders]) => {
      const reason = forbidden(node, holders, module);
      return reason === null ? [] : [`${module.path}:${lineOf(module, node)}: ${reason}`];
    }),
  );
}

function lineOf(module: Module, node: Node): number {
  return typeof node.start === "number" ? module.source.slice(0, node.start).split("\n").length : 0;
}

/** True when the file says that it runs in the browser. */
export function isClient(module: Module): boolean {
  return nodesAt(module.program, "body").some((node) => node.directive === "use client");
}

/** True for `x as const`, and for a null that is only given a wider type. */
export function isHarmlessCast(node: Node): boolean {
  const literal = nodeAt(node, "expression");
  const widensNull = literal?.type === "Literal" && literal.value === null;
  return widensNull || textOf(nodeAt(node, "typeAnnotation", "typeName")) === "const";
}

/** A comment ends on the line above the function. */
export function isCommented(module: Module, helper: Node | undefined): boolean {
  if (typeof helper?.start !== "number") return false;
  const before = module.source.slice(0, helper.start).split("\n").slice(0, -1);
  return /(?:\*\/|\/\/.*)\s*$/.test(before.at(-1) ?? "");
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const ROUTE_SETTINGS = new Set(["dynamic", "runtime", "maxDuration", "revalidate"]);

export function routeFaults(module: Module): string[] {
  const exported = nodesAt(module.program, "body").filter((node) => /^Export/.test(node.type));
  const declarators = exported.flatMap((node) => nodesAt(nodeAt(node, "declaration"), "declarations"));
  const faults = exported
    .filter((node) => nodesAt(nodeAt(node, "declaration"), "declarations").length === 0)
    .map(() => `${module.path}: export only constants made by route()`);
  if (!module.imports.some((one) => one.target === "lib/http/route.ts"))
    faults.push(`${module.path}: import route() from lib/http/route`);
  const made = new Map(
    nodesAt(module.program, "body")
      .flatMap((node) => nodesAt(node, "declarations"))
      .map((declarator) => [textOf(nodeAt(declarator, "id")), nodeAt(declarator, "init")] as const),
  );
  for (const declarator of declarators) {
    const name = textOf(nodeAt(declarator, "id")) ?? "";
    if (ROUTE_SETTINGS.has(name)) continue;
    const init = nodeAt(declarator, "init");
    // GET and HEAD may share one handler, made above.
    const call = init?.type === "Identifier" ? (made.get(textOf(init)) ?? null) : init;
    const isRoute =
      METHODS.has(name) && call?.type === "CallExpression" && textOf(nodeAt(call, "callee")) === "route";
    const options = nodesAt(call, "arguments")[0] ?? null;
    const keys = nodesAt(options, "properties").map((property) => textOf(nodeAt(property, "key")));
    if (!isRoute) faults.push(`${module.path}: write \`export const ${name} = route({ … })\``);
    else if (!keys.includes("permission")) faults.push(`${module.path}: ${name} names no permission`);
  }
  return faults;
}

/** Files of the catalog whose tables hold no recording and no label of one, so that no scope applies. */
const WITHOUT_RECORDINGS = new Set(
  [
    "agent-keys",
    "audit",
    "audit-chain",
    "call-budget",
    "client",
    "jobs",
    "label-definitions",
    "leases",
    "transaction",
    "peaks",
    "reveals",
    "review-rules",
    "scorecards",
    "searches",
    "settings",
    "users",
  ].map((name) => `lib/catalog/${name}.ts`),
);
/** Asks the newest start time of a source, which every search answer tells (contract §4.1), and nothing else of recordings. */
const NEWEST_START_ONLY = "lib/catalog/sync-state.ts";
const RECORDING_TABLE = /^(?:recording|recording_document|recording_term|recording_label)(?:\s|$)/;
const RECORDING_SQL =
  /\b(?:from|join|into|update)\s+(?:recording|recording_document|recording_term|recording_label)\b/i;

/**
 * Functions of the catalog that the rest of the project may call and that take no scope though they take the database,
 * and files said to hold no recordings that ask their tables. Files that only the catalog itself imports may do as they like.
 */
export function scopeFaults(production: readonly Module[]): string[] {
  const called = new Set(
    production
      .filter((module) => !module.path.startsWith("lib/catalog/"))
      .flatMap((module) => module.imports.filter((one) => !one.typeOnly).map((one) => one.target)),
  );
  const faults: string[] = [];
  for (const module of production.filter((one) => one.path.startsWith("lib/catalog/"))) {
    if (module.path === NEWEST_START_ONLY) continue;
    if (WITHOUT_RECORDINGS.has(module.path)) {
      faults.push(
        ...nodeFaults([module], (node) =>
          asksRecordings(node)
            ? "this file holds no recordings: move the query to one whose functions take a scope"
            : null,
        ),
      );
    } else if (called.has(module.path)) {
      for (const { name, parameters } of exportedFunctions(module)) {
        const [first, second] = parameters;
        if (!parameters.includes("db") || (/^_?scope$/.test(first ?? "") && second === "db")) continue;
        faults.push(
          `${module.path}: ${name}(${parameters.join(", ")}) must take \`scope: Scope\` first, then \`db\``,
        );
      }
    }
  }
  return faults;
}

function asksRecordings(node: Node): boolean {
  if (node.type === "TemplateElement") {
    const value = node.value;
    return (
      typeof value === "object" && value !== null && "raw" in value && RECORDING_SQL.test(String(value.raw))
    );
  }
  if (node.type !== "CallExpression") return false;
  const method = textOf(nodeAt(node, "callee", "property")) ?? "";
  const table = textOf(nodesAt(node, "arguments")[0] ?? null) ?? "";
  return (
    /^(?:selectFrom|insertInto|updateTable|deleteFrom|(?:inner|left|right)Join)$/.test(method) &&
    RECORDING_TABLE.test(table)
  );
}

function exportedFunctions(module: Module): { name: string; parameters: string[] }[] {
  const declarations = nodesAt(module.program, "body").flatMap((node) =>
    node.type === "ExportNamedDeclaration" && isNode(node.declaration) ? [node.declaration] : [],
  );
  return declarations.flatMap((declaration) => {
    const named =
      declaration.type === "FunctionDeclaration" ? [declaration] : nodesAt(declaration, "declarations");
    return named.map((one) => ({
      name: textOf(nodeAt(one, "id")) ?? "",
      parameters: nodesAt(nodeAt(one, "init") ?? one, "params").map((parameter) => textOf(parameter) ?? "…"),
    }));
  });
}
