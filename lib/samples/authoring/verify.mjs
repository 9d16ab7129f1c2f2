import { SAMPLE_RATE } from "./speech.mjs";

/** @typedef {import("./render.mjs").Pair} Pair */

const SAMPLES_PER_MS = SAMPLE_RATE / 1000;

/** Level of a span in dBFS. @param {Float32Array} samples @param {number} startMs @param {number} endMs */
function levelDb(samples, startMs, endMs) {
  const part = samples.subarray(startMs * SAMPLES_PER_MS, endMs * SAMPLES_PER_MS);
  return 10 * Math.log10(part.reduce((sum, value) => sum + value * value, 0) / part.length + 1e-20);
}

/**
 * Mean signal-to-noise ratio of the codec over 20 ms pieces in which somebody speaks: the measure by which the
 * bit rate was chosen.
 * @param {Pair} sound @param {Pair} heard @param {import("./render.mjs").Layout} layout
 */
export function segmentalSnr(sound, heard, layout) {
  const ratios = [];
  for (const line of layout.lines) {
    for (let ms = line.startMs; ms + 20 <= line.endMs; ms += 20) {
      const wanted = sound[line.channel].subarray(ms * SAMPLES_PER_MS, (ms + 20) * SAMPLES_PER_MS);
      let energy = 0;
      let error = 0;
      for (const [index, value] of wanted.entries()) {
        energy += value * value;
        error += (value - (heard[line.channel][ms * SAMPLES_PER_MS + index] ?? 0)) ** 2;
      }
      if (energy / wanted.length > 1e-4) ratios.push(10 * Math.log10(energy / error));
    }
  }
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

/** How many samples the decoded line is late. @param {Float32Array} wanted @param {Float32Array} heard @param {number} first */
function lateness(wanted, heard, first) {
  let late = Number.NaN;
  let best = 0;
  for (let shift = -40; shift <= 40; shift += 1) {
    let likeness = 0;
    for (let index = first; index < first + 8000; index += 1) {
      likeness += (wanted[index] ?? 0) * (heard[index + shift] ?? 0);
    }
    if (likeness > best) {
      best = likeness;
      late = shift;
    }
  }
  return late;
}

/**
 * Proves on the decoded file what the manifest will say; throws with the reason when it would lie.
 * @param {string} name
 * @param {import("./render.mjs").Layout} layout
 * @param {Pair} sound @param {Pair} heard
 * @returns {string} a line for the author
 */
export function checkFile(name, layout, sound, heard) {
  /** @param {boolean} holds @param {string} reason */
  const insist = (holds, reason) => {
    if (!holds) throw new Error(`${name}: ${reason}`);
  };
  insist(
    heard.agent.length === layout.durationMs * SAMPLES_PER_MS,
    "the decoded length is not the manifest's",
  );
  for (const line of [layout.lines[0], layout.lines.at(-1)]) {
    if (!line) continue;
    const late = lateness(sound[line.channel], heard[line.channel], line.startMs * SAMPLES_PER_MS);
    insist(late === 0, `"${line.text}" is ${late} samples late`);
  }
  let report = "";
  for (const mask of layout.masks.filter(({ fill }) => fill === "silence")) {
    for (const channel of /** @type {const} */ (["agent", "customer"])) {
      const inside = levelDb(heard[channel], mask.startMs + 30, mask.endMs - 30);
      const edges = [
        levelDb(heard[channel], mask.startMs, mask.startMs + 5),
        levelDb(heard[channel], mask.endMs - 5, mask.endMs),
      ];
      const outside = [
        levelDb(heard[channel], mask.startMs - 40, mask.startMs - 5),
        levelDb(heard[channel], mask.endMs + 5, mask.endMs + 40),
      ];
      insist(inside < -90, `${channel} is at ${inside.toFixed(1)} dBFS inside a mask`);
      insist(Math.max(...edges) < -68, `${channel} reaches into a mask`);
      insist(Math.min(...outside) > -66, `${channel} falls silent before a mask`);
      report += `\n  mask ${mask.startMs}-${mask.endMs} ${channel}: outside ${outside.map(Math.round)}, edges ${edges.map(Math.round)}, inside ${Math.round(inside)} dBFS`;
    }
  }
  return report;
}
