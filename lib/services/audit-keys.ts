/** HMAC keys of the audit chain by key id: the present one seals, older ones only verify. */
export type AuditKeys = Readonly<{ currentId: string; keys: ReadonlyMap<string, Buffer> }>;
