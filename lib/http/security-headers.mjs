// @ts-check
/** Goes with every answer: of Next by its configuration, of the direct lane (direct.mjs) by hand. */
export const SECURITY_HEADERS = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "no-referrer" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
  { key: "cross-origin-resource-policy", value: "same-origin" },
  { key: "permissions-policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  // Heeded by browsers over https alone.
  { key: "strict-transport-security", value: "max-age=31536000" },
];
