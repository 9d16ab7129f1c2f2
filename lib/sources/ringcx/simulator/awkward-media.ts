/** Awkward cases about recordings: 9 to 12 of fact sheet §11. */
import type { AwkwardCase, SegmentDraft } from "./awkward-draft";
import type { Segment } from "./model";
import type { WireRow } from "./wire";

const NOBODY = { agentId: null, rcUserId: null, agentGroupId: null, agentDisposition: undefined } as const;
const IVR: SegmentDraft = { ...NOBODY, segmentType: "IVR", seconds: 20, edges: [] };

const oneSegment = (number: number, what: string, segment: SegmentDraft): AwkwardCase => ({
  number,
  what,
  draft: { segments: [segment] },
});

const odd = (what: string, oddity: NonNullable<Segment["oddity"]>, number = 10): AwkwardCase =>
  oneSegment(number, what, { oddity });

/** Rewrites the events of a row. */
const withEvents = (change: (events: readonly WireRow[]) => unknown) => (row: WireRow) => ({
  ...row,
  segmentEvents: change(Array.isArray(row.segmentEvents) ? row.segmentEvents : []),
});

export const MEDIA_CASES: readonly AwkwardCase[] = [
  {
    number: 9,
    what: "one agent's segment is recorded, the next one's is not",
    draft: { segments: [{ seconds: 70 }, { seconds: 50, edges: [] }] },
  },
  {
    number: 9,
    what: "the menu claims a recording that there is not, the agent's segment has one",
    draft: { segments: [{ ...IVR, flagAlways: true }, { seconds: 80 }] },
  },
  {
    number: 9,
    what: "a bot, the menu, then three agents one after another",
    draft: {
      segments: [
        { ...IVR, segmentType: "BOT", seconds: 31 },
        IVR,
        { seconds: 40 },
        { seconds: 35 },
        { seconds: 50 },
      ],
    },
  },
  {
    number: 9,
    what: "a conference: two agents on at once, both recorded",
    draft: { segments: [{ seconds: 120 }, { seconds: 60, gapSeconds: -60 }] },
  },
  {
    number: 9,
    what: "a digital row of a voice dialog's number, with nulls",
    draft: {
      channelType: "SMS",
      channelClass: "DIGITAL",
      interactionId: null,
      from: "+12025550163",
      to: "+18005550199",
      segments: [
        {
          edges: [],
          systemDisposition: null,
          patch: (row) => ({ ...row, segmentEvents: null, agentNotes: null }),
        },
      ],
    },
  },

  odd("hasRecording is true, and the download stays 404", "missing"),
  odd("200 with not a byte", "empty"),
  odd("200 with JSON in audio/wav", "json"),
  odd("200 with HTML in audio/wav", "html"),

  odd("MP3 whoever asks", "mp3", 11),
  oneSegment(11, "stereo, RIFF size right", { channels: 2 }),
  oneSegment(11, "mono", { channels: 1 }),
  oneSegment(11, "stereo, RIFF size 0", { channels: 2, riffSize: "zero" }),
  oneSegment(11, "mono, RIFF size 0xFFFFFFFF", { channels: 1, riffSize: "max" }),
  oneSegment(11, "three pauses, the file half as long as the segment", {
    seconds: 120,
    edges: [0, 20_250, 40_500, 60_001, 70_003, 85_007, 110_009, 120_000],
  }),
  oneSegment(11, "recorded from its 25th second on, ended before the segment did", {
    edges: [25_400, 80_125],
  }),
  oneSegment(11, "the last REC_STOP is missing", {
    edges: [0, 30_000, 45_000, 90_000],
    patch: withEvents((events) => events.slice(0, -1)),
  }),
  oneSegment(11, "events out of order", {
    edges: [0, 30_000, 45_000, 90_000],
    patch: withEvents((events) => [...events].reverse()),
  }),
  oneSegment(11, "a recording without any events", { patch: withEvents(() => null) }),

  odd("the connection dies at 80 %, every time", "drops", 12),
];
