import fc from "fast-check";
import { expect, test } from "vitest";
import { attachment } from "./attachment";

test.each([
  ["recording-2025-11-03T14-31.mp3", 'attachment; filename="recording-2025-11-03T14-31.mp3"'],
  ["call +13125550142.mp3", 'attachment; filename="call +.mp3"'],
  ["call ٠١٢٣٤٥٦٧٨٩.mp3", 'attachment; filename="call .mp3"'],
  ['a"b\\c/../d.mp3', 'attachment; filename="a_b_c_.._d.mp3"'],
  ["../../etc/passwd", 'attachment; filename="_.._etc_passwd"'],
  ["x\r\nSet-Cookie: a=b", 'attachment; filename="x__Set-Cookie_ a=b"'],
  ["fdp\u202e3pm.exe", 'attachment; filename="fdp_3pm.exe"'],
  ["100%25.mp3", "attachment; filename=\"100_25.mp3\"; filename*=UTF-8''100%2525.mp3"],
  [
    "Grüße (neu).mp3",
    "attachment; filename=\"Gr__e (neu).mp3\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%28neu%29.mp3",
  ],
  ["", 'attachment; filename="recording"'],
  ["...", 'attachment; filename="recording"'],
  [`${"a".repeat(300)}.mp3`, `attachment; filename="${"a".repeat(96)}.mp3"`],
])("%j is saved under a safe name", (name, expected) => expect(attachment(name)).toBe(expected));

test("no name breaks out of the header, keeps a path, or carries a number", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 150 }), (name) => {
      const value = attachment(name);
      expect(value).toMatch(/^attachment; filename="[^"\\/\r\n%]+"(; filename\*=UTF-8''[\w.~!$&+^`|#%-]+)?$/);
      expect(decodeURIComponent(value)).not.toMatch(/\d{6}/);
      expect(() => new Headers({ "content-disposition": value })).not.toThrow();
    }),
  );
});
