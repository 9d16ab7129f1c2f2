import { describe, expect, test } from "vitest";
import { NO_ANSWER } from "@/lib/domain/reviews/answers";
import { keepDraft, readDraft } from "./drafts";

function memory() {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { store, kept };
}

const draft = { greeting: { before: NO_ANSWER, after: { ...NO_ANSWER, value: "yes", note: "late" } } };

describe("what is unsaved", () => {
  test("is there again for the same person and review, and for nobody else", () => {
    const { store } = memory();
    keepDraft(store, "u1", "r1", draft);
    expect(readDraft(store, "u1", "r1")).toEqual(draft);
    expect(readDraft(store, "u2", "r1")).toEqual({});
    expect(readDraft(store, "u1", "r2")).toEqual({});
  });

  test("leaves nothing behind once it is saved", () => {
    const { store, kept } = memory();
    keepDraft(store, "u1", "r1", draft);
    keepDraft(store, "u1", "r1", {});
    expect(kept.size).toBe(0);
  });

  test("is nothing when the storage holds rubbish, and a storage that refuses does no harm", () => {
    const { store } = memory();
    for (const rubbish of ["{", "[]", '{"q":{"before":1}}', "null"]) {
      store.setItem("earmark.unsaved.u1.r1", rubbish);
      expect(readDraft(store, "u1", "r1")).toEqual({});
    }
    const full = {
      ...store,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(() => keepDraft(full, "u1", "r1", draft)).not.toThrow();
  });
});
