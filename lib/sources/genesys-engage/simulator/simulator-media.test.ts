import { describe, expect, test } from "vitest";
import { splitFrames } from "@/lib/samples/mp3-frames";
import { AWKWARD } from "./awkward-calls";
import { nth, testClient, type Who } from "./test-client";

describe("duty 10: sound", () => {
  test("every seeded file is CBR at 128 kbit/s, as long as it says, and as large", async () => {
    const { simulator, send } = testClient({ samples: "none", calls: 12 });
    for (const file of simulator.recordings().flatMap((one) => one.mediaFiles ?? [])) {
      const response = await send(`/api/v2${file.playPath}`);
      expect([
        response.status,
        response.headers.get("content-type"),
        response.headers.get("content-length"),
      ]).toEqual([200, "audio/mp3", null]);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(String(bytes.length)).toBe(file.size);
      const frames = splitFrames(bytes);
      expect(frames.every((frame) => frame.length === 1152)).toBe(true);
      expect(String(frames.length * 72)).toBe(file.duration);
    }
  });

  test("the vendor page's own play path works, with the size the page prints", async () => {
    const { send } = testClient();
    const id = "011AP643CSAPR4FKQGQE31TAES00029V";
    const response = await send(`/api/v2/recordings/${id}/play/4f82ee48-4fe4-40e1-961d-309ba6e38698.mp3`);
    expect((await response.arrayBuffer()).byteLength).toBe(199_296);
  });

  test("without range support a range is ignored; with it 206 and 416", async () => {
    const { simulator, get, send } = testClient();
    const path = (await get(nth(AWKWARD[17]))).mediaFiles?.[0]?.playPath;
    const ranged = (range: string) => send(`/api/v2${path}`, { headers: { range } });
    expect((await ranged("bytes=0-99")).status).toBe(200);
    simulator.switches.rangeSupport = true;
    const whole = Buffer.from(await (await send(`/api/v2${path}`)).arrayBuffer());
    const part = await ranged("bytes=1000-2999");
    expect([part.status, part.headers.get("content-range")]).toEqual([
      206,
      `bytes 1000-2999/${whole.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(1000, 3000))).toBe(true);
    expect(Buffer.from(await (await ranged("bytes=-10")).arrayBuffer()).equals(whole.subarray(-10))).toBe(
      true,
    );
    expect((await ranged(`bytes=${whole.length}-`)).status).toBe(416);
  });

  test.each<[Who, number]>([
    ["admin", 200],
    ["supervisor", 200],
    ["supervisorNoDecrypt", 403],
    ["agent", 403],
    ["noRole", 403],
  ])("an encrypted file for %s: %i", async (as, status) => {
    const { get, call } = testClient();
    const path = (await get(nth(AWKWARD[10]))).mediaFiles?.[0]?.playPath ?? "";
    expect((await call(path, { as })).status).toBe(status);
    expect((await call(path.replace("/decrypt/", "/play/"), { as: "admin" })).status).toBe(404);
  });

  test("one recording always fails to decrypt; a wrong UUID is 404; HEAD is 405", async () => {
    const { get, call } = testClient();
    const broken = (await get(nth(AWKWARD[18]))).mediaFiles?.[0]?.playPath ?? "";
    const failed = await call(broken);
    expect([failed.status, failed.body.statusCode]).toEqual([500, 4]);
    expect((await call(broken.replace(/[0-9a-f]{4}\.mp3$/, "zzzz.mp3"))).status).toBe(404);
    const plain = (await get(nth(AWKWARD[17]))).mediaFiles?.[0]?.playPath ?? "";
    expect((await call(plain, { method: "HEAD" })).status).toBe(405);
  });
});
