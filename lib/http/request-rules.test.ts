import { describe, expect, test } from "vitest";
import { addressOf, isApi, refuseRequest, tidyUrl } from "./request-rules.mjs";

describe("what the listener lets through to Next", () => {
  test.each([
    ["GET", "/api/v2/recordings?userData=50%25&_=1"],
    ["PUT", "/api/v2/recordings/a.b~25"],
    ["HEAD", "/recordings"],
    ["GET", `/api/v2/recordings/${"x".repeat(10_000)}`],
    ["GET", "/"],
    ["GET", "/api/v2/recordings/?next=/../.."],
    ["GET", "/api/v2/recordings/engage.a..b/play/..c.mp3"],
  ])("%s %s goes on", (method, url) => {
    expect(refuseRequest(method, url)).toBeNull();
  });

  test.each([
    ["GET", "/api/v2/recordings/%E0%A4%A", 400],
    ["GET", "/api/v2/recordings/%ff", 400],
    ["GET", "/api/v2/recordings?userName=%zz", 400],
    ["GET", "/api/v2/recordings/a%00b", 400],
    ["GET", "/api/v2/recordings?userName=a%00", 400],
    ["GET", `/api/v2/recordings?userName=${"x".repeat(16_384)}`, 414],
    ["DELETE", "/api/v2/recordings/a.b/labels/..", 404],
    ["DELETE", "/api/v2/recordings/a.b/labels/%2e%2E", 404],
    ["DELETE", "/api/v2/recordings/a.b/labels/.%2e?x", 404],
    ["DELETE", "/api/v2/recordings/a.b/labels/x\\..\\..", 404],
    ["GET", "/api/v2/recordings/a.b//labels", 404],
    ["GET", "/./recordings", 404],
    ["TRACE", "/api/v2/recordings", 405],
    ["OPTIONS", "*", 400],
  ])("%s %s is refused", (method, url, status) => {
    expect(refuseRequest(method, url)?.status).toBe(status);
  });

  test.each([
    ["/api/v2/recordings/?offset=100", "/api/v2/recordings?offset=100"],
    ["/api/v2/me/", "/api/v2/me"],
    ["/api/v2/me?x=/", "/api/v2/me?x=/"],
    ["/recordings/", "/recordings/"],
    ["/", "/"],
  ])("%s is served as %s", (url, expected) => {
    expect(tidyUrl(url)).toBe(expected);
  });

  test.each([
    ["/api/v2/me", true],
    ["/api", true],
    ["/api?x", true],
    ["/apis", false],
    ["/recordings", false],
  ])("%s is answered in JSON: %s", (url, expected) => {
    expect(isApi(url)).toBe(expected);
  });
});

describe("the client's address", () => {
  test.each([
    ["127.0.0.1", undefined, 0, "127.0.0.1"],
    ["::ffff:192.0.2.7", undefined, 0, "192.0.2.7"],
    ["192.0.2.7", "203.0.113.9", 0, "192.0.2.7"],
    ["192.0.2.7", "203.0.113.9", 1, "203.0.113.9"],
    ["192.0.2.7", "198.51.100.1, 203.0.113.9", 1, "203.0.113.9"],
    ["192.0.2.7", "198.51.100.1, 203.0.113.9", 2, "198.51.100.1"],
    ["192.0.2.7", "203.0.113.9", 5, "203.0.113.9"],
    ["192.0.2.7", undefined, 1, "192.0.2.7"],
    ["192.0.2.7", "<script>", 1, "unknown"],
    [undefined, undefined, 0, "unknown"],
  ])("socket %s, forwarded %s, %i proxies: %s", (socket, forwarded, proxies, expected) => {
    expect(addressOf(socket, forwarded, proxies)).toBe(expected);
  });
});
