/**
 * Secrets and internal names that the vendor really sends to its clients. Each is recognisable, so that a test can prove that
 * none of them leaves the server it was sent to.
 */
export const CANARIES = {
  /** In `url` of one awkward document: the upload address as it was configured. */
  urlPassword: "canary-upload-pass-3c81",
  urlHost: "canary-uploads.kazoo.invalid",
  /** In `custom_channel_vars` of the same document. */
  channelSecret: "canary-channel-secret-a94f",
  /** In an unknown field of it. */
  unknownField: "canary-unknown-field-51d0",
  /** Beside `data` in every answer. */
  node: "KzSim7Q2mXv0aBcDeFgHiA",
} as const;
