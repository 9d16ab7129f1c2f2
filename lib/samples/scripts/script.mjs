// The words the dialogues are written in. A script is data: it says who speaks, what, and how long after the
// line before; make-samples.mjs turns it into sound and measures where each line came to stand.

/**
 * @typedef {Readonly<{ gapMs?: number, say?: string, speed?: number }>} LineOptions
 * `gapMs`: from the end of the latest line to the start of this one (negative: talks over it); drawn from the
 * seed when absent. `say`: what the synthesiser reads where the written text would be misread. `speed`: words a
 * minute added to the voice's own.
 *
 * @typedef {Readonly<{ kind: "line", channel: "agent" | "customer", text: string } & LineOptions>} LineStep
 * @typedef {Readonly<{ kind: "pause", pausedMs: number }>} PauseStep
 * @typedef {Readonly<{ kind: "hold", holdMs: number, steps: readonly LineStep[] }>} HoldStep
 * @typedef {Readonly<{ kind: "wait", waitMs: number }>} WaitStep
 * @typedef {LineStep | PauseStep | HoldStep | WaitStep} Step
 *
 * @typedef {Readonly<{ voice: string, speed: number, pitch: number, levelDb: number }>} Voice
 *
 * `gapBeforeMs`: from the end of the file before (ringing, a transfer) to the start of this one. `null` for a side
 * on which nobody speaks.
 * @typedef {Readonly<{
 *   name: string, seed: number, gapBeforeMs: number, fill: "silence" | "cut",
 *   left: Voice | null, right: Voice | null, steps: readonly Step[],
 * }>} ScriptFile
 * @typedef {Readonly<{ repeatOf: string, times: number }>} ScriptRepeat
 *
 * @typedef {Readonly<{ userName: string, firstName: string, lastName: string, phoneNumber: string }>} Agent
 *
 * @typedef {Readonly<{
 *   key: string, title: string, direction: "Inbound" | "Outbound" | "Internal" | "Unknown",
 *   callerNumber: string, dialedNumber: string, customerNumber: string | null,
 *   agents: readonly Readonly<{ agent: Agent, fileIndex: number }>[],
 *   files: readonly (ScriptFile | ScriptRepeat)[],
 *   attachedData: Readonly<Record<string, string>>,
 * }>} CallScript
 */

/** The agent's side, left channel. @param {string} text @param {LineOptions} [options] @returns {LineStep} */
export const agent = (text, options = {}) => ({ kind: "line", channel: "agent", text, ...options });

/** The other side, right channel. @param {string} text @param {LineOptions} [options] @returns {LineStep} */
export const customer = (text, options = {}) => ({ kind: "line", channel: "customer", text, ...options });

/** The agent pauses the recording. @param {number} pausedMs @returns {PauseStep} */
export const pause = (pausedMs) => ({ kind: "pause", pausedMs });

/** The customer is put on hold; `steps` may be heard meanwhile. @param {number} holdMs @param {readonly LineStep[]} [steps] @returns {HoldStep} */
export const hold = (holdMs, steps = []) => ({ kind: "hold", holdMs, steps });

/** Nobody speaks. @param {number} waitMs @returns {WaitStep} */
export const wait = (waitMs) => ({ kind: "wait", waitMs });

/** @satisfies {Record<string, Agent>} */
export const AGENTS = {
  priya: { userName: "pnair", firstName: "Priya", lastName: "Nair", phoneNumber: "7101" },
  mo: { userName: "mali", firstName: "Mo", lastName: "Ali", phoneNumber: "7102" },
  jane: { userName: "jsmith", firstName: "Jane", lastName: "Smith", phoneNumber: "7103" },
  daniel: { userName: "dokafor", firstName: "Daniel", lastName: "Okafor", phoneNumber: "7104" },
  fiona: { userName: "fcampbell", firstName: "Fiona", lastName: "Campbell", phoneNumber: "7105" },
  luis: { userName: "lherrera", firstName: "Luis", lastName: "Herrera", phoneNumber: "7106" },
};

/** @satisfies {Record<string, Voice>} */
export const VOICES = {
  priya: { voice: "en-gb-x-rp+f2", speed: 168, pitch: 52, levelDb: -21 },
  mo: { voice: "en-gb+m3", speed: 166, pitch: 42, levelDb: -21 },
  jane: { voice: "en-us+f3", speed: 168, pitch: 50, levelDb: -21 },
  daniel: { voice: "en-us+m7", speed: 162, pitch: 38, levelDb: -21 },
  fiona: { voice: "en-gb-scotland+f4", speed: 166, pitch: 48, levelDb: -21 },
  luis: { voice: "en-us+m2", speed: 170, pitch: 48, levelDb: -21 },
  olderMan: { voice: "en-us+m1", speed: 162, pitch: 32, levelDb: -23 },
  youngMan: { voice: "en-us+m4", speed: 176, pitch: 54, levelDb: -23 },
  northernMan: { voice: "en-gb-x-gbclan+m5", speed: 164, pitch: 40, levelDb: -23 },
  woman: { voice: "en-us+f5", speed: 166, pitch: 46, levelDb: -23 },
  olderWoman: { voice: "en-gb+f4", speed: 154, pitch: 40, levelDb: -23 },
  nyWoman: { voice: "en-us-nyc+f2", speed: 178, pitch: 50, levelDb: -23 },
};
