import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Answer, NO_ANSWER } from "@/lib/domain/reviews/answers";
import {
  type AnswerSheet,
  answer,
  answerIn,
  answersIn,
  confirmSent,
  draftOf,
  endTyping,
  hasUnsaved,
  redo,
  restore,
  send,
  startSheet,
  takeBackSent,
  takeUp,
  undo,
} from "./answer-sheet";

const yes: Answer = { ...NO_ANSWER, value: "yes" };
const no: Answer = { ...NO_ANSWER, value: "no" };
const noted = (note: string): Answer => ({ ...yes, note });

/** The sheet with what is changed on its way; there must be something. */
function sending(sheet: AnswerSheet): AnswerSheet {
  const going = send(sheet);
  if (!going) throw new Error("there is something to send");
  return going.sheet;
}

describe("what is changed here", () => {
  test("stands at once, is sent once, and is the server's when that has said so", () => {
    const changed = answer(startSheet({ a: no }, 3), "a", yes);
    expect(answerIn(changed, "a")).toEqual(yes);
    const sent = sending(changed);
    expect(send(sent)).toBeNull();
    expect(hasUnsaved(sent)).toBe(true);
    const saved = confirmSent(sent, 4);
    expect([hasUnsaved(saved), saved.revision, answerIn(saved, "a")]).toEqual([false, 4, yes]);
  });

  test("while something is on its way waits for it, and is not lost to it", () => {
    const during = answer(sending(answer(startSheet({}, 0), "a", yes)), "b", no);
    expect(send(during)).toBeNull();
    expect(send(confirmSent(during, 1))?.answers).toEqual({ b: no });
  });

  test("goes out again when it did not arrive; what was changed since wins", () => {
    const sent = sending(answer(answer(startSheet({}, 0), "a", yes), "b", yes));
    expect(send(takeBackSent(answer(sent, "b", no)))?.answers).toEqual({ a: yes, b: no });
  });

  test("to the same answer is no change", () => {
    const sheet = startSheet({ a: yes }, 1);
    expect(answer(sheet, "a", { ...yes })).toBe(sheet);
  });
});

describe("what was changed elsewhere", () => {
  test("comes in for the questions that were not changed here, and for no other", () => {
    const sheet = answer(startSheet({ a: no, b: no }, 1), "a", noted("mine"));
    const read = restore(sheet, { a: yes, b: yes, c: yes }, 2);
    expect(answersIn(read)).toEqual({ a: noted("mine"), b: yes, c: yes });
    expect(send(read)?.answers).toEqual({ a: noted("mine") });
  });

  test("is no news when it is older than what is known", () => {
    const sheet = startSheet({ a: yes }, 5);
    expect(restore(sheet, { a: no }, 4)).toBe(sheet);
  });
});

describe("undo", () => {
  test("takes back the last change, of whichever question, and redo brings it again", () => {
    const sheet = answer(answer(startSheet({}, 0), "a", yes), "b", no);
    const back = undo(sheet);
    expect(back.walk).toEqual({ questionId: "b", part: "answer" });
    expect(answersIn(back.sheet)).toEqual({ a: yes, b: NO_ANSWER });
    expect(answersIn(redo(back.sheet).sheet)).toEqual({ a: yes, b: no });
    expect(undo(startSheet({ a: yes }, 1)).walk).toBeNull();
  });

  test("takes back a word, not a letter; a pause ends the word", () => {
    let sheet = startSheet({ a: yes }, 0);
    for (const note of ["o", "ok", "ok "]) sheet = answer(sheet, "a", noted(note), true);
    sheet = answer(endTyping(sheet), "a", noted("ok so"), true);
    expect(undo(sheet).walk).toEqual({ questionId: "a", part: "note" });
    sheet = undo(sheet).sheet;
    expect(answerIn(sheet, "a")).toEqual(noted("ok "));
    expect(answerIn(undo(sheet).sheet, "a")).toEqual(yes);
  });

  test("of anything leads back to the beginning, saved meanwhile or not", () => {
    const change = fc.record({
      id: fc.constantFrom("a", "b", "c"),
      value: fc.constantFrom("yes", "no", null),
      saves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let sheet = startSheet({ a: yes }, 0);
        let revision = 0;
        for (const { id, value, saves } of changes) {
          sheet = answer(sheet, id, { ...NO_ANSWER, value });
          const going = saves ? send(sheet) : null;
          if (going) {
            revision += 1;
            sheet = confirmSent(going.sheet, revision);
          }
        }
        for (let steps = 0; steps < 50; steps += 1) sheet = undo(sheet).sheet;
        expect([answerIn(sheet, "a"), answerIn(sheet, "b"), answerIn(sheet, "c")]).toEqual([
          yes,
          NO_ANSWER,
          NO_ANSWER,
        ]);
      }),
    );
  });
});

describe("a draft of the last time", () => {
  const draft = draftOf(sending(answer(answer(startSheet({ a: no }, 1), "a", yes), "b", noted("so"))));

  test("is taken up where nobody else has answered since", () => {
    const taken = takeUp(startSheet({ a: no }, 2), draft, new Set(["a", "b"]));
    expect(send(taken)?.answers).toEqual({ a: yes, b: noted("so") });
  });

  test("gives way to what was answered elsewhere, and to a scorecard without the question", () => {
    const taken = takeUp(startSheet({ a: noted("elsewhere") }, 2), draft, new Set(["a"]));
    expect(answersIn(taken)).toEqual({ a: noted("elsewhere") });
  });
});
