// @ts-check
import { build, checkNode, ensureDependencies, wordsOf } from "./project.mjs";

checkNode();
try {
  await ensureDependencies((line) => console.log(line));
  await build({ quiet: false });
} catch (error) {
  console.error(wordsOf(error));
  process.exit(1);
}
