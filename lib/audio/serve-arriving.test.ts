import { describe, expect, test } from "vitest";
import { fakeVendor, openReader, sha, testSpool, until } from "./test-audio";
import { ask, body, MEDIA, SOUND } from "./test-serve";

describe("while the length is unknown", () => {
  async function arriving() {
    const parts = testSpool();
    const vendor = fakeVendor();
    vendor.push(SOUND.subarray(0, 100_000));
    const reader = await openReader(parts.spool, MEDIA, vendor);
    await until(() => reader.availableBytes === 100_000);
    return { ...parts, vendor };
  }

  test.each([undefined, "bytes=0-"])(
    "range %s is 200 without a length, and flows to the end",
    async (range) => {
      const { spool, vendor } = await arriving();
      const response = await ask(spool, range === undefined ? {} : { range });
      expect(response.status).toBe(200);
      expect(response.headers.has("x-content-length")).toBe(false);
      vendor.push(SOUND.subarray(100_000));
      vendor.end();
      expect(sha(await body(response))).toBe(sha(SOUND));
    },
  );

  test("a range that has arrived is 206 of an unknown whole; one that has in part is answered so far", async () => {
    const { spool } = await arriving();
    const inside = await ask(spool, { range: "bytes=10-99" });
    expect(inside.status).toBe(206);
    expect(inside.headers.get("content-range")).toBe("bytes 10-99/*");
    expect(inside.headers.get("x-content-length")).toBe("90");
    expect(sha(await body(inside))).toBe(sha(SOUND.subarray(10, 100)));
    const part = await ask(spool, { range: "bytes=50000-150000" });
    expect(part.headers.get("content-range")).toBe("bytes 50000-99999/*");
    expect(sha(await body(part))).toBe(sha(SOUND.subarray(50_000, 100_000)));
  });

  test("a range beyond waits, and is answered when its bytes come", async () => {
    const { spool, vendor } = await arriving();
    const asking = ask(spool, { range: "bytes=150000-150009" });
    vendor.push(SOUND.subarray(100_000, 200_000));
    const response = await asking;
    expect(response.status).toBe(206);
    expect(sha(await body(response))).toBe(sha(SOUND.subarray(150_000, 150_010)));
  });

  test("once the end is there, a waiting range follows the full rules", async () => {
    const { spool, vendor } = await arriving();
    const asking = [ask(spool, { range: "bytes=-10" }), ask(spool, { range: "bytes=300000-" })];
    vendor.push(SOUND.subarray(100_000));
    vendor.end();
    const [suffix, beyond] = await Promise.all(asking);
    expect(suffix?.headers.get("content-range")).toBe("bytes 299990-299999/300000");
    expect(beyond?.status).toBe(416);
    await suffix?.body?.cancel();
  });

  test("what does not come in 10 s is 503 with Retry-After", async () => {
    const { spool, clock } = await arriving();
    const before = clock.pending();
    const asking = ask(spool, { range: "bytes=150000-" });
    await until(() => clock.pending() > before);
    clock.advance(9_999);
    clock.advance(1);
    const response = await asking;
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await response.json()).toEqual({ statusCode: 4, statusMessage: expect.any(String) });
  });

  test("a vendor that dies meanwhile is 503 for a range that waits, and a broken end for an answer under way", async () => {
    const { spool, vendor } = await arriving();
    const whole = await ask(spool);
    const asking = ask(spool, { range: "bytes=150000-" });
    vendor.die();
    expect((await asking).status).toBe(503);
    await expect(body(whole)).rejects.toMatchObject({ code: "source_unavailable" });
  });
});

test("a known length is promised in full even while it arrives, and a vendor that dies breaks the answer off", async () => {
  const { spool } = testSpool();
  const vendor = fakeVendor({ sizeBytes: SOUND.length });
  vendor.push(SOUND.subarray(0, 100_000));
  const response = await ask(spool, { range: "bytes=200000-" }, vendor);
  expect(response.status).toBe(206);
  expect(response.headers.get("content-range")).toBe("bytes 200000-299999/300000");
  vendor.end();
  await expect(body(response)).rejects.toMatchObject({ code: "source_unavailable" });
});
