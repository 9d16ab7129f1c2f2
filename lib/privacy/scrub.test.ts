import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "./fold";
import { numberForm, sameNumber } from "./same-number";
import { isWholeSecret, MASKED, NO_SECRETS, type Secrets, scrubText, wordCharsOf } from "./scrub";

function secrets(numbers: readonly string[], names: readonly string[] = []): Secrets {
  const digits = numbers.map((number) => fold(number).replace(/[^0-9]/g, ""));
  return {
    wholes: new Set([...numbers.map((number) => wordCharsOf(fold(number))), ...names.map(fold)]),
    runs: new Set(
      digits.flatMap((text) =>
        Array.from({ length: Math.max(0, text.length - 5) }, (_, at) => text.slice(at, at + 6)),
      ),
    ),
    phrases: names.map(fold),
  };
}

describe("a masked number is found however it is written", () => {
  const NUMBER = "+13125550142";
  test.each([
    ["+13125550142", MASKED],
    ["13125550142", MASKED],
    ["call +13125550142 back", `call ${MASKED} back`],
    ["call +1 (312) 555-0142 back", `call ${MASKED} back`],
    ["call (312) 555 0142", `call ${MASKED}`],
    ["call 312.555.0142.", `call ${MASKED}.`],
    ["3 1 2 5 5 5 0 1 4 2", MASKED],
    ["3-1-2-5-5-5-0-1-4-2 please", `${MASKED} please`],
    ["312[555]{0142}", `${MASKED}}`],
    ["312/555/0142", MASKED],
    ["312_555_0142", MASKED],
    ["312\n555\n0142", MASKED],
    ["312\u00a0555\u20110142", MASKED],
    ["312\u200b555\u200d0142", MASKED],
    ["312\u202e5550142", MASKED],
    ["３１２５５５０１４２", MASKED],
    ["٣١٢٥٥٥٠١٤٢", MASKED],
    ["३१२५५५०१४२", MASKED],
    ["𝟑𝟏𝟐𝟓𝟓𝟓𝟎𝟏𝟒𝟐", MASKED],
    ["③①②⑤⑤⑤⓪①④②", MASKED],
    ["3️⃣1️⃣2️⃣5️⃣5️⃣5️⃣0️⃣1️⃣4️⃣2️⃣", MASKED],
    ["sip:13125550142@gw", `sip:${MASKED}@gw`],
    ["x13125550142y", `x${MASKED}y`],
    ["9913125550142", `99${MASKED}`],
    ["555014", MASKED],
    ["ends in 550142", `ends in ${MASKED}`],
    ["ends in 50142", "ends in 50142"],
    ["555 then 0142", "555 then 0142"],
    ["0142", "0142"],
    ["order 99887766", "order 99887766"],
    ["two: 3125550142, 555-0142", `two: ${MASKED}`],
    ["two: 3125550142 and 555-0142", `two: ${MASKED} and ${MASKED}`],
    ["", ""],
  ])("%j leaves as %j", (text, left) => {
    expect(scrubText(text, secrets([NUMBER]))).toBe(left);
  });

  test("what stands around a masked run is not left to make up another", () => {
    expect(scrubText("12345 123456789 6789", secrets(["123456789"]))).toBe(MASKED);
    expect(scrubText("1234-123456-56789", secrets(["123456789"]))).toBe(MASKED);
  });

  test("a number too short to tell counts as a whole value only", () => {
    expect(scrubText("7103", secrets(["7103"]))).toBe(MASKED);
    expect(scrubText(" 71-03 ", secrets(["7103"]))).toBe(MASKED);
    expect(scrubText("line 7103", secrets(["7103"]))).toBe("line 7103");
  });
});

describe("a masked name is found as a word", () => {
  test.each([
    ["Jane", "Jane called", `${MASKED} called`],
    ["Jane", "JANE, jane and jAnE", `${MASKED}, ${MASKED} and ${MASKED}`],
    ["Jane", "Jane's call", `${MASKED}'s call`],
    ["Jane", "jane_smith", `${MASKED}_smith`],
    ["Jane", "mail jane.smith@x.test", `mail ${MASKED}.smith@x.test`],
    ["Jane", "Janet and Marjane", "Janet and Marjane"],
    ["Jane", "J\u200bane", MASKED],
    ["Jane", "Ｊａｎｅ", MASKED],
    ["José", "jose and JOSÉ and Jose\u0301", `${MASKED} and ${MASKED} and ${MASKED}`],
    ["Müller", "Frau MULLER", `Frau ${MASKED}`],
    ["Weiß", "Herr WEISS", `Herr ${MASKED}`],
    ["Иван", "это иван, не Иванов", `это ${MASKED}, не Иванов`],
    ["Σίσυφος", "ΣΊΣΥΦΟΣ", MASKED],
    ["Jane Smith", "ask Jane  Smith", `ask ${MASKED}`],
    ["Jane Smith", "ask Jane\nSmith", `ask ${MASKED}`],
    ["Jane Smith", "ask Jane", "ask Jane"],
    ["王小明", "客户王小明来电", `客户${MASKED}来电`],
    ["王", "王先生", `${MASKED}先生`],
    ["김철수", "김철수가", `${MASKED}가`],
    ["Jane", "客户Jane来电", `客户${MASKED}来电`],
    ["agent2@genesys.com", "from Agent2@Genesys.com.", `from ${MASKED}.`],
    ["o'neil", "O'Neil said", `${MASKED} said`],
    ["a.b*c(", "x A.B*C( y", `x ${MASKED} y`],
    ["𝒥ane", "jane", MASKED],
  ])("%j in %j", (name, text, left) => {
    expect(scrubText(text, secrets([], [name]))).toBe(left);
  });

  test("names that overlap leave nothing of either", () => {
    expect(scrubText("Anna Maria Berg", secrets([], ["Anna Maria", "Maria Berg"]))).toBe(MASKED);
  });
});

test("without secrets a text stays as it is", () => {
  expect(scrubText("+13125550142 Jane", NO_SECRETS)).toBe("+13125550142 Jane");
  expect(isWholeSecret("x", NO_SECRETS)).toBe(false);
});

test.each([
  ["+13125550142", "13125550142", true],
  ["+13125550142", "+1 (312) 555-0142", true],
  ["+13125550142", "5550142", true],
  ["+13125550142", "3125550142", true],
  ["+13125550142", "550142", false],
  ["+13125550142", "+13125550187", false],
  ["+13125550142", "+12125550142", false],
  ["+13125550142", "sip:+13125550142@10.0.0.1", true],
  ["+442079460018", "+44 (0)20 7946 0018", true],
  ["+442079460018", "020 7946 0018", true],
  ["7103", "7103", true],
  ["7103", "17103", false],
  ["7103", "+1312555 7103", false],
  ["alice", "Alice", true],
  ["anonymous", "anonymous", true],
  ["", "", false],
  ["+", "-", false],
])("%j and %j are one number: %s", (one, other, same) => {
  expect(sameNumber(numberForm(one), numberForm(other))).toBe(same);
  expect(sameNumber(numberForm(other), numberForm(one))).toBe(same);
});

const SEPARATORS = ["", " ", "-", ".", "(", ") ", "/", "\u00a0", "\u2011", "\u200b", "_", ", "];
const SCRIPTS = ["0".codePointAt(0) ?? 0, 0xff10, 0x0660, 0x0966, 0x1d7ce];

test("no run of six digits of a number is left in any text, whatever stands between and whatever script", () => {
  const number = fc.stringMatching(/^[1-9][0-9]{6,13}$/);
  const noise = fc.oneof(fc.string({ maxLength: 15 }), fc.stringMatching(/^[0-9 .-]{0,15}$/));
  const styles = fc.array(fc.tuple(fc.constantFrom(...SEPARATORS), fc.constantFrom(...SCRIPTS)), {
    minLength: 14,
    maxLength: 14,
  });
  fc.assert(
    fc.property(
      number,
      noise,
      noise,
      styles,
      fc.nat(8),
      fc.nat(8),
      (digits, before, after, written, skip, drop) => {
        const part = digits.slice(Math.min(skip, digits.length - 6), digits.length);
        const shown = part.slice(0, Math.max(6, part.length - drop));
        const spelled = Array.from(shown, (digit, at) => {
          const [separator, zero] = written[at] ?? ["", 0x30];
          return String.fromCodePoint(zero + Number(digit)) + separator;
        }).join("");
        const left = fold(scrubText(`${before}|${spelled}|${after}`, secrets([digits])));
        for (const piece of left.split(/(?:(?![0-9])[\p{L}\p{N}])+/u)) {
          const run = piece.replace(/[^0-9]/g, "");
          for (let at = 0; at + 6 <= digits.length; at += 1)
            expect(run).not.toContain(digits.slice(at, at + 6));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a masked name is never left as a word", () => {
  const name = fc.stringMatching(/^[a-z]{3,10}$/);
  fc.assert(
    fc.property(name, fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (word, before, after) => {
      const left = scrubText(`${before} ${word.toUpperCase()} ${after}`, secrets([], [word]));
      expect(` ${fold(left)} `).not.toMatch(new RegExp(`[^\\p{L}\\p{N}]${word}[^\\p{L}\\p{N}]`, "u"));
    }),
  );
});

test("long texts and many names take no time", () => {
  const text = "é call 312 555 0142 now, ".repeat(2_000);
  const names = Array.from({ length: 50 }, (_, index) => `name${index}x`);
  const started = performance.now();
  scrubText(text, secrets(["+13125550142"], names));
  expect(performance.now() - started).toBeLessThan(10_000);
});
