import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { OidcSettings } from "@/lib/env";
import { type Claims, claimAt } from "./oidc-claims";

const ClaimsSchema = z.record(z.string(), z.unknown());

/** The configured provider, found by its discovery document; PKCE, state and nonce. */
export function oidcProvider(settings: OidcSettings): OAuthConfig<Claims> {
  return {
    id: "oidc",
    name: "Single sign-on",
    type: "oauth",
    wellKnown: `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    httpOptions: { timeout: 10_000 },
    userinfo: {
      // Providers differ in where they put roles and groups: in the ID token, or only at the userinfo endpoint.
      async request({ client, tokens }) {
        const claims = claimsOf(tokens.id_token);
        const isComplete = wanted(settings).every((name) => claimAt(claims, name) !== undefined);
        const canAsk = typeof client.issuer.metadata.userinfo_endpoint === "string";
        if (isComplete || !canAsk || !tokens.access_token) return { ...claims, sub: String(claims.sub) };
        const info = ClaimsSchema.parse(await client.userinfo(tokens.access_token));
        if (info.sub !== claims.sub) throw new Error("the userinfo endpoint speaks of somebody else");
        return { ...info, ...claims, sub: String(claims.sub) };
      },
    },
    profile: (claims) => ({ id: String(claims.sub), email: null, name: null }),
  };
}

function wanted(settings: OidcSettings): string[] {
  const { roleClaim, groupsClaim, partitionsClaim } = settings;
  return [roleClaim, groupsClaim, partitionsClaim, "email"].filter((name) => name !== null);
}

/** What an ID token says; its signature, audience and nonce were checked when it was fetched. */
function claimsOf(idToken: string | undefined): Claims {
  const [, payload = ""] = (idToken ?? "").split(".");
  return ClaimsSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
}
