import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { call, OPEN } from "@/lib/testing/masked-call";
import {
  aComment,
  aContact,
  aLabel,
  anEvent,
  aRecording,
  aViewer,
  dataEvent,
} from "@/lib/testing/stored-recording";
import { presentRecording } from "./present";

describe("whatever a recording holds", () => {
  const number = fc.stringMatching(/^[1-9][0-9]{7,13}$/);
  const noise = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.lorem({ maxCount: 3 }),
    fc.stringMatching(/^[0-9 ().-]{0,10}$/),
  );
  const separator = fc.constantFrom("", " ", "-", ".", ") (", "\u00a0", "\u200b", "/");
  const written = (digits: string, between: string, style: number) => {
    const zero = [0x30, 0xff10, 0x0660, 0x0966][style % 4] ?? 0x30;
    return Array.from(digits, (digit) => String.fromCodePoint(zero + Number(digit))).join(between);
  };

  test("no run of six digits of a masked number leaves for a masked role", () => {
    fc.assert(
      fc.property(
        number,
        noise,
        noise,
        separator,
        fc.nat(3),
        fc.nat(6),
        (digits, before, after, between, style, skip) => {
          const part = digits.slice(Math.min(skip, digits.length - 6));
          const text = `${before}~${written(part, between, style)}~${after}`;
          const recording = aRecording({
            vendorId: "x",
            callerPhoneNumber: `+${digits}`,
            region: text,
            callType: text,
            startMs: null,
            stopMs: null,
            mediaFiles: [],
            events: [
              anEvent({
                occurredAtMs: null,
                event: text,
                callId: text,
                contact: {
                  type: text,
                  phoneNumber: `+${digits}`,
                  userName: text,
                  firstName: text,
                  lastName: text,
                },
                data: { added: { [text]: text }, updated: { a: text }, deleted: { b: text } },
              }),
            ],
            labels: [
              aLabel({ createTimeMs: null, name: text, createUser: text, content: { text } }),
              aLabel({
                createTimeMs: null,
                createdByUserId: "user-other",
                content: { text, deep: { list: [text] } },
              }),
            ],
          });
          for (const string of stringsOf(presentRecording(recording, aViewer("callerPhoneNumber"), OPEN))) {
            const runs = asciiDigits(string).split(/(?:(?![0-9])[\p{L}\p{N}])+/u);
            for (const run of runs.map((piece) => piece.replace(/[^0-9]/g, ""))) {
              for (let at = 0; at + 6 <= digits.length; at += 1)
                expect(run).not.toContain(digits.slice(at, at + 6));
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("no masked name leaves as a word", () => {
    const name = fc.stringMatching(/^[a-z]{3,9}$/);
    fc.assert(
      fc.property(name, noise, (word, around) => {
        const text = `${around} ${word.toUpperCase()}. ${around}`;
        const recording = aRecording({
          vendorId: "1",
          callType: null,
          events: [
            anEvent({ contact: aContact({ lastName: word, firstName: text, phoneNumber: text }) }),
            dataEvent({ x: text, y: word }),
          ],
          labels: [aComment(text, { name: text, createUser: word })],
        });
        const sent = presentRecording(recording, aViewer("lastName"), OPEN);
        const { eventHistory, labels } = sent;
        const strings = [
          ...eventHistory.flatMap((event) => [...stringsOf(event.contact), ...stringsOf(event.data)]),
        ];
        for (const label of labels ?? [])
          strings.push(...stringsOf([label.name, label.createUser, label.content?.text]));
        for (const string of strings.filter((one) => one !== "User")) {
          expect(` ${string.toLowerCase()} `).not.toMatch(
            new RegExp(`[^\\p{L}\\p{N}]${word}[^\\p{L}\\p{N}]`, "u"),
          );
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("a page of a hundred recordings is masked without delay", () => {
  const events = Array.from({ length: 10 }, () => call.events).flat();
  const page = Array.from({ length: 100 }, () => ({ ...call, events }));
  const viewer = aViewer("callerPhoneNumber, phoneNumber, firstName, lastName, Account");
  const present = () =>
    page.map((recording) => presentRecording(recording, viewer, { labels: true, allowReveal: false }));
  present();
  const started = performance.now();
  present();
  expect(performance.now() - started).toBeLessThan(2_000);
});

function asciiDigits(text: string): string {
  return Array.from(text.normalize("NFKC"), (char) => {
    const code = char.codePointAt(0) ?? 0;
    for (const zero of [0x0660, 0x0966]) if (code >= zero && code <= zero + 9) return String(code - zero);
    return char;
  }).join("");
}

/** Every string in a value, keys included. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)]);
}
