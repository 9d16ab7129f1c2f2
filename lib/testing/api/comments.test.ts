import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, type Api, isObject, startApi, type Who } from "../api";
import { CALL, TRANSFER } from "./requests";

let api: Api;
beforeAll(async () => {
  api = await startApi({ calls: 10 });
});
afterAll(() => api.stop());

const told = (answer: Answer) => `${answer.status}/${answer.json?.statusCode}`;
const path = (id: string, below = "") => `/recordings/${api.idOf(id)}/labels${below}`;
const comment = (who: Who, content: Record<string, unknown>, id = CALL) =>
  api.call(who, "POST", path(id), { body: { name: "comment", content } });
const idIn = (answer: Answer) => String(answer.json?.id);
const contentIn = ({ json }: Answer) => (isObject(json?.label) ? json.label.content : null);

test("a reply names the comment that it answers, and stays readable when that is removed", async () => {
  const first = idIn(await comment("administrator", { text: "Was this promised?" }));
  const reply = await comment("supervisor", { text: "It was.", replyTo: first });
  expect(reply.status).toBe(201);
  expect(contentIn(reply)).toMatchObject({ text: "It was.", replyTo: first });

  expect(told(await api.call("administrator", "DELETE", path(CALL, `/${first}`)))).toBe("200/0");
  const left = await api.call("supervisor", "GET", path(CALL, `/${idIn(reply)}`));
  expect(contentIn(left)).toMatchObject({ text: "It was.", replyTo: first });
  // Nobody can begin to answer what is gone, and whoever did may still correct the words.
  expect(told(await comment("supervisor", { text: "x", replyTo: first }))).toBe("400/2");
  const changed = await api.call("supervisor", "PUT", path(CALL, `/${idIn(reply)}`), {
    body: { content: { text: "It was, at the end." } },
  });
  expect(contentIn(changed)).toMatchObject({ text: "It was, at the end.", replyTo: first });
});

test("a reply is to a comment of the same recording, and to nothing else", async () => {
  const elsewhere = idIn(await comment("administrator", { text: "Another call" }, TRANSFER));
  const label = idIn(await api.call("administrator", "POST", path(CALL), { body: { name: "Escalated" } }));
  const [one, other] = [
    idIn(await comment("supervisor", { text: "one" })),
    idIn(await comment("supervisor", { text: "other" })),
  ];
  for (const replyTo of [elsewhere, label, "0".repeat(32), "../labels", 7]) {
    expect(told(await comment("supervisor", { text: "x", replyTo })), String(replyTo)).toBe("400/2");
  }
  const moved = await api.call("supervisor", "PUT", path(CALL, `/${one}`), {
    body: { content: { text: "one", replyTo: other } },
  });
  expect(told(moved)).toBe("400/2");
});

test("what is masked is masked in a reply too, and its thread is still known", async () => {
  const seen = await api.call("administrator", "GET", `/recordings/${api.idOf(CALL)}`);
  const number = isObject(seen.json?.recording) ? String(seen.json.recording.callerPhoneNumber) : "";
  const first = idIn(await comment("administrator", { text: "Whose number is that?" }));
  const reply = await comment("administrator", { text: `It is ${number}`, replyTo: first });
  await api.mask({ customer: "callerPhoneNumber" });
  const shown = await api.call("supervisor", "GET", path(CALL, `/${idIn(reply)}`));
  expect(contentIn(shown)).toMatchObject({ text: "It is *******", replyTo: first });
  await api.mask({});
});
