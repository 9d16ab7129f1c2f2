import { createRandom, fromDb, SAMPLE_RATE } from "./speech.mjs";

const SAMPLES_PER_MS = SAMPLE_RATE / 1000;
export const FRAME_SAMPLES = 576;
export const FRAME_MS = FRAME_SAMPLES / SAMPLES_PER_MS;
/** Line noise beyond the end, so that the encoder's last kept frame has something to look ahead at. */
const TAIL_SAMPLES = 4 * FRAME_SAMPLES;
const NOISE_DB = { agent: -61, customer: -59 };
const MASK_FADE_SAMPLES = 4 * SAMPLES_PER_MS;
/** Quiet before a pause: an agent reaches for the button. After it the ordinary gap before a line is enough. */
const PAUSE_GUARD_MS = 280;

/**
 * @typedef {"agent" | "customer"} Channel
 * @typedef {Record<Channel, Float32Array>} Pair
 * @typedef {{ startMs: number, endMs: number }} Span
 * @typedef {{ channel: Channel, startMs: number, endMs: number, text: string, samples: Float32Array }} PlacedLine
 * @typedef {{ startMs: number, endMs: number, pausedMs: number, fill: "silence" | "cut" }} Mask
 * @typedef {{ durationMs: number, lines: PlacedLine[], masks: Mask[], holds: Span[] }} Layout
 */

/**
 * Where every line, pause and hold of a file stands, in whole milliseconds of file time.
 * @param {import("../scripts/script.mjs").ScriptFile} file
 * @param {ReturnType<typeof import("./speech.mjs").createSpeaker>} speaker
 * @returns {Layout}
 */
export function layOut(file, speaker) {
  const random = createRandom(file.seed);
  /** @type {PlacedLine[]} */
  const lines = [];
  /** @type {Mask[]} */
  const masks = [];
  /** @type {Span[]} */
  const holds = [];
  let previousEndMs = 600;
  let latestEndMs = 600;
  /** @type {Record<Channel, number>} */
  const channelEndMs = { agent: 0, customer: 0 };

  /** @param {import("../scripts/script.mjs").LineStep} step */
  const place = (step) => {
    const voice = step.channel === "agent" ? file.left : file.right;
    if (!voice) throw new Error(`${file.name}: nobody speaks on the channel of "${step.text}"`);
    const drawnGapMs = 200 + Math.round(random() * 380);
    const speed = voice.speed + (step.speed ?? 0) + Math.round(random() * 10 - 5);
    const pitch = voice.pitch + Math.round(random() * 6 - 3);
    const samples = speaker.speak(voice, step.say ?? step.text, speed, pitch);
    const wantedMs = step.gapMs === undefined ? latestEndMs + drawnGapMs : previousEndMs + step.gapMs;
    const startMs = Math.max(wantedMs, channelEndMs[step.channel] + 60);
    const endMs = startMs + Math.ceil(samples.length / SAMPLES_PER_MS);
    lines.push({ channel: step.channel, startMs, endMs, text: step.text, samples });
    channelEndMs[step.channel] = endMs;
    previousEndMs = endMs;
    latestEndMs = Math.max(latestEndMs, endMs);
  };
  /** @param {number} ms */
  const moveTo = (ms) => {
    previousEndMs = ms;
    latestEndMs = ms;
  };

  for (const step of file.steps) {
    if (step.kind === "line") place(step);
    if (step.kind === "wait") moveTo(latestEndMs + step.waitMs);
    if (step.kind === "pause") {
      const startMs = latestEndMs + PAUSE_GUARD_MS;
      const endMs = file.fill === "cut" ? startMs : startMs + step.pausedMs;
      masks.push({ startMs, endMs, pausedMs: step.pausedMs, fill: file.fill });
      moveTo(endMs);
    }
    if (step.kind === "hold") {
      const startMs = latestEndMs + 400;
      const endMs = startMs + step.holdMs;
      holds.push({ startMs, endMs });
      moveTo(startMs);
      for (const heard of step.steps) place(heard);
      if (latestEndMs > endMs) throw new Error(`${file.name}: a line runs past the end of its hold`);
      moveTo(endMs + 300);
    }
  }
  const durationMs = Math.ceil((latestEndMs + 700) / FRAME_MS) * FRAME_MS;
  return { durationMs, lines, masks, holds };
}

/** @param {Float32Array} target @param {Float32Array} source @param {number} atMs */
function add(target, source, atMs) {
  const offset = atMs * SAMPLES_PER_MS;
  for (let index = 0; index < source.length; index += 1) {
    target[offset + index] = (target[offset + index] ?? 0) + (source[index] ?? 0);
  }
}

/** Slow soft chords within the telephone band, as played to somebody on hold. @param {number} durationMs */
function holdMusic(durationMs) {
  const chords = [
    [392, 493.88, 587.33, 783.99],
    [329.63, 392, 493.88, 659.26],
    [349.23, 440, 523.25, 698.46],
    [369.99, 440, 587.33, 739.99],
  ];
  const samples = new Float32Array(durationMs * SAMPLES_PER_MS);
  const noteSeconds = 0.6;
  for (let note = 0; note * noteSeconds * 1000 < durationMs; note += 1) {
    const chord = chords[Math.floor(note / 8) % chords.length] ?? [];
    const hertz = chord[[0, 1, 2, 3, 2, 1, 2, 3][note % 8] ?? 0] ?? 440;
    const first = Math.round(note * noteSeconds * SAMPLE_RATE);
    for (let index = 0; index < 2.2 * SAMPLE_RATE && first + index < samples.length; index += 1) {
      const seconds = index / SAMPLE_RATE;
      const envelope = Math.min(1, seconds / 0.03) * Math.exp(-seconds * 2.1);
      const phase = 2 * Math.PI * hertz * seconds;
      const tone = Math.sin(phase) + 0.25 * Math.sin(2 * phase) + 0.08 * Math.sin(3 * phase);
      samples[first + index] = (samples[first + index] ?? 0) + tone * envelope * fromDb(-27);
    }
  }
  const fade = 0.5 * SAMPLE_RATE;
  return samples.map((value, index) => value * Math.min(1, index / fade, (samples.length - index) / fade));
}

/** Gain of the noise at a sample: 0 inside a silent mask, 1 away from it, a short slope outside. @param {number} index @param {readonly Mask[]} masks */
function noiseGain(index, masks) {
  let gain = 1;
  for (const mask of masks) {
    if (mask.fill === "cut") continue;
    const before = mask.startMs * SAMPLES_PER_MS - index;
    const after = index - mask.endMs * SAMPLES_PER_MS + 1;
    gain = Math.min(gain, Math.max(0, before, after) / MASK_FADE_SAMPLES);
  }
  return gain;
}

/**
 * The sound of a file, agent and customer apart, longer than `durationMs` by a tail for the encoder.
 * @param {import("../scripts/script.mjs").ScriptFile} file
 * @param {Layout} layout
 * @returns {Pair}
 */
export function mix(file, layout) {
  const length = layout.durationMs * SAMPLES_PER_MS + TAIL_SAMPLES;
  const random = createRandom(file.seed + 1000);
  /** @type {Pair} */
  const pair = { agent: new Float32Array(length), customer: new Float32Array(length) };
  for (let index = 0; index < length; index += 1) {
    const gain = noiseGain(index, layout.masks) * Math.sqrt(3);
    pair.agent[index] = (random() * 2 - 1) * gain * fromDb(NOISE_DB.agent);
    pair.customer[index] = (random() * 2 - 1) * gain * fromDb(NOISE_DB.customer);
  }
  for (const hold of layout.holds) add(pair.agent, holdMusic(hold.endMs - hold.startMs), hold.startMs);
  for (const line of layout.lines) add(pair[line.channel], line.samples, line.startMs);
  return pair;
}
