/** The KAZOO simulator for tests, the demo and `npm run simulators`; production code never imports it. */
export { AWKWARD, AWKWARD_WORDS } from "./awkward-calls";
export { CANARIES } from "./canaries";
export { ACCOUNTS, CREDENTIALS, credentialsHash } from "./people";
export { PROFILES, type ProfileName } from "./profiles";
export {
  createKazooSimulator,
  type KazooSimulator,
  type KazooSimulatorOptions,
  type SeenCall,
} from "./simulator";
export type { KazooSnapshot } from "./snapshot";
export type { Fault, KazooSwitches, RouteName } from "./switches";
