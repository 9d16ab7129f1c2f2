/** The two steps of signing in (fact sheet §3): RingCentral's token, then RingCX's own. */
import { failures, json } from "./answers";
import { CANARIES } from "./canaries";
import { MAIN_ACCOUNT_ID, SUB_ACCOUNT_ID, SUB_ACCOUNT_NAME } from "./people";
import type { Call } from "./routes";
import { PLATFORM_REFRESH_SECONDS } from "./tokens";
import type { World } from "./world";

export const CLIENT_ID = "earmark-ringcx-client";
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** The form of a request; an unreadable body is an empty form. */
const readForm = async (request: Request): Promise<URLSearchParams> =>
  new URLSearchParams(await request.text());

const oauthError = (status: number, error: string, description: string, errorCode: string): Response =>
  json(status, { error, error_description: description, errors: [{ errorCode, message: description }] });

function isOurClient(request: Request): boolean {
  const encoded =
    /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  return Buffer.from(encoded, "base64").toString("utf8") === `${CLIENT_ID}:${CANARIES.clientSecret}`;
}

/** `POST /restapi/oauth/token`: a JWT, or a refresh token, for RingCentral's token. */
export async function oauthToken({ world, request }: Call): Promise<Response> {
  if (!isOurClient(request)) return oauthError(401, "invalid_client", "Invalid client", "OAU-153");
  const form = await readForm(request);
  const grant = form.get("grant_type");
  if (grant === JWT_GRANT) {
    if (form.get("assertion") !== CANARIES.jwt) {
      return oauthError(400, "invalid_grant", "The JWT is not valid", "OAU-251");
    }
  } else if (grant === "refresh_token") {
    if (!world.tokens.spend("platformRefresh", form.get("refresh_token") ?? "", world.now())) {
      return oauthError(400, "invalid_grant", "Token is invalid or expired", "OAU-210");
    }
  } else {
    return oauthError(400, "unsupported_grant_type", "Unsupported grant type", "OAU-250");
  }
  const nowMs = world.now();
  const { platformTokenSeconds } = world.switches;
  return json(200, {
    access_token: world.tokens.issue("platform", platformTokenSeconds, nowMs),
    token_type: "bearer",
    expires_in: platformTokenSeconds,
    refresh_token: world.tokens.issue("platformRefresh", PLATFORM_REFRESH_SECONDS, nowMs),
    refresh_token_expires_in: PLATFORM_REFRESH_SECONDS,
    scope: "ReadAccounts",
    owner_id: "256440016",
    endpoint_id: "8zXq2TCsQ9WmJHRtrz2vBw",
  });
}

/** The token of a `Bearer` header; null when there is none. */
export const bearerOf = (request: Request): string | null =>
  /^bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;

/** `GET /restapi/v1.0/account/~`, with RingCentral's token. */
export function account({ world, request }: Call): Response {
  const token = bearerOf(request);
  if (token === null || world.tokens.look("platform", token, world.now()) !== "valid") {
    const message =
      token === null ? "Authorization header is not specified" : "Access token expired or not found";
    const errorCode = token === null ? "AGW-402" : "OAU-213";
    return json(401, { errorCode, message, errors: [{ errorCode, message }] });
  }
  return json(200, {
    uri: `${world.baseUrl}/restapi/v1.0/account/${world.rcAccountId}`,
    id: Number(world.rcAccountId),
    mainNumber: "18005550199",
    status: "Confirmed",
    serviceInfo: { brand: { id: "1210", name: "RingCentral" }, servicePlan: { id: "1", name: "RingEX" } },
  });
}

/** `POST /api/auth/login/rc/accesstoken`: RingCentral's token for RingCX's; five a minute. */
export async function exchange({ world, request, query }: Call): Promise<Response> {
  const { limiter, switches, tokens } = world;
  if (switches.exchangesPerMinute !== null) {
    const limits = [{ calls: switches.exchangesPerMinute, seconds: 60 }];
    const waitMs = limiter.take("exchange", limits, world.now());
    if (waitMs > 0) throw failures.tooMany(switches.retryAfter ? Math.ceil(waitMs / 1000) : null);
  }
  const form = await readForm(request);
  const token = form.get("rcAccessToken") ?? query.get("rcAccessToken") ?? "";
  const type = form.get("rcTokenType") ?? query.get("rcTokenType") ?? "";
  if (type.toLowerCase() !== "bearer") {
    throw failures.invalid([{ attributeName: "rcTokenType", message: "must be Bearer", value: type }]);
  }
  if (tokens.look("platform", token, world.now()) !== "valid") {
    throw failures.unauthorized("RingCentral token is invalid or expired");
  }
  const includeRefresh = query.get("includeRefresh") ?? form.get("includeRefresh");
  return json(200, loginAnswer(world, includeRefresh === "true"));
}

/** `POST /api/auth/token/refresh`: a new pair for a refresh token, which is spent by it. */
export async function refresh({ world, request, query }: Call): Promise<Response> {
  const token = (await readForm(request)).get("refresh_token") ?? query.get("refresh_token") ?? "";
  if (!world.tokens.spend("refresh", token, world.now())) {
    throw failures.unauthorized("Refresh token is invalid or expired");
  }
  return json(200, loginAnswer(world, true));
}

function loginAnswer(world: World, withRefresh: boolean): Record<string, unknown> {
  const { tokens, switches } = world;
  const nowMs = world.now();
  return {
    ...(withRefresh ? { refreshToken: tokens.issue("refresh", switches.refreshSeconds, nowMs) } : {}),
    ssoLogin: true,
    accessToken: tokens.issue("access", switches.tokenSeconds, nowMs),
    tokenType: "Bearer",
    platformId: "aws80",
    platformUri: world.baseUrl,
    mainAccountId: MAIN_ACCOUNT_ID,
    agentDetails: [
      {
        agentId: 449_390,
        firstName: "Ada",
        lastName: "Quinn",
        email: "ada.quinn@tidewell.example",
        username: "ada.quinn@tidewell.example",
        agentType: "SUPERVISOR",
        rcUserId: 256_440_016,
        accountId: SUB_ACCOUNT_ID,
        accountName: SUB_ACCOUNT_NAME,
        agentGroupId: null,
        allowLoginControl: true,
        allowLoginUpdates: true,
      },
    ],
    adminId: 3_128,
    adminUrl: `https://${CANARIES.loginHost}/voice/admin/`,
    agentUrl: `https://${CANARIES.loginHost}/voice/agent/`,
  };
}
