/** `GET /recordings`: matching, paging and the answer. */
import { withinAccess } from "./access";
import { success } from "./answers";
import { CANARIES } from "./canaries";
import { generatedLabelTest, generatedTests } from "./generated-filter";
import { fieldsMaskedFor, maskRecording } from "./masking";
import { phoneMatcher, someUser, someUserData, textMatcher } from "./matching";
import { type Person, requireRole } from "./people";
import { readSearchQuery, type SearchQuery } from "./search-query";
import type { Key } from "./store";
import type { WireLabel, WireRecording } from "./wire";
import { requireFeature, type World } from "./world";

type Page = Readonly<{ keys: readonly Key[]; totalCount: number }>;

/** The first position in a list of falling numbers whose value is at most `limit`. */
function firstAtMost(falling: Float64Array, limit: number): number {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((falling[middle] ?? 0) <= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function labelsPass(labels: readonly WireLabel[], query: SearchQuery): boolean {
  const names = new Set(labels.map((label) => label.name.toLowerCase()));
  return (
    query.includeLabels.every((name) => names.has(name)) &&
    !query.excludeLabels.some((name) => names.has(name))
  );
}

function specialTest(world: World, query: SearchQuery): (key: Key) => boolean {
  const { store, switches } = world;
  const tests: ((recording: WireRecording) => boolean)[] = [];
  const { callerPhoneNumber, dialedPhoneNumber, userName, userData } = query;
  if (callerPhoneNumber !== null) {
    const passes = phoneMatcher(callerPhoneNumber);
    tests.push((recording) => passes(recording.callerPhoneNumber));
  }
  if (dialedPhoneNumber !== null) {
    const passes = phoneMatcher(dialedPhoneNumber);
    tests.push((recording) => passes(recording.dialedPhoneNumber));
  }
  if (userName !== null) {
    const passes = textMatcher(userName, switches.textCase);
    tests.push((recording) => someUser(recording, passes));
  }
  if (userData !== null) {
    const passes = textMatcher(userData, switches.textCase);
    tests.push((recording) => someUserData(recording, passes));
  }
  return (key) => {
    const special = store.special(key);
    return special !== null && tests.every((test) => test(special.recording));
  };
}

/** Finds the page of keys a query asks for, and how many match in all. */
export function findKeys(world: World, caller: Person, query: SearchQuery): Page {
  const { store, switches } = world;
  const { order, stopMs, generated } = store;
  const skewMs = switches.clockSkewMs;
  const fromMs = query.fromMs === null ? Number.NEGATIVE_INFINITY : query.fromMs - skewMs;
  const untilMs = query.untilMs === null ? Number.POSITIVE_INFINITY : query.untilMs - skewMs;
  const tests = generatedTests(generated, query, switches.textCase);
  const byLabels = query.includeLabels.length + query.excludeLabels.length > 0;
  const seededLabelsPass = generatedLabelTest(generated, query);
  const isSpecialMatch = specialTest(world, query);

  // A call that stopped by `untilMs` also started by then, so both ends of the walk can be found by halving.
  const first = firstAtMost(store.startMs, untilMs);
  const behind = fromMs === Number.NEGATIVE_INFINITY ? order.length : firstAtMost(store.startMs, fromMs - 1);
  const keys: Key[] = [];
  let totalCount = 0;
  for (let position = first; position < behind; position += 1) {
    if ((stopMs[position] ?? 0) > untilMs) continue;
    const key = order[position] ?? 0;
    if (!store.isListed(key)) continue;
    if (key < generated.count ? !tests.every((test) => test(key)) : !isSpecialMatch(key)) continue;
    if (byLabels) {
      const isSeeded = key < generated.count && !store.indexed.labels.has(key);
      if (isSeeded ? !seededLabelsPass(key) : !labelsPass(store.labels(key, store.indexed), query)) continue;
    }
    if (switches.enforceAccessGroups && withinAccess(caller, store.document(key, store.indexed)) === null)
      continue;
    if (totalCount >= query.offset && keys.length < query.limit) keys.push(key);
    totalCount += 1;
  }
  return { keys, totalCount };
}

/** The parameters of a neighbouring page, in the order they were given. */
function pageParameters(asked: URLSearchParams, offset: number, limit: number): string {
  const next = new URLSearchParams(asked);
  next.set("offset", String(offset));
  next.set("limit", String(limit));
  return next.toString();
}

/** Answers a search. */
export function search(world: World, caller: Person, parameters: URLSearchParams): Response {
  requireRole(caller, "admin", "supervisor");
  requireFeature(world, "supervisorRecording");
  const masked = fieldsMaskedFor(caller, world.settings);
  const query = readSearchQuery(parameters, masked, world.switches);
  const { switches, store } = world;
  const page = findKeys(world, caller, query);
  const isCutShort = switches.emptyFromOffset !== null && query.offset >= switches.emptyFromOffset;
  const keys = isCutShort ? [] : page.keys;
  const recordings = keys.map((key) => {
    const recording = store.document(key, store.indexed);
    if (query.withLabels) recording.labels = [...store.labels(key, store.indexed)];
    const visible = switches.enforceAccessGroups ? (withinAccess(caller, recording) ?? recording) : recording;
    return world.stamp(maskRecording(visible, masked));
  });
  const pagesBefore = Math.ceil(query.offset / query.limit);
  const totalCount = Math.max(0, page.totalCount - pagesBefore * switches.totalCountShrinksBy);
  const hasNext = query.offset + query.limit < totalCount || switches.alwaysNextPath;
  const next = pageParameters(parameters, query.offset + query.limit, query.limit);
  const previous = pageParameters(parameters, Math.max(0, query.offset - query.limit), query.limit);
  return success({
    recordings,
    totalCount,
    ...(hasNext
      ? { nextPath: `/recordings/?${next}`, nextUri: `http://${CANARIES.nextHost}/api/v2/recordings?${next}` }
      : {}),
    ...(query.offset > 0
      ? {
          prevPath: `/recordings/?${previous}`,
          prevUri: `http://${CANARIES.nextHost}/api/v2/recordings?${previous}`,
        }
      : {}),
  });
}
