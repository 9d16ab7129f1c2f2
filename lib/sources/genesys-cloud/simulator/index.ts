/** The Genesys Cloud simulator for tests, the demo and `npm run simulators`; production code never imports it. */
export { AWKWARD, AWKWARD_WORDS, KINDS } from "./awkward-calls";
export { CANARIES } from "./canaries";
export type { ClientName } from "./clients";
export {
  type CloudSimulator,
  type CloudSimulatorOptions,
  createCloudSimulator,
  type SeenCall,
} from "./simulator";
export type { CloudSnapshot } from "./snapshot";
export { spokenId } from "./spoken-calls";
export type { CloudSwitches, Fault, RouteFamily } from "./switches";
