/** The simulator over real HTTP, with the vendor's own SDK pointed at it and signed in. */
import platformClient from "purecloud-platform-client-v2";
import { type SimulatorServer, serveSimulator } from "@/lib/sources/simulator-server";
import { type CloudSimulator, type CloudSimulatorOptions, createCloudSimulator } from "./simulator";

const { instance: sdk } = platformClient.ApiClient;
// It would go on watching a file in the home directory (fact sheet §11).
sdk.config.live_reload_config = false;

export type Served = Readonly<{ simulator: CloudSimulator; server: SimulatorServer }>;

/** Serves a simulator that knows its own address, so that media lie on the same server's other name. */
export async function serveForSdk(options: CloudSimulatorOptions = {}): Promise<Served> {
  const late: { fetch: CloudSimulator["fetch"] } = { fetch: async () => new Response(null, { status: 503 }) };
  const server = await serveSimulator({ port: 0, fetch: (request) => late.fetch(request) });
  const simulator = createCloudSimulator({ baseUrl: server.url, ...options });
  late.fetch = simulator.fetch;
  const { hostname, port } = new URL(server.url);
  sdk.setGateway({
    host: hostname,
    protocol: "http",
    port: Number(port),
    path_params_login: "login",
    path_params_api: "platform",
  });
  const { clientId, clientSecret } = simulator.credentials.full;
  await sdk.loginClientCredentialsGrant(clientId, clientSecret);
  return { simulator, server };
}
