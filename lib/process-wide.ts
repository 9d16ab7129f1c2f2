const store: typeof globalThis & { earmarkShared?: Map<string, unknown> } = globalThis;

/**
 * The one value of this name in the process. Next bundles a module once per kind of entry, so that a module variable
 * would exist several times: counters and caches that must be one live here.
 */
export function processWide<T>(name: string, create: () => T): T {
  store.earmarkShared ??= new Map();
  const values = store.earmarkShared;
  if (!values.has(name)) values.set(name, create());
  return trusted<T>(values.get(name));
}

// The map holds values of many types; each name is used by one module alone, which always asks for the same type.
function trusted<T>(value: unknown): T {
  return value as T;
}
