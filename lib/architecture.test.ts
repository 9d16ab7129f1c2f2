import { describe, expect, test } from "vitest";
import {
  importFaults,
  isClient,
  isCommented,
  isHarmlessCast,
  nodeFaults,
  routeFaults,
  scopeFaults,
} from "./testing/architecture";
import { nodeAt, nodesAt, readModules, textOf, topLevelNames, walk } from "./testing/modules";

/**
 * The layers of design.md §3 and style.md §2, held over every module. A rule answers with one line per fault; each says
 * what to do.
 */
const modules = readModules();
const production = modules.filter((module) => !module.isTest);
const LEAST_MODULES = 150;

/** Every folder that must have modules: an empty one would make its rules pass over nothing. */
const LAYOUT = [
  "app/api/",
  "app/(dashboard)/",
  "components/ui/",
  "components/player/",
  "e2e/",
  "lib/api-client/",
  "lib/audio/",
  "lib/auth/",
  "lib/catalog/",
  "lib/commands/",
  "lib/domain/",
  "lib/http/",
  "lib/jobs/",
  "lib/privacy/",
  "lib/services/",
  "lib/sources/genesys-engage/simulator/",
  "lib/sources/genesys-engage/",
  "lib/sources/simulator-kit/",
  "lib/sync/",
  "lib/testing/",
];
const TOP_LEVEL =
  /^(?:\..+|app\/|components\/|lib\/|e2e\/|public\/|docs\/|node_modules\/?|(?:package|package-lock|tsconfig)\.json|next\.config\.mjs|tailwind\.config\.ts|next-env\.d\.ts|instrumentation\.ts|proxy\.ts|(?:README|CHANGELOG)\.md|test-results\/|playwright-report\/)$/;

/** A vendor's simulator, or what the simulators share. */
const SIMULATOR = /^lib\/sources\/(?:([^/]+)\/simulator(?:\/|\.)|simulator-kit\/)/;
const VENDOR = /^lib\/sources\/([^/]+)\//;
const below =
  (...folders: readonly string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(folder));

describe("the test sees the whole project", () => {
  test("enough modules", () => {
    expect(modules.length).toBeGreaterThanOrEqual(LEAST_MODULES);
    expect(
      modules.flatMap((module) => module.imports).filter((one) => one.target !== null).length,
    ).toBeGreaterThan(LEAST_MODULES);
  });

  test.each(LAYOUT)("%s has modules", (folder) => {
    const seen = production.filter((module) => module.path.startsWith(folder));
    const all = modules.filter((module) => module.path.startsWith(folder));
    const found = folder === "e2e/" || folder === "lib/testing/" ? all : seen;
    expect(found.length, `${folder} is part of the layout (design.md §3) but has no module`).toBeGreaterThan(
      0,
    );
  });

  test("nothing else at the top level", () => {
    const odd = topLevelNames().filter((name) => !TOP_LEVEL.test(name));
    expect(odd, "move it into app, components, lib, e2e or docs, or give the reason in design.md §3").toEqual(
      [],
    );
  });

  test("every import of ours leads to a file", () => {
    const paths = new Set(modules.map((module) => module.path));
    const faults = importFaults(modules, ({ target }) => {
      const isModule = target !== null && (/\.(?:ts|tsx|mjs)$/.test(target) || !/\.[a-z0-9]+$/.test(target));
      return isModule && !paths.has(target) ? "there is no such module" : null;
    });
    expect(faults).toEqual([]);
  });
});

describe("who may import what", () => {
  test("lib/domain is pure", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/domain/")(module.path)),
      ({ specifier, target }) =>
        specifier === "zod" || (target !== null && below("lib/domain/")(target))
          ? null
          : "domain knows zod and itself only; do the rest in lib/services and hand in the values",
    );
    expect(faults).toEqual([]);
  });

  test("lib/privacy is pure", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/privacy/")(module.path)),
      ({ specifier, target }) =>
        specifier === "zod" || (target !== null && below("lib/domain/", "lib/privacy/")(target))
          ? null
          : "privacy knows zod, domain and itself only; hand in what it needs through Viewer",
    );
    expect(faults).toEqual([]);
  });

  test("components know domain, privacy's types and the API client", () => {
    const faults = importFaults(
      production.filter((module) => below("components/")(module.path)),
      ({ specifier, target, typeOnly }) => {
        if (specifier.startsWith("node:")) return "components run in the browser";
        if (target === null || below("components/", "lib/domain/", "lib/api-client/")(target)) return null;
        if (below("lib/privacy/")(target))
          return typeOnly ? null : "use `import type`: the server has masked already";
        return "fetch it through lib/api-client, or take it as a property from the page";
      },
    );
    expect(faults).toEqual([]);
  });

  test("pages know components, auth and services, and client files neither of the two", () => {
    const faults = importFaults(
      production.filter((module) => below("app/")(module.path) && !below("app/api/")(module.path)),
      ({ target, typeOnly }, module) => {
        if (target === null || below("app/", "components/", "lib/domain/", "lib/api-client/")(target))
          return null;
        if (below("lib/privacy/")(target))
          return typeOnly ? null : "use `import type`: the server has masked already";
        if (!below("lib/auth/", "lib/services/")(target)) return "call a verb of lib/services instead";
        return isClient(module) && !typeOnly
          ? "this file runs in the browser; fetch through lib/api-client"
          : null;
      },
    );
    expect(faults).toEqual([]);
  });

  test("API routes know http, services, domain, privacy and auth", () => {
    const faults = importFaults(
      production.filter((module) => below("app/api/")(module.path)),
      ({ specifier, target }) => {
        if (target === null) return specifier.startsWith("node:") ? "do it in a verb of lib/services" : null;
        const known = below(
          "app/api/",
          "lib/http/",
          "lib/services/",
          "lib/domain/",
          "lib/privacy/",
          "lib/auth/",
        );
        return known(target) ? null : "a route declares and calls one verb of lib/services; move this there";
      },
    );
    expect(faults).toEqual([]);
  });

  test("a vendor's folder is known to the registry alone", () => {
    const faults = importFaults(modules, ({ target }, module) => {
      const vendor = VENDOR.exec(target ?? "")?.[1];
      if (vendor === undefined || module.path.startsWith(`lib/sources/${vendor}/`)) return null;
      if (SIMULATOR.test(target ?? "")) return null;
      if (module.path === "lib/sources/registry.ts" || module.isTest) return null;
      return "go through the interface of lib/sources/source.ts";
    });
    expect(faults).toEqual([]);
  });

  test("simulators are for tests and commands", () => {
    const faults = importFaults(modules, ({ target }, module) => {
      if (!SIMULATOR.test(target ?? "") || SIMULATOR.test(module.path)) return null;
      if (module.isTest || below("lib/commands/")(module.path)) return null;
      return "production talks to a vendor over HTTP; simulators are started by lib/commands";
    });
    expect(faults).toEqual([]);
  });

  test("a simulator knows its own vendor and the kit, the kit no vendor", () => {
    const faults = importFaults(
      modules.filter((module) => SIMULATOR.test(module.path)),
      ({ target }, module) => {
        const [own, other] = [VENDOR.exec(module.path)?.[1], VENDOR.exec(target ?? "")?.[1]];
        return other === undefined || other === own || other === "simulator-kit"
          ? null
          : "put what several simulators need into lib/sources/simulator-kit, without a vendor's words";
      },
    );
    expect(faults).toEqual([]);
  });

  test("samples and test helpers stay out of production", () => {
    const faults = importFaults(production, ({ target }, module) => {
      if (below("lib/commands/", "lib/samples/")(module.path)) return null;
      if (below("lib/samples/")(target ?? ""))
        return SIMULATOR.test(module.path) ? null : "only simulators serve the sample calls";
      const isHelper = modules.some((one) => one.isTest && one.path === target);
      return isHelper ? "this is a helper of tests; move what production needs out of it" : null;
    });
    expect(faults).toEqual([]);
  });

  test("vendors know domain and the source interface", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/sources/")(module.path)),
      ({ target }) =>
        target === null || below("lib/domain/", "lib/sources/", "lib/samples/")(target)
          ? null
          : "an adapter gives back recordings; catalog, privacy and audit meet it in lib/services",
    );
    expect(faults).toEqual([]);
  });

  test("the catalog knows domain and the types of sources", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/catalog/")(module.path)),
      ({ target, typeOnly }) => {
        if (target === null || below("lib/domain/", "lib/catalog/")(target)) return null;
        if (target === "lib/sources/source.ts" && typeOnly) return null;
        return "the catalog stores and finds; take what it needs as an argument";
      },
    );
    expect(faults).toEqual([]);
  });

  test("services know nothing of HTTP, lib nothing of the screens", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/")(module.path)),
      ({ target }, module) => {
        if (below("app/", "components/")(target ?? "")) return "turn the dependency round: screens call lib";
        if (!below("lib/services/", "lib/sync/", "lib/audio/")(module.path)) return null;
        return below("lib/http/")(target ?? "")
          ? "return data and throw AppError; lib/http turns both into answers"
          : null;
      },
    );
    expect(faults).toEqual([]);
  });

  test("the browser's side of the API knows no server code", () => {
    const faults = importFaults(
      production.filter((module) => below("lib/api-client/")(module.path)),
      ({ specifier, target, typeOnly }) => {
        if (specifier.startsWith("node:")) return "this runs in the browser";
        if (target === null || below("lib/api-client/", "lib/domain/")(target)) return null;
        return below("lib/privacy/")(target) && typeOnly
          ? null
          : "put shared shapes into lib/domain/answers.ts";
      },
    );
    expect(faults).toEqual([]);
  });
});

describe("one place for one thing", () => {
  test("process.env is read in lib/env.ts", () => {
    const mayRead =
      /^(?:lib\/env\.ts|lib\/commands\/|instrumentation\.ts|[^/]+\.config\.(?:mjs|ts)|lib\/testing\/|e2e\/)/;
    const faults = nodeFaults(
      modules.filter((module) => !mayRead.test(module.path)),
      (node, [holder]) => {
        if (
          node.type === "ImportDeclaration" &&
          /^(?:node:)?process$/.test(textOf(nodeAt(node, "source")) ?? "")
        )
          return "use the global process, so that its env is seen here";
        if (node.type === "VariableDeclarator" && textOf(nodeAt(node, "init")) === "process")
          return "read settings through readEnv() of lib/env.ts";
        if (node.type !== "MemberExpression" || textOf(nodeAt(node, "object")) !== "process") return null;
        if (textOf(nodeAt(node, "property")) !== "env") return null;
        const name = holder?.type === "MemberExpression" ? textOf(nodeAt(holder, "property")) : null;
        const free = name === "NODE_ENV" || name === "NEXT_RUNTIME";
        return free ? null : "read settings through readEnv() of lib/env.ts";
      },
    );
    expect(faults).toEqual([]);
  });

  test("recordings leave through lib/privacy/present.ts alone, live ones and parts through the presenters over it", () => {
    const open = [
      "present.ts",
      "present-live.ts",
      "present-review.ts",
      "present-review-row.ts",
      "policy.ts",
      "viewer.ts",
      "outgoing.ts",
      "outgoing-review.ts",
    ].map((name) => `lib/privacy/${name}`);
    const outside = production.filter((module) => !below("lib/privacy/")(module.path));
    const faults = [
      ...importFaults(outside, ({ target, typeOnly }, module) => {
        if (!below("lib/privacy/")(target ?? "")) return null;
        if (!open.includes(target ?? ""))
          return `outside lib/privacy only ${open.join(", ")} may be imported`;
        const presents = /^lib\/privacy\/present(?:-[a-z-]+)?\.ts$/.test(target ?? "") && !typeOnly;
        return presents && !below("lib/services/")(module.path)
          ? "only verbs of lib/services present recordings"
          : null;
      }),
      ...nodeFaults(outside, (node, _holders, module) => {
        if (VENDOR.test(module.path) || node.type !== "ObjectExpression") return null;
        const keys = nodesAt(node, "properties").map((property) => textOf(nodeAt(property, "key")));
        const builds = keys.includes("eventHistory") && keys.includes("mediaFiles");
        return builds ? "this builds an outgoing recording; call presentRecording" : null;
      }),
      ...nodeFaults(outside, (node) => {
        const casts = node.type === "TSAsExpression" || node.type === "TSSatisfiesExpression";
        const type = nodeAt(node, "typeAnnotation", "typeName");
        return casts && /^Outgoing/.test(textOf(type) ?? "")
          ? "only presentRecording makes outgoing shapes"
          : null;
      }),
    ];
    expect(faults).toEqual([]);
  });

  test("presentRecording is the only function of lib/privacy that gives an outgoing recording", () => {
    const makers = production
      .filter((module) => below("lib/privacy/")(module.path))
      .flatMap((module) => [...walk(module.program)])
      .filter(
        ([node]) => textOf(nodeAt(node, "returnType", "typeAnnotation", "typeName")) === "OutgoingRecording",
      )
      .map(([node]) => textOf(nodeAt(node, "id")));
    expect(makers, "send recordings through presentRecording").toEqual(["presentRecording"]);
  });

  test("every API file but next-auth's own is built by route(), with a permission", () => {
    const routes = production.filter((module) => /^app\/api\/.*route\.ts$/.test(module.path));
    expect(routes.length).toBeGreaterThan(5);
    const own = routes.filter((module) => module.path !== "app/api/auth/[...nextauth]/route.ts");
    expect(own.flatMap(routeFaults)).toEqual([]);
  });

  test("every query of the catalog takes a scope", () => {
    expect(scopeFaults(production)).toEqual([]);
  });
});

describe("strictness", () => {
  test("no any, no non-null assertion, no silenced type error", () => {
    const faults = [
      ...nodeFaults(modules, (node) => {
        if (node.type === "TSAnyKeyword") return "write the type, or `unknown` and look what it is";
        return node.type === "TSNonNullExpression" ? "handle the missing value instead of `!`" : null;
      }),
      ...modules.flatMap(({ path, comments }) =>
        comments.some(({ value }) => /@ts-(?:ignore|expect-error|nocheck)/.test(value))
          ? [`${path}: mend the type instead of silencing it`]
          : [],
      ),
    ];
    expect(faults).toEqual([]);
  });

  test("a cast lives alone in a named helper with its guarantee above it", () => {
    const faults = nodeFaults(production, (node, holders, module) => {
      if (node.type !== "TSAsExpression" || isHarmlessCast(node)) return null;
      const helper = holders.find((holder) => /Function/.test(holder.type));
      const alone = nodesAt(nodeAt(helper ?? null, "body"), "body").length === 1;
      return alone && isCommented(module, helper)
        ? null
        : "move the cast into a helper of its own and write above it why it holds";
    });
    expect(faults).toEqual([]);
  });

  test("default exports only where Next or a tool demands them", () => {
    const demanded =
      /(?:^app\/.*\/?(?:page|layout|loading|error|not-found|global-error|template|default)\.tsx$|\.config\.(?:ts|mjs)$|^proxy\.ts$|^lib\/testing\/databases\.ts$)/;
    const faults = nodeFaults(
      modules.filter((module) => !demanded.test(module.path)),
      (node) => (node.type === "ExportDefaultDeclaration" ? "export it by its name" : null),
    );
    expect(faults).toEqual([]);
  });

  test("files are named in kebab-case and stay below 300 lines", () => {
    const faults = production.flatMap(({ path, source }) => {
      const lines = source.split("\n").length - 1;
      const named = path
        .split("/")
        .every((part) =>
          /^(?:[a-z0-9][a-z0-9.-]*|\[{1,2}(?:\.\.\.)?[A-Za-z]+\]{1,2}|\([a-z-]+\))$/.test(part),
        );
      return [
        ...(named ? [] : [`${path}: name it in kebab-case`]),
        ...(lines > 300 ? [`${path}: ${lines} lines; split it`] : []),
      ];
    });
    expect(faults).toEqual([]);
  });
});
