// Makes the spoken sample calls: `node lib/samples/make-samples.mjs`. By hand, never in a build or a test.
// `--measure` only prints how faithful 24 and 32 kbit/s are.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decode, encode, measureCodecDelay } from "./authoring/encode.mjs";
import { FRAME_MS, layOut, mix } from "./authoring/render.mjs";
import { createSpeaker } from "./authoring/speech.mjs";
import { checkFile, segmentalSnr } from "./authoring/verify.mjs";
import { CALL_SCRIPTS } from "./scripts/index.mjs";

const KILOBITS = 32;
const HOUR_MS = 3_600_000;
const MAX_TOTAL_BYTES = 4_500_000;
const AUDIO = fileURLToPath(new URL("./audio/", import.meta.url));
const MANIFEST = fileURLToPath(new URL("./calls.json", import.meta.url));

/** @typedef {import("./authoring/render.mjs").Layout} Layout */

/** @param {string} tool @param {string} argument @param {string} packageName */
function requireTool(tool, argument, packageName) {
  if (spawnSync(tool, [argument]).status === 0) return;
  console.error(
    `${tool} is missing. It makes the sample calls; install it (Debian: apt-get install ${packageName}).`,
  );
  process.exit(1);
}

/** @param {import("./scripts/script.mjs").CallScript["files"][number]} file */
const isScript = (file) => "steps" in file;

/** One line per innermost object, so that a change of the manifest can be read. @param {unknown} value */
const toJson = (value) =>
  `${JSON.stringify(value, null, 2).replace(/\{\n\s+([^{}[\]]*?)\n\s+\}/g, (_, inner) => `{ ${inner.replace(/\n\s+/g, " ")} }`)}\n`;

requireTool("espeak-ng", "--version", "espeak-ng");
requireTool("sox", "--version", "sox");
requireTool("ffmpeg", "-version", "ffmpeg");

const delaySamples = measureCodecDelay();
console.log(`The codec delays sound by ${delaySamples} samples.`);

const speaker = createSpeaker();
/** @type {Map<string, { durationMs: number, sizeBytes: number }>} */
const repeatable = new Map();
/** @type {[path: string, bytes: Buffer][]} */
const written = [];

/** @param {import("./scripts/script.mjs").ScriptFile} file @returns {{ layout: Layout, sizeBytes: number }} */
function makeFile(file) {
  const layout = layOut(file, speaker);
  const sound = mix(file, layout);
  const frames = layout.durationMs / FRAME_MS;
  if (process.argv.includes("--measure")) {
    const fidelity = [24, 32].map((kilobits) => {
      const heard = decode(encode(sound, { kilobits, delaySamples, frames }));
      return `${kilobits} kbit/s ${segmentalSnr(sound, heard, layout).toFixed(1)} dB`;
    });
    console.log(`${file.name}: ${fidelity.join(", ")}`);
  }
  const mp3 = encode(sound, { kilobits: KILOBITS, delaySamples, frames });
  const report = checkFile(file.name, layout, sound, decode(mp3));
  console.log(`${file.name}: ${(layout.durationMs / 1000).toFixed(3)} s, ${mp3.length} bytes${report}`);
  written.push([`${AUDIO}${file.name}.mp3`, mp3]);
  repeatable.set(file.name, { durationMs: layout.durationMs, sizeBytes: mp3.length });
  return { layout, sizeBytes: mp3.length };
}

/** @param {import("./scripts/script.mjs").CallScript} script */
function makeCall(script) {
  /** @type {object[]} */
  const files = [];
  /** @type {object[]} */
  const transcript = [];
  /** @type {{ startMs: number, endMs: number }[]} */
  const holds = [];
  /** @type {{ startMs: number, endMs: number }[]} */
  const fileSpans = [];
  let wallMs = 0;
  for (const [fileIndex, file] of script.files.entries()) {
    if (!isScript(file)) {
      const source = repeatable.get(file.repeatOf);
      if (!source) throw new Error(`${script.key} repeats ${file.repeatOf}, which is not made yet`);
      const times = Math.max(file.times, Math.ceil(HOUR_MS / source.durationMs));
      const durationMs = source.durationMs * times;
      files.push({
        file: null,
        repeatOf: file.repeatOf,
        times,
        startOffsetMs: wallMs,
        durationMs,
        sizeBytes: source.sizeBytes * times,
        masks: [],
      });
      fileSpans.push({ startMs: wallMs, endMs: wallMs + durationMs });
      wallMs += durationMs;
      continue;
    }
    const { layout, sizeBytes } = makeFile(file);
    const startMs = wallMs + file.gapBeforeMs;
    const cutMs = layout.masks.reduce((sum, mask) => sum + (mask.fill === "cut" ? mask.pausedMs : 0), 0);
    const endMs = startMs + layout.durationMs + cutMs;
    files.push({
      file: `${file.name}.mp3`,
      startOffsetMs: startMs,
      durationMs: layout.durationMs,
      sizeBytes,
      masks: layout.masks,
    });
    for (const line of layout.lines.toSorted((one, other) => one.startMs - other.startMs)) {
      transcript.push({
        fileIndex,
        channel: line.channel,
        startMs: line.startMs,
        endMs: line.endMs,
        text: line.text,
      });
    }
    for (const hold of layout.holds)
      holds.push({ startMs: startMs + hold.startMs, endMs: startMs + hold.endMs });
    fileSpans.push({ startMs, endMs });
    wallMs = endMs;
  }
  const agents = script.agents.map(({ agent, fileIndex }) => {
    const span = fileSpans[fileIndex];
    if (!span) throw new Error(`${script.key}: ${agent.userName} is on a file that does not exist`);
    return { ...agent, joinMs: span.startMs, leaveMs: span.endMs };
  });
  return {
    key: script.key,
    title: script.title,
    direction: script.direction,
    callerNumber: script.callerNumber,
    dialedNumber: script.dialedNumber,
    durationMs: wallMs,
    agents,
    customer: script.customerNumber && { phoneNumber: script.customerNumber, joinMs: 0, leaveMs: wallMs },
    files,
    holds,
    transcript,
    attachedData: script.attachedData,
  };
}

const calls = CALL_SCRIPTS.map(makeCall);
speaker.close();

const totalBytes = written.reduce((sum, [, bytes]) => sum + bytes.length, 0);
console.log(`${written.length} files, ${totalBytes} bytes.`);
if (totalBytes > MAX_TOTAL_BYTES)
  throw new Error("The sample calls are larger than the repository should carry.");

if (!process.argv.includes("--measure")) {
  mkdirSync(AUDIO, { recursive: true });
  for (const name of readdirSync(AUDIO)) if (name.endsWith(".mp3")) rmSync(`${AUDIO}${name}`);
  for (const [path, bytes] of written) writeFileSync(path, bytes);
  writeFileSync(MANIFEST, toJson(calls));
}
