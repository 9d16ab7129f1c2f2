/**
 * Secrets and internal names the vendor really sends to its clients. Each is recognisable, so that a test can
 * prove that none of them leaves the server it was sent to.
 */
export const CANARIES = {
  jwt: "canary-ringcx-jwt-4c21e7",
  clientSecret: "canary-ringcx-client-secret-b80f55",
  /** In every RingCentral token. */
  platformToken: "canary-ringcx-platform-51d0aa",
  /** In every RingCX token. */
  accessToken: "canary-ringcx-access-9e3b17",
  /** In every RingCX refresh token. */
  refreshToken: "canary-ringcx-refresh-07c4d2",
  /** In `segmentRecordingURL` of rows of the older shape: a foreign host, and no sign-in. */
  recordingHost: "canary-recordings.ringcx.invalid",
  /** In `adminUrl` and `agentUrl` of the login. */
  loginHost: "canary-login.ringcx.invalid",
  /** In `developerMessage` of errors. */
  developerMessage: "canary-developer-message-3f6a90",
  /** In an unknown field of one awkward row. */
  unknownField: "canary-unknown-field-d2e811",
} as const;
