// @ts-check
import { SECURITY_HEADERS } from "./lib/http/security-headers.mjs";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types, of the tests too; a build checks what it builds.
  typescript: { ignoreBuildErrors: true },
  // Their workers and WebAssembly are found beside their own files, which a bundle would move.
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pino", "mpg123-decoder", "ogg-opus-decoder"],
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};
