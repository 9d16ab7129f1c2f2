/**
 * Secrets and internal names the vendor really sends to its clients. Each is recognisable, so that a test can
 * prove that none of them leaves the server it was sent to.
 */
export const CANARIES = {
  /** In `parameters["rp.speechminer_auth"]` of every media file, masked or not. */
  speechminerAuth: "rpSys:canary-speechminer-5b1f9c",
  /** In `parameters["rp.speechminer_uri"]`. */
  speechminerHost: "canary-speechminer.rws.invalid",
  /** In `mediaUri`, as `htcc1.` to `htcc3.` of this name. */
  mediaHost: "canary-media.rws.invalid",
  /** In `nextUri` and `prevUri`. */
  nextHost: "canary-next.us.int.rws.invalid",
  /** In `pkcs7` of encrypted files. */
  pkcs7: "MIICanaryPkcs7d41a77EnvelopeNotForYou",
  /** In `certAlias` of encrypted files. */
  certAlias: "canary-cert-alias-9e02",
  /** In an unknown field of one awkward recording. */
  storageSecret: "canary-storage-secret-77aa31",
} as const;
