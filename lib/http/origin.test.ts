import { describe, expect, test } from "vitest";
import { checkOrigin } from "./origin";

const OURS = "https://calls.example.com";

function allows(via: "session" | "basic", method: string, headers: Record<string, string>): boolean {
  // Not a Request: the runtime's own keeps `host` and `origin` to itself.
  const request = { method, headers: { get: (name: string) => headers[name] ?? null } };
  try {
    checkOrigin(request, via, OURS);
    return true;
  } catch {
    return false;
  }
}

describe("where a signed-in request may come from", () => {
  test.each([
    ["session", "GET", {}, true],
    ["session", "GET", { "sec-fetch-site": "cross-site" }, true],
    ["session", "POST", {}, false],
    ["session", "POST", { "sec-fetch-site": "same-origin" }, true],
    ["session", "POST", { origin: OURS }, true],
    ["session", "POST", { origin: "http://localhost:3000", host: "localhost:3000" }, true],
    ["session", "DELETE", { origin: "https://evil.example", host: "calls.example.com" }, false],
    ["session", "POST", { origin: "null" }, false],
    ["session", "POST", { "sec-fetch-site": "same-site" }, false],
    ["session", "POST", { "sec-fetch-site": "none" }, false],
    ["session", "PUT", { "sec-fetch-site": "same-origin", origin: "https://evil.example" }, false],
    ["session", "PUT", { "sec-fetch-site": "cross-site", origin: OURS }, false],
    ["basic", "POST", {}, true],
    ["basic", "GET", { "sec-fetch-site": "none" }, true],
    ["basic", "GET", { "sec-fetch-site": "cross-site" }, false],
    ["basic", "GET", { origin: "https://evil.example" }, false],
    ["basic", "POST", { "sec-fetch-site": "same-origin", origin: OURS }, true],
  ] as const)("%s %s %j: %s", (via, method, headers, expected) => {
    expect(allows(via, method, headers)).toBe(expected);
  });
});
