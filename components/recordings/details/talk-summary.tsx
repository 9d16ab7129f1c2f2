import { position } from "@/components/format/time";
import type { PlacedTalk } from "@/components/player/use-scene";
import { talkNumbers } from "./talk-numbers";

/** Who spoke how much, in numbers: the strip under the waveform told in words. */
export function TalkSummary({ talk }: Readonly<{ talk: readonly PlacedTalk[] }>) {
  const numbers = talkNumbers(talk.map((one) => one.talk));
  if (!numbers) return null;
  const { shares, silenceShare, crossTalk, longestSilenceMs, holdMs, longestHoldMs } = numbers;
  return (
    <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
      {shares.map(({ name, share }) => (
        <Line key={name} name={`${name} talks`} words={percent(share)} />
      ))}
      <Line name="Silence" words={percent(silenceShare)} />
      {crossTalk ? (
        <Line
          name="Cross-talk"
          words={
            crossTalk.count === 0
              ? "None"
              : `${times(crossTalk.count)}, ${position(crossTalk.totalMs)} in all`
          }
        />
      ) : null}
      {longestSilenceMs > 0 ? <Line name="Longest silence" words={position(longestSilenceMs)} /> : null}
      {holdMs > 0 ? <Line name="On hold" words={holdWords(holdMs, longestHoldMs)} /> : null}
    </dl>
  );
}

function Line({ name, words }: Readonly<{ name: string; words: string }>) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{words}</dd>
    </>
  );
}

function holdWords(allMs: number, longestMs: number): string {
  return longestMs === allMs
    ? position(allMs)
    : `${position(allMs)}, at most ${position(longestMs)} at one time`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const times = (count: number) => (count === 1 ? "Once" : `${count} times`);
