/**
 * Everything that Genesys Cloud leaves open or that its sources disagree on, in one place, so that it can be corrected after
 * a first run against a real organisation. Section numbers are those of the vendor's fact sheet.
 */
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** §2: lifetimes and refusals of the login host. */
export const LOGIN = {
  /** The shortest lifetime an OAuth client can be given; assumed when `expires_in` is missing. */
  shortestLifeSeconds: 300,
  /** A token is renewed this long before its end, or a tenth of its life before when that is less. */
  earlyMs: MINUTE_MS,
  /** Refused credentials are not tried again for so long, whoever asks. */
  refusedMs: 30 * SECOND_MS,
} as const;

/** §3: 300 requests a minute for one token, on top of limits of single services that are not published. */
export const RATE = {
  perMinute: 300,
  windowSeconds: 60,
  /** What each urgency may use up to, as a share of the window: people come first, history last. */
  shares: { person: 1, fresh: 0.8, background: 0.5 },
  /** The longest wait in place; longer ones are handed to the caller. */
  longestWaitMs: { person: 5 * SECOND_MS, fresh: 2 * SECOND_MS, background: 2 * SECOND_MS },
  /** Requests let go at the same instant are refused again (§3): each waits up to so long more. */
  jitterMs: 500,
  /** When a 429 does not say how long. */
  unsaidWaitMs: SECOND_MS,
  leastWaitMs: 200,
  mostTries: 3,
} as const;

/** §4.1: limits of the details query. */
export const SEARCH = {
  pageSize: 100,
  chunkMs: 7 * DAY_MS,
  /** More hits than can be paged through: a stretch of several days is better halved at once. */
  mostListed: 100_000,
  /** Rows vanished from in front of the next page: so many times a page is asked for again. */
  mostRewinds: 10,
} as const;

/** §4.2: the asynchronous job. */
export const JOB = {
  pageSize: 1_000,
  /** How long the availability date is believed. */
  availabilityMs: 10 * MINUTE_MS,
  /** Waits between looks at a job; one walk looks this many times, then gives an empty page. */
  waitsMs: [500, 1_000, 1_500],
  /** A job that is not done after so many walks is given up: the query answers instead. */
  mostWalks: 200,
} as const;

/** §5: when recordings that are not there yet are asked for again. */
export const FOLLOW_UP = {
  /** A call that ended less than this ago may still get its recordings. */
  youngMs: 30 * MINUTE_MS,
  /** A live call: looked at again after so long. */
  liveMs: 2 * MINUTE_MS,
  leastMs: 15 * SECOND_MS,
  mostMs: HOUR_MS,
  /** After this nothing is expected any more. */
  giveUpMs: 2 * DAY_MS,
} as const;

/** §4.3: names of people, queues and wrap-up codes. */
export const NAMES = {
  knownMs: HOUR_MS,
  missingMs: 10 * MINUTE_MS,
  perRequest: 100,
  most: 50_000,
} as const;

/** §5.3: media. */
export const MEDIA = {
  /** Tried in this order: the first is what every browser plays and what two channels are joined from. */
  formats: ["WAV", "MP3"],
  /** "One file, both sides": preferred to the two channels. */
  wholeKey: "S",
  /** `0` is the external party, `1` the internal one; so they stand in the joined file, left and right. */
  agentKey: "1",
  customerKey: "0",
  /** How long to wait for transcoding when the answer does not say, and the bounds when it does. */
  transcodeSeconds: 5,
  transcodeBoundsSeconds: [2, 60],
  restoringSeconds: 60,
  /** An address is renewed when it ends within so long. */
  expiryMarginMs: MINUTE_MS,
  /** Tries to go on after a break; counted anew when so much has come since the last one. */
  mostResumes: 5,
  worthwhileBytes: 64 * 1024,
} as const;

/** §5.4: how far a pause may be off: the location fields of one pause differ by about 400 ms in captured data. */
export const MASK_UNCERTAIN_MS = 500;

/** §6.1: deletion is a date; this is "now". */
export const DELETE_AFTER_MS = MINUTE_MS;

/** §9.3, §9.4: live calls. */
export const LIVE = {
  /** Calls that began longer ago are not looked for. */
  reachMs: DAY_MS,
  most: 100,
  /** Clocks differ: a vendor ahead of us stamps calls in what is our future. */
  aheadMs: 10 * MINUTE_MS,
  /** One answer serves all screens for so long; a call's state too. */
  listMs: 4 * SECOND_MS,
  stateMs: 8 * SECOND_MS,
  /** State reads of one list; the calls read longest ago come first. */
  readsPerList: 20,
  /** After a pause or resume was accepted: looked at again after each of these. */
  confirmWaitsMs: [250, 500, 1_000, 1_250],
} as const;

/** Conversations and attributes kept in memory between a walk and the questions that follow it. */
export const KEPT = { conversations: 5_000, conversationMs: 30 * MINUTE_MS, attributes: 50_000 } as const;

/** §1: domains that media addresses may lie in, besides the source's `allowedMediaHosts`. */
export const MEDIA_DOMAINS: readonly string[] = [
  "mypurecloud.com",
  "mypurecloud.ie",
  "mypurecloud.com.au",
  "mypurecloud.jp",
  "mypurecloud.de",
  "pure.cloud",
  "us-gov-pure.cloud",
  "eusc-pure.cloud",
];
