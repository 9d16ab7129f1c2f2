import { expect, test } from "vitest";
import { MediaKeySchema, recordingId, SourceIdSchema } from "@/lib/domain/ids";
import { mediaKey } from "./media-key";

const source = SourceIdSchema.parse("engage");
const one = recordingId(source, "011AP643CSAPR4FKQGQE31TAES00029V");
const other = recordingId(source, "011AP643CSAPR4FKQGQE31TAES0002A0");

test("a media key is 24 opaque characters, stable, and different for every recording and file", () => {
  const key = mediaKey(one, "uuid 4f82ee48-4fe4-40e1-961d-309ba6e38698");
  expect(key).toMatch(/^[A-Za-z0-9_-]{24}$/);
  expect(MediaKeySchema.safeParse(key).success).toBe(true);
  expect(mediaKey(one, "uuid 4f82ee48-4fe4-40e1-961d-309ba6e38698")).toBe(key);
  expect(mediaKey(other, "uuid 4f82ee48-4fe4-40e1-961d-309ba6e38698")).not.toBe(key);
  expect(mediaKey(one, "index 0")).not.toBe(mediaKey(one, "index 1"));
});
