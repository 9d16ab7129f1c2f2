import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseDatabaseEnv, parseEnv, SettingsError } from "./env";

const CWD = path.resolve("/srv/earmark");
const GOOD = { EARMARK_URL: "https://calls.example.com", EARMARK_SECRET: "s".repeat(32) };

function problems(values: Record<string, string>): readonly string[] {
  try {
    parseEnv(values, CWD);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe("settings", () => {
  test("defaults stand where nothing is set, and paths are absolute", () => {
    const env = parseEnv({ ...GOOD, EARMARK_SOURCES: "conf/sources.json", PORT: "  " }, CWD);
    expect(env).toMatchObject({
      port: 3000,
      host: null,
      url: "https://calls.example.com",
      dataDir: path.join(CWD, ".data"),
      sourcesFile: path.join(CWD, "conf/sources.json"),
      databaseUrl: null,
      oidc: null,
      trustProxy: 0,
      logLevel: "info",
      demo: false,
      demoReviews: false,
    });
  });

  test("every missing setting has one clear line", () => {
    const lines = problems({});
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^EARMARK_URL is missing: /);
    expect(lines[1]).toMatch(/^EARMARK_SECRET is missing: /);
  });

  test.each([
    ["PORT", "eighty", /whole number/],
    ["PORT", "70000", /1 to 65535/],
    ["EARMARK_URL", "calls.example.com", /http/],
    ["EARMARK_URL", "ftp://calls.example.com", /http/],
    ["EARMARK_URL", "https://calls.example.com/earmark", /alone/],
    ["EARMARK_SECRET", "short", /32 characters/],
    ["EARMARK_SECRET_OLD", "short", /32 characters/],
    ["DATABASE_URL", "mysql://db/earmark", /postgres/],
    ["EARMARK_TRUST_PROXY", "true", /whole number/],
    ["EARMARK_LOG_LEVEL", "loud", /one of fatal/],
    ["EARMARK_MEDIA_CACHE_MB", "-1", /whole number/],
  ])("a bad %s (%s) has one line that names it", (name, value, words) => {
    const lines = problems({ ...GOOD, [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(words);
    expect(lines[0]?.startsWith(`${name} `)).toBe(true);
    // The value may be a secret put into the wrong variable.
    expect(lines[0]).not.toContain(value.length > 6 ? value : "\u0000");
  });

  test("all problems are told at once", () => {
    expect(problems({ PORT: "x", EARMARK_LOG_LEVEL: "y" })).toHaveLength(4);
  });

  test("single sign-on needs issuer, client id and client secret together", () => {
    expect(problems({ ...GOOD, EARMARK_OIDC_ISSUER: "https://id.example.com" })).toEqual([
      "EARMARK_OIDC_CLIENT_ID is missing: EARMARK_OIDC_ISSUER needs it.",
      "EARMARK_OIDC_CLIENT_SECRET is missing: EARMARK_OIDC_ISSUER needs it.",
    ]);
    const env = parseEnv(
      {
        ...GOOD,
        EARMARK_OIDC_ISSUER: "https://id.example.com",
        EARMARK_OIDC_CLIENT_ID: "earmark",
        EARMARK_OIDC_CLIENT_SECRET: "s",
        EARMARK_OIDC_GROUPS_CLAIM: "teams",
      },
      CWD,
    );
    expect(env.oidc).toMatchObject({ roleClaim: "role", groupsClaim: "teams", partitionsClaim: null });
  });

  test("old secrets count whole and in parts", () => {
    const [one, two] = ["a".repeat(32), "b".repeat(40)];
    expect(parseEnv({ ...GOOD, EARMARK_SECRET_OLD: `${one}, ${two}` }, CWD).oldSecrets).toEqual(
      expect.arrayContaining([one, two]),
    );
  });

  test("a command that only touches the database needs no secret", () => {
    expect(parseDatabaseEnv({ EARMARK_DATA: "/var/earmark" }, CWD)).toEqual({
      dataDir: path.resolve("/var/earmark"),
      databaseUrl: null,
    });
    expect(() => parseDatabaseEnv({ DATABASE_URL: "nonsense" }, CWD)).toThrow(SettingsError);
  });
});
