// @ts-check

const SECURITY_HEADERS = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  // Heeded by browsers over https alone.
  { key: "strict-transport-security", value: "max-age=31536000" },
];

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
