/** Awkward cases about media files: 2, 3, 7, 8, 10, 17 and 18 of the fact sheet's list. */
import { silentFrames, vendorPagePlan } from "@/lib/samples/audio-plan";
import { agentNamed } from "@/lib/samples/directory";
import { type AwkwardCase, type Draft, done, draftCall, fileCase, plainCase } from "./awkward-draft";
import { CANARIES } from "./canaries";
import { mediaUuid } from "./document-parts";
import { maskTime, type WireMask } from "./wire";

const paused = (startMs: number, atMs: number): WireMask => ({
  time: maskTime(startMs + atMs),
  type: "paused",
});
const resume = (startMs: number, atMs: number): WireMask => ({
  time: maskTime(startMs + atMs),
  type: "resume",
});

/** A call whose masks are given in milliseconds of the file, and silent where they mean it. */
function maskCase(
  what: string,
  silent: readonly (readonly [startMs: number, endMs: number])[],
  masks: (startMs: number) => WireMask[],
): AwkwardCase {
  const draft: Draft = {
    seconds: 120,
    files: [{ silent: silent.map(([from, to]) => silentFrames(from, to)) }],
  };
  return fileCase(3, what, (file, { startMs }) => Object.assign(file, { masks: masks(startMs) }), draft);
}

const playPathCase = (what: string, path: (own: string, id: string) => string | undefined): AwkwardCase =>
  fileCase(8, what, (file, { id }) => {
    const path_ = path(file.playPath ?? "", id);
    if (path_ === undefined) delete file.playPath;
    else file.playPath = path_;
  });

export const MEDIA_CASES: readonly AwkwardCase[] = [
  fileCase(
    2,
    "duration 33100 although stop - start is 32 s, with the page's pause",
    (file, { startMs }) => {
      Object.assign(file, { duration: "33100", masks: [paused(startMs, 24_034), resume(startMs, 26_098)] });
    },
    { seconds: 32, callType: "Internal", files: [{ plan: vendorPagePlan(1377) }] },
  ),
  fileCase(2, "duration is an empty text", (file) => Object.assign(file, { duration: "" })),
  fileCase(2, "duration is missing", (file) => {
    delete file.duration;
  }),
  fileCase(2, "duration is 0", (file) => Object.assign(file, { duration: "0" })),
  fileCase(2, "duration and size are numbers", (file) =>
    Object.assign(file, { duration: Number(file.duration), size: Number(file.size) }),
  ),

  maskCase("paused and never resumed", [[60_000, 120_500]], (at) => [paused(at, 60_000)]),
  maskCase("resumed and never paused", [[0, 20_000]], (at) => [resume(at, 20_000)]),
  maskCase(
    "unsorted, with doubles",
    [
      [10_000, 20_000],
      [50_000, 65_500],
    ],
    (at) => [
      resume(at, 65_500),
      paused(at, 10_000),
      paused(at, 50_000),
      resume(at, 20_000),
      paused(at, 10_000),
      resume(at, 20_000),
    ],
  ),
  maskCase("outside the file, before and behind", [[0, 4000]], (at) => [
    paused(at, -8000),
    resume(at, 4000),
    paused(at, 400_000),
    resume(at, 410_000),
  ]),
  maskCase("resumed instead of resume", [[30_000, 41_250]], (at) => [
    paused(at, 30_000),
    { ...resume(at, 41_250), type: "resumed" },
  ]),
  maskCase("an odd count", [[30_000, 35_000]], (at) => [
    paused(at, 30_000),
    resume(at, 35_000),
    resume(at, 47_000),
  ]),

  plainCase(7, "three files of three sites, groups and partitions, the last one encrypted", {
    seconds: 180,
    screen: true,
    files: [
      { seconds: 60, agent: agentNamed("akovacs"), partitions: [] },
      {
        startOffsetS: 62,
        seconds: 50,
        agent: agentNamed("gpatel"),
        callUuid: "00MT035FS4APRCEK4SL131TAES0AW702",
        partitions: ["/support"],
      },
      {
        startOffsetS: 114,
        seconds: 66,
        agent: agentNamed("aivanova"),
        callUuid: "00PHK76MF0A2LDLR4SL131TAES0AW703",
        partitions: ["/sales", "/support"],
        encrypted: true,
      },
    ],
  }),
  plainCase(7, "one file open to everybody below the root, one without any group", {
    seconds: 80,
    files: [
      { seconds: 40, accessgroups: ["/"] },
      { startOffsetS: 40, seconds: 40, accessgroups: [], callUuid: "00MT035FS4APRCEK4SL131TAES0AW704" },
    ],
  }),
  plainCase(7, "groups that only look alike: /SalesOps is not below /Sales", {
    files: [{ agent: agentNamed("efox"), accessgroups: ["/SalesOps", "/Company A/Team 1"] }],
  }),

  plainCase(8, "metadata without any media file", { files: [] }),
  {
    number: 8,
    what: "no mediaFiles at all",
    build: (context) => {
      const drafted = draftCall(context, { files: [] });
      delete drafted.recording.mediaFiles;
      return done(drafted);
    },
  },
  playPathCase("playPath is missing", () => undefined),
  playPathCase("playPath is absolute", (own) => `http://htcc1.${CANARIES.mediaHost}/api/v2${own}`),
  playPathCase("playPath names another host without a scheme", (own) => `//${CANARIES.mediaHost}${own}`),
  playPathCase("playPath points at another recording", (own, id) => own.replace(id, `${id.slice(0, -1)}Z`)),
  playPathCase("playPath climbs out", (_, id) => `/recordings/${id}/play/../../../settings/recording.mp3`),

  plainCase(10, "encrypted: 403 without the decrypt privilege", { files: [{ encrypted: true }] }),

  plainCase(17, "protected from deletion", { nonDelete: true, screen: true }),
  plainCase(17, "two files and a screen recording to be deleted together", {
    seconds: 100,
    screen: true,
    files: [{ seconds: 50 }, { startOffsetS: 50, seconds: 50, callUuid: "00MT035FS4APRCEK4SL131TAES0AW172" }],
  }),
  plainCase(17, "an ordinary call to be deleted", {}),

  {
    number: 18,
    what: "its certificate is gone: decrypting always fails",
    build: (context) =>
      done(draftCall(context, { files: [{ encrypted: true }] }), {
        undecryptable: [mediaUuid(context.id, 0)],
      }),
  },
];
