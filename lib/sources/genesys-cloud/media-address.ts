import { SourceError } from "../source";
import { MEDIA_DOMAINS } from "./config";

/** Where signed addresses may lead. */
export type MediaHosts = Readonly<{
  /** Hosts of the setting `allowedMediaHosts`, in lower case; these may be plain HTTP, on any port. */
  allowed: ReadonlySet<string>;
  /** True when the API itself is on loopback: then its media may be, too. */
  isLocal: boolean;
}>;

export function mediaHosts(
  settings: Readonly<{ apiUrl: string; allowedMediaHosts: readonly string[] }>,
): MediaHosts {
  return {
    allowed: new Set(settings.allowedMediaHosts),
    isLocal: isLoopback(new URL(settings.apiUrl).hostname),
  };
}

/** The address, when audio may be fetched from there; throws SourceError else. The address is in no error. */
export function mediaAddress(text: string, hosts: MediaHosts): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !isAllowed(url, hosts)) {
    throw new SourceError(
      "refused",
      "Genesys Cloud gave an audio address that is not of its own. If it is right, add its host to allowedMediaHosts.",
    );
  }
  return url;
}

function isAllowed(url: URL, { allowed, isLocal }: MediaHosts): boolean {
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb || url.username !== "" || url.password !== "") return false;
  if (allowed.has(url.hostname)) return true;
  if (isLocal && isLoopback(url.hostname)) return true;
  const isOwn = MEDIA_DOMAINS.some((domain) => url.hostname.endsWith(`.${domain}`));
  return isOwn && url.protocol === "https:" && url.port === "";
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** When a signed address ends (`Expires`, epoch seconds, fact sheet §5.3), as epoch ms; null when it does not say. */
export function expiryOf(url: URL): number | null {
  const seconds = url.searchParams.get("Expires") ?? "";
  return /^\d{9,11}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}
