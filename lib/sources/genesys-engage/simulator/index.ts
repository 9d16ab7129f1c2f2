/** The Engage simulator for tests, the demo and `npm run simulators`; production code never imports it. */
export { AWKWARD, AWKWARD_WORDS } from "./awkward-calls";
export { CANARIES } from "./canaries";
export { PEOPLE } from "./people";
export {
  createEngageSimulator,
  type EngageSimulator,
  type EngageSimulatorOptions,
  type SeenCall,
} from "./simulator";
export type { EngageSnapshot } from "./snapshot";
export type { EngageSwitches, Fault, RouteName } from "./switches";
export type { WireLabel, WireMediaFile, WireRecording } from "./wire";
