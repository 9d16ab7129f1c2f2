import { expect, test } from "vitest";
import { createGate } from "./http-gate";

const never = new AbortController().signal;

test("those who give up waiting take no place with them", async () => {
  const gate = createGate(1);
  const leave = await gate.enter(never);
  const left = new AbortController();
  const waiting = [gate.enter(left.signal), gate.enter(left.signal)];
  left.abort("left");
  for (const one of waiting) await expect(one).rejects.toBe("left");
  await expect(gate.enter(AbortSignal.abort("gone"))).rejects.toBe("gone");
  leave();
  const again = await gate.enter(never);
  again();
  await gate.enter(never);
});

test("the next in the line is the one who came first", async () => {
  const gate = createGate(1);
  const leave = await gate.enter(never);
  const order: number[] = [];
  const line = [1, 2, 3].map(async (nth) => {
    const out = await gate.enter(never);
    order.push(nth);
    out();
  });
  leave();
  await Promise.all(line);
  expect(order).toEqual([1, 2, 3]);
});
