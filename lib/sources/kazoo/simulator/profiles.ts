/** The five servers of fact sheet §1, as the differences between them. */
export const PROFILES = ["kazoo-4.3", "kazoo-5-docs", "kazoo-master", "pr-6541", "openkazoo"] as const;
export type ProfileName = (typeof PROFILES)[number];

export type Profile = Readonly<{
  version: string;
  /** `version` in answers to callers who are not signed in too. */
  versionAlways: boolean;
  /** `tokens` in the envelope. */
  showsTokens: boolean;
  /** What PATCH on a recording may change; "nothing" = 405. */
  patch: "nothing" | "userMetadata" | "anyField";
  /** `PATCH …/recordings/collection`, `soft_delete`, `include=soft_delete`. */
  softDelete: boolean;
  /** Lists come chunked unless asked otherwise. */
  chunked: boolean;
  /** False: the module never sees that audio is wanted, and renders nothing (§8.6). */
  audio: boolean;
  /** The database of a recording: month of its start, or of its end (§7.2). */
  monthDatabase: "start" | "end";
  /** Which requests the token bucket charges (§5). */
  charges: "every" | "withoutToken";
  mediaType: "mp3" | ".mp3";
  sourceType: "kzc_recording" | "media_recording";
  /** Errors raised before content negotiation carry no content type (§2.2). */
  errorsUntyped: boolean;
  /** `auth_token` on an error without one is the word "undefined" (§2.1). */
  undefinedToken: boolean;
  /** Rules per owner can be switched on (§4). */
  ownerRules: boolean;
}>;

const FOUR: Profile = {
  version: "4.3.142",
  versionAlways: true,
  showsTokens: false,
  patch: "nothing",
  softDelete: false,
  chunked: false,
  audio: true,
  monthDatabase: "start",
  charges: "every",
  mediaType: "mp3",
  sourceType: "kzc_recording",
  errorsUntyped: false,
  undefinedToken: true,
  ownerRules: false,
};

const MASTER: Profile = {
  ...FOUR,
  version: "5.0.0",
  versionAlways: false,
  showsTokens: true,
  audio: false,
  monthDatabase: "end",
  charges: "withoutToken",
  mediaType: ".mp3",
  sourceType: "media_recording",
  errorsUntyped: true,
  undefinedToken: false,
};

/** Where §14 leaves KAZOO 5 open: audio works, every request is charged, month of the start as in 4.3. */
export const PROFILE_TRAITS: Readonly<Record<ProfileName, Profile>> = {
  "kazoo-4.3": FOUR,
  "kazoo-5-docs": {
    ...FOUR,
    version: "5.4.41",
    patch: "userMetadata",
    sourceType: "media_recording",
    undefinedToken: false,
  },
  "kazoo-master": MASTER,
  "pr-6541": {
    ...MASTER,
    patch: "anyField",
    softDelete: true,
    chunked: true,
    audio: true,
    showsTokens: false,
    monthDatabase: "start",
  },
  openkazoo: { ...FOUR, version: "4.3.200", ownerRules: true },
};
