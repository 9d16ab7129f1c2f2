// @ts-check
/** What our own listener decides about a request before Next sees it. Pure, and plain JavaScript: server.mjs is not bundled. */

const MAX_URL_LENGTH = 16_384;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** @typedef {Readonly<{ status: number, statusCode: number, words: string }>} Refusal */

/**
 * True for addresses whose every answer is JSON.
 * @param {string} url
 */
export function isApi(url) {
  return /^\/api(?:[/?]|$)/.test(url);
}

/**
 * Why this request goes no further; null = it does.
 * @param {string} method
 * @param {string} url
 * @returns {Refusal | null}
 */
export function refuseRequest(method, url) {
  if (url.length > MAX_URL_LENGTH) return { status: 414, statusCode: 2, words: "The address is too long." };
  if (!METHODS.has(method)) return { status: 405, statusCode: 3, words: "There is no such method here." };
  if (!url.startsWith("/")) return { status: 400, statusCode: 2, words: "The address is not valid." };
  if (!isReadable(url)) return { status: 400, statusCode: 2, words: "The address is not valid." };
  return isStraight(url)
    ? null
    : { status: 404, statusCode: 6, words: "There is nothing under this address." };
}

/**
 * The address without the slash that ends an API's path: the vendor's own links have it (`/recordings/?offset=100`), and a
 * redirect instead would lose what a client sends along.
 * @param {string} url
 */
export function tidyUrl(url) {
  return isApi(url) ? url.replace(/^([^?#]*)\/(?=$|[?#])/, "$1") : url;
}

/**
 * False for broken percent-encoding, broken UTF-8 and NUL: no part of a server should have to guess what they mean.
 * @param {string} url
 */
function isReadable(url) {
  try {
    return !decodeURIComponent(url).includes("\u0000");
  } catch {
    return false;
  }
}

/**
 * False for paths with `.`, `..`, an empty part or a backslash, also written as `%2e`: Next would redirect to another
 * address, and a client that deletes a label called `..` would delete the recording.
 * @param {string} url
 */
function isStraight(url) {
  const path = url.split(/[?#]/, 1)[0] ?? "";
  if (path.includes("\\")) return false;
  const parts = path.slice(1).split("/");
  return parts.every(
    (part, at) => !/^(?:\.|%2e){1,2}$/i.test(part) && (part !== "" || at === parts.length - 1),
  );
}

/** @type {Readonly<Record<number, Readonly<{ statusCode: number, words: string }>>>} */
const OF_STATUS = {
  400: { statusCode: 2, words: "The request is not valid." },
  404: { statusCode: 6, words: "There is nothing under this address." },
  405: { statusCode: 3, words: "This address does not take this method." },
};

/**
 * The body for an error that Next answered by itself, as HTML or with nothing.
 * @param {number} status
 */
export function problemBody(status) {
  const { statusCode, words } = OF_STATUS[status] ?? { statusCode: 4, words: "Something went wrong here." };
  return JSON.stringify({ statusCode, statusMessage: words });
}

/**
 * The client's address: the socket's, or what the nearest `trustProxy` proxies wrote into `X-Forwarded-For`.
 * @param {string | undefined} socketAddress
 * @param {string | string[] | undefined} forwardedFor
 * @param {number} trustProxy
 */
export function addressOf(socketAddress, forwardedFor, trustProxy) {
  const written = (Array.isArray(forwardedFor) ? forwardedFor.join(",") : (forwardedFor ?? "")).split(",");
  const hops = [...written.map((hop) => hop.trim()).filter((hop) => hop !== ""), socketAddress ?? ""];
  const found = hops[Math.max(0, hops.length - 1 - trustProxy)] ?? "";
  // Only what looks like an address: it goes into the audit log.
  const plain = found.replace(/^\[|\]$/g, "").replace(/^::ffff:(?=\d+\.)/i, "");
  return /^[0-9a-f.:%\w]{2,64}$/i.test(plain) ? plain : "unknown";
}
