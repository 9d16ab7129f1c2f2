import { describe, expect, test } from "vitest";
import { AWKWARD } from "./index";
import { first, type Json, testClient } from "./test-client";

const address = (recording: Json, key: string): string => recording.text("mediaUris", key, "mediaUri");

describe("signed addresses (duty 8)", () => {
  async function address_() {
    const client = testClient();
    const recording = first(await client.recordings(first(AWKWARD[5])));
    return { ...client, url: address(recording, "S") };
  }

  test("they lie on another origin, and name conversation and recording in the file name", async () => {
    const { url, download } = await address_();
    const { origin, searchParams } = new URL(url);
    expect(origin).toBe("http://downloads.sim.example");
    expect([...searchParams.keys()]).toEqual([
      "response-content-disposition",
      "Expires",
      "Signature",
      "Key-Pair-Id",
    ]);
    const response = await download(url);
    expect(response.headers.get("content-disposition")).toContain(first(AWKWARD[5]));
    expect(response.headers.get("content-type")).toBe("audio/mpeg");
    await response.body?.cancel();
  });

  test("§13 case 5: 403 with XML once expired; a new one plays on", async () => {
    const { simulator, clock, url, download, recordings } = await address_();
    clock.ms += simulator.switches.playbackUrlTtlMinutes * 60_000;
    const refused = await download(url);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([403, "text/xml"]);
    expect(await refused.text()).toContain("<Code>AccessDenied</Code>");
    simulator.switches.playbackUrlTtlMinutes = 2;
    const again = address(first(await recordings(first(AWKWARD[5]))), "S");
    expect(Number(new URL(again).searchParams.get("Expires")) * 1000 - clock.ms).toBe(120_000);
    expect((await download(again, { range: "bytes=5000-" })).status).toBe(206);
  });

  test.each([
    ["Expires", "9999999999"],
    ["Signature", "AAAA"],
    ["Key-Pair-Id", "K0"],
    ["response-content-disposition", "inline"],
  ])("403 when %s was changed", async (name, value) => {
    const { url, download } = await address_();
    const changed = new URL(url);
    changed.searchParams.set(name, value);
    expect((await download(String(changed))).status).toBe(403);
    expect((await download(url.replace("/AUDIO_S.", "/AUDIO_0."))).status).toBe(403);
  });

  test("400 when a token arrives, 404 under the API's name", async () => {
    const { url, download, tokenOf } = await address_();
    expect((await download(url, { authorization: `Bearer ${await tokenOf("full")}` })).status).toBe(400);
    expect((await download(url.replace("downloads.sim.example", "cloud.sim.example"))).status).toBe(404);
  });

  test("byte ranges: first, middle, open, last, beyond", async () => {
    const { url, download } = await address_();
    const whole = Buffer.from(await (await download(url)).arrayBuffer());
    for (const [range, from, to] of [
      ["bytes=0-0", 0, 1],
      ["bytes=1000-41234", 1000, 41_235],
      ["bytes=100000-", 100_000, whole.length],
      ["bytes=-500", whole.length - 500, whole.length],
    ] as const) {
      const part = await download(url, { range });
      expect(part.status).toBe(206);
      expect(part.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${whole.length}`);
      expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(from, to))).toBe(true);
    }
    const beyond = await download(url, { range: `bytes=${whole.length}-` });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${whole.length}`]);
  });

  test("faults: dropped, lying, JSON, HTML and empty sound; no ranges", async () => {
    const { simulator, url, download } = await address_();
    const { switches } = simulator;
    switches.dropAudioAfterBytes = 1_000;
    await expect((await download(url)).arrayBuffer()).rejects.toThrow("dropped");
    switches.dropAudioAfterBytes = null;
    switches.audioLength = "long";
    const lying = await download(url);
    expect((await lying.arrayBuffer()).byteLength).toBeLessThan(Number(lying.headers.get("content-length")));
    switches.audioLength = "none";
    expect((await download(url)).headers.get("content-length")).toBeNull();
    switches.rangeSupport = false;
    expect((await download(url, { range: "bytes=5-" })).status).toBe(200);
    switches.audioAs = "json";
    expect(await (await download(url)).json()).toMatchObject({ status: 500 });
    switches.audioAs = "html";
    expect((await download(url)).headers.get("content-type")).toBe("text/html");
    switches.audioAs = "nothing";
    expect((await (await download(url)).arrayBuffer()).byteLength).toBe(0);
    switches.unavailableHtml = { on: ["media"] };
    expect((await download(url)).status).toBe(503);
  });

  test("over loopback the media lie on the same server's other name", async () => {
    const { simulator } = testClient({ baseUrl: "http://127.0.0.1:4101" });
    expect(simulator.source).toMatchObject({
      apiUrl: "http://127.0.0.1:4101",
      allowedMediaHosts: ["localhost"],
    });
    expect(testClient({ mediaBaseUrl: "http://media.example:81" }).simulator.source).toMatchObject({
      allowedMediaHosts: ["media.example"],
    });
  });

  test("a deleted recording's address is worth nothing", async () => {
    const { simulator, clock, call, recordings, download } = testClient();
    const id = first(AWKWARD[14]);
    const recording = first(await recordings(id));
    const path = `/conversations/${id}/recordings/${recording.text("id")}`;
    await call(path, { method: "PUT", body: { deleteDate: new Date(clock.ms).toISOString() } });
    clock.ms += simulator.switches.purgeDelayMs;
    expect((await download(address(recording, "S"))).status).toBe(404);
  });
});
