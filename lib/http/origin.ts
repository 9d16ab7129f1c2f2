import { AppError } from "@/lib/domain/errors";

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** What of a request is looked at. */
type Sent = Readonly<{ method: string; headers: Pick<Headers, "get"> }>;

/** True for a request that may change something. */
export function isChanging(method: string): boolean {
  return CHANGING.has(method);
}

/**
 * Holds a signed-in request against where it comes from (model.md "HTTP"). Changing requests signed in by cookie need a
 * sign of our own origin; Basic is refused to other sites. Throws forbidden.
 */
export function checkOrigin(request: Sent, via: "session" | "basic", publicOrigin: string): void {
  if (via === "session" && !isChanging(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const siteIsOurs = site === "same-origin" || (via === "basic" && site === "none");
  const isForeign =
    (site !== null && !siteIsOurs) || (origin !== null && !isOwnOrigin(origin, request, publicOrigin));
  const isUnknown = site === null && origin === null;
  if (isForeign || (via === "session" && isUnknown)) {
    throw new AppError("forbidden", "This request does not come from Earmark's own pages.");
  }
}

/** Ours by its public address, or by the name under which this very request reached us. */
function isOwnOrigin(origin: string, request: Sent, publicOrigin: string): boolean {
  if (origin === publicOrigin) return true;
  const host = request.headers.get("host");
  return host !== null && URL.canParse(origin) && new URL(origin).host === host;
}
