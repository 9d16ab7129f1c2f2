import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, startApi, type Who } from "../api";
import { CALL, mediaKeyOf } from "./requests";

let api: Api;
let path: string;
beforeAll(async () => {
  api = await startApi({ calls: 5 });
  path = `/recordings/${api.idOf(CALL)}/play/${await mediaKeyOf(api, CALL)}.mp3`;
});
afterAll(() => api.stop());

async function listen(who: Who, round = 0): Promise<number> {
  const range = `bytes=${round * 100}-${round * 100 + 99}`;
  const response = await api.send(who, "GET", path, { headers: { range } });
  await response.arrayBuffer();
  return response.status;
}

/** Many at once, whose reads of rights are shared. */
const crowd = () =>
  Promise.all(
    Array.from({ length: 40 }, (_, round) => listen(round % 2 === 0 ? "supervisor" : "administrator", round)),
  );

const change = async (who: Who, body: object) => {
  const answer = await api.call("administrator", "PUT", `/users/${api.users[who].id}`, { body });
  expect(answer.status).toBe(200);
};

test("a right taken away is gone for the next range, in the middle of a crowd that keeps theirs", async () => {
  expect(await listen("supervisor")).toBe(206);
  const before = crowd();
  await change("supervisor", { accessGroups: ["/Nowhere"] });
  // Asked once the change has been told, while ranges asked before are still under way.
  expect(await Promise.all([listen("supervisor", 1), listen("administrator", 1)])).toEqual([404, 206]);
  await before;
  await change("supervisor", { accessGroups: ["/"] });
  expect(new Set(await crowd())).toEqual(new Set([206]));
  await change("supervisor", { role: "evaluator" });
  expect(await listen("supervisor", 2)).toBe(404);
  await change("supervisor", { role: "supervisor", disabled: true });
  expect(await Promise.all([listen("supervisor", 3), listen("administrator", 3)])).toEqual([401, 206]);
});
