import { execFileSync } from "node:child_process";
import { createRandom, SAMPLE_RATE, toFloats } from "./speech.mjs";

/** @typedef {import("./render.mjs").Pair} Pair */

const PCM = ["-f", "f32le", "-ar", `${SAMPLE_RATE}`, "-ac", "2"];
const MAX_BUFFER = 512 * 1024 * 1024;

/** @param {Pair} pair @param {number} kilobits */
function encodeRaw(pair, kilobits) {
  const interleaved = new Float32Array(pair.agent.length * 2);
  for (let index = 0; index < pair.agent.length; index += 1) {
    interleaved[2 * index] = pair.agent[index] ?? 0;
    interleaved[2 * index + 1] = pair.customer[index] ?? 0;
  }
  // Plain stereo keeps the two people apart; no reservoir and no header frame: every frame stands alone.
  const options =
    `-c:a libmp3lame -b:a ${kilobits}k -joint_stereo 0 -reservoir 0 -cutoff 3600 -compression_level 0 -write_xing 0 -id3v2_version 0 -write_id3v1 0 -f mp3`.split(
      " ",
    );
  return execFileSync("ffmpeg", ["-v", "error", ...PCM, "-i", "pipe:0", ...options, "pipe:1"], {
    input: Buffer.from(interleaved.buffer),
    maxBuffer: MAX_BUFFER,
  });
}

/** What a player hears of an MP3 file, by ffmpeg. @param {Buffer} mp3 @returns {Pair} */
export function decode(mp3) {
  const raw = execFileSync("ffmpeg", ["-v", "error", "-f", "mp3", "-i", "pipe:0", ...PCM, "pipe:1"], {
    input: mp3,
    maxBuffer: MAX_BUFFER,
  });
  const floats = toFloats(raw);
  return {
    agent: floats.filter((_, index) => index % 2 === 0),
    customer: floats.filter((_, index) => index % 2 === 1),
  };
}

/** By how many samples the coded sound comes late, found with a burst of noise. */
export function measureCodecDelay() {
  const random = createRandom(1);
  const burst = Float32Array.from({ length: SAMPLE_RATE }, () => (random() - 0.5) * 0.5);
  const agent = new Float32Array(4 * SAMPLE_RATE);
  agent.set(burst, SAMPLE_RATE);
  const heard = decode(encodeRaw({ agent, customer: agent }, 32)).agent;
  let delay = 0;
  let best = 0;
  for (let shift = 0; shift < 3000; shift += 1) {
    let likeness = 0;
    for (let index = 0; index < burst.length; index += 1) {
      likeness += (burst[index] ?? 0) * (heard[SAMPLE_RATE + index + shift] ?? 0);
    }
    if (likeness > best) {
      best = likeness;
      delay = shift;
    }
  }
  return delay;
}

/**
 * Encodes so that sample n of `pair` is sample n of the decoded file: what the codec adds in front is taken
 * from the head (line noise, no speech stands there), and the file ends after exactly `frames` frames.
 * @param {Pair} pair @param {{ kilobits: number, delaySamples: number, frames: number }} options
 */
export function encode(pair, { kilobits, delaySamples, frames }) {
  const shifted = {
    agent: pair.agent.subarray(delaySamples),
    customer: pair.customer.subarray(delaySamples),
  };
  const mp3 = encodeRaw(shifted, kilobits);
  // MPEG 2.5 layer III: 72 bytes a frame for each kbit/s at 8 kHz and 576 samples, never padded.
  const frameBytes = (72 * kilobits * 1000) / SAMPLE_RATE;
  if (mp3.length < frames * frameBytes) throw new Error("The encoder returned too few frames.");
  for (let at = 0; at < frames * frameBytes; at += frameBytes) {
    if (mp3[at] !== 0xff || mp3[at + 1] !== 0xe3) throw new Error(`No frame begins at byte ${at}.`);
  }
  return mp3.subarray(0, frames * frameBytes);
}
