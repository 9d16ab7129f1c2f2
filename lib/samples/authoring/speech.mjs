import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const SAMPLE_RATE = 8000;

/** Numbers in [0, 1) that are the same at every run (mulberry32). @param {number} seed */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} db decibels relative to full scale */
export const fromDb = (db) => 10 ** (db / 20);

/** Mono 32-bit floats of a raw file. @param {Buffer} bytes */
export const toFloats = (bytes) =>
  new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)));

/** @param {Float32Array} samples */
function trim(samples) {
  const audible = (/** @type {number} */ value) => Math.abs(value) > 0.004;
  const first = samples.findIndex(audible);
  if (first < 0) throw new Error("The synthesiser returned no sound.");
  return samples.slice(first, samples.findLastIndex(audible) + 1);
}

/** Mean square of the parts in which somebody speaks, so that long pauses do not make a line louder. @param {Float32Array} samples */
function activeRms(samples) {
  let energy = 0;
  let count = 0;
  for (const value of samples) {
    if (Math.abs(value) < 0.01) continue;
    energy += value * value;
    count += 1;
  }
  return Math.sqrt(energy / Math.max(count, 1));
}

/** @param {Float32Array} samples @param {number} levelDb */
function level(samples, levelDb) {
  const gain = fromDb(levelDb + 3) / activeRms(samples);
  const fade = 40;
  return samples.map((value, index) => {
    const edge = Math.min(1, (index + 1) / fade, (samples.length - index) / fade);
    const loud = value * gain * edge;
    // A telephone limits; above half of full scale this bends instead of clipping.
    return Math.abs(loud) <= 0.5
      ? loud
      : Math.sign(loud) * (0.5 + 0.4 * Math.tanh((Math.abs(loud) - 0.5) / 0.4));
  });
}

/**
 * A speaker: `speak(voice, text, …)` gives the line at 8 kHz in the telephone band, trimmed to its sound.
 * Identical lines are synthesised once.
 */
export function createSpeaker() {
  const folder = mkdtempSync(join(tmpdir(), "earmark-samples-"));
  /** @type {Map<string, Float32Array>} */
  const spoken = new Map();
  return {
    /** @param {import("../scripts/script.mjs").Voice} voice @param {string} text @param {number} speed @param {number} pitch */
    speak(voice, text, speed, pitch) {
      const key = JSON.stringify([voice, text, speed, pitch]);
      const known = spoken.get(key);
      if (known) return known;
      const wav = join(folder, "line.wav");
      const raw = join(folder, "line.f32");
      execFileSync("espeak-ng", ["-v", voice.voice, "-s", `${speed}`, "-p", `${pitch}`, "-w", wav, text]);
      execFileSync("sox", [
        "-D",
        wav,
        "-r",
        `${SAMPLE_RATE}`,
        "-c",
        "1",
        "-t",
        "f32",
        raw,
        "sinc",
        "300-3400",
      ]);
      const line = level(trim(toFloats(readFileSync(raw))), voice.levelDb);
      spoken.set(key, line);
      return line;
    },
    close() {
      rmSync(folder, { recursive: true });
    },
  };
}
