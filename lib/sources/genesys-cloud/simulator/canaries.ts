/** What the platform really sends to its clients and they must keep to themselves; each is recognisable in any text. */
export const CANARIES = {
  /** In the query of every signed address. */
  keyPairId: "K2CANARYCLOUDFRONT7",
  /** In `path` of one awkward recording. */
  storagePath: "canary-storage-path-51c0",
  /** In a field of one awkward recording that is new to everybody. */
  unknownField: "canary-unknown-field-9d2e",
  /** A participant attribute of one awkward conversation: asynchronous jobs send attributes. */
  attribute: "canary-attribute-40b7",
} as const;
