/** `npm run bench -- peaks`: an hour of a sample call. */
import { parseArgs } from "node:util";
import { benchPeaks } from "@/lib/audio/bench/peaks";
import { longCall } from "./long-call";
import { type BenchAnswer, isInstalled, say, wholeNumber } from "./tools";

export async function benchPeaksOfSample(args: readonly string[]): Promise<BenchAnswer> {
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: { type: "string", default: "60" } },
  });
  const minutes = wholeNumber("minutes", values.minutes, 1, 600);
  const hasFfmpeg = isInstalled("ffmpeg");
  if (!hasFfmpeg)
    say(
      "ffmpeg is not installed: nothing to set the peaks beside, and no Opus. Try `apt-get install ffmpeg`.",
    );
  const { bench: _name, ...figures } = await benchPeaks(await longCall(minutes));
  return {
    boundTimesRealTime: 1_000,
    boundOpusTimesRealTime: 300,
    boundTimesFfmpeg: 2,
    beside: hasFfmpeg ? "ffmpeg" : null,
    ...figures,
  };
}
