/** The RingCX simulator for tests, the demo and `npm run simulators`; production code never imports it. */
export { AWKWARD, AWKWARD_SWITCHES, AWKWARD_WORDS } from "./awkward-calls";
export { CANARIES } from "./canaries";
export type { Dialog, RecordedSpan, Segment } from "./model";
export {
  createRingcxSimulator,
  type RingcxSimulator,
  type RingcxSimulatorOptions,
  type SeenCall,
} from "./simulator";
export type { RingcxSnapshot } from "./snapshot";
export type { Fault, RingcxSwitches, RouteName } from "./switches";
export type { WireRow } from "./wire";
