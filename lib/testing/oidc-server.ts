import http from "node:http";
import Provider from "oidc-provider";

export type OidcPerson = Readonly<Record<string, unknown>>;

/** A real identity provider on loopback, whose people sign in with any password. */
export type OidcServer = Readonly<{
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** By login: what their claims say, and may say otherwise at the next sign-in. */
  people: Map<string, OidcPerson>;
  /** Plays the browser from the provider's first page to the address it sends back to. */
  signIn(authorizationUrl: string, login: string): Promise<string>;
  close(): Promise<void>;
}>;

export async function startOidcServer(redirectUri: string): Promise<OidcServer> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null)
    throw new Error("the identity provider has no address");
  const issuer = `http://127.0.0.1:${address.port}`;
  const people = new Map<string, OidcPerson>();
  const [clientId, clientSecret] = ["earmark", "client-secret-of-the-tests"];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email"], profile: ["name", "role", "groups"] },
    // As the specification has it: what a profile scope gives stands at the userinfo endpoint, not in the ID token.
    conformIdTokenClaims: true,
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...people.get(id), sub: id }) }),
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    void answer(request, response);
  });
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    signIn: (url, login) => walkThrough(url, login, redirectUri),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function walkThrough(start: string, login: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 12; step += 1) {
    const response: Response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: form } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    form = null;
    const location = response.headers.get("location");
    if (location?.startsWith(redirectUri)) return location;
    if (location) {
      url = new URL(location, url).toString();
      continue;
    }
    const page = await response.text();
    const [, action] = /<form[^>]*action="([^"]+)"/.exec(page) ?? [];
    if (action === undefined)
      throw new Error(`the identity provider answered ${response.status} without a form`);
    url = new URL(action.replaceAll("&amp;", "&"), url).toString();
    form = new URLSearchParams(
      page.includes('value="login"') ? { prompt: "login", login, password: "any" } : { prompt: "consent" },
    );
  }
  throw new Error("the identity provider went in circles");
}
