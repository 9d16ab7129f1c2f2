import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { AWKWARD_WORDS, createEngageSimulator } from "@/lib/sources/genesys-engage/simulator";
test("x", () => {
  const s = createEngageSimulator({calls:60});
  writeFileSync("/tmp/words.txt", Object.entries(AWKWARD_WORDS).map((x)=>x.join("  ")).join("\n"));
  writeFileSync("/tmp/recs.json", JSON.stringify(s.recordings(),null,1));
});
