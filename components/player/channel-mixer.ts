/** Two volumes, 0 to 1: of the sides where people set them (agent, customer), of the file's channels in the mixer. */
export type Gains = readonly [first: number, second: number];

export type ChannelMixer = Readonly<{
  set: (gains: Gains, channels: number) => void;
  resume: () => void;
  close: () => void;
}>;

/**
 * Takes the sound of an element through one volume per channel. An element can never leave again what it was once led
 * through, so nothing is led anywhere before the browser lets it sound: rejects where it does not.
 */
export async function createChannelMixer(element: HTMLAudioElement): Promise<ChannelMixer> {
  const context = new AudioContext();
  try {
    await resumed(context);
  } catch (error) {
    void context.close();
    throw error;
  }
  const source = context.createMediaElementSource(element);
  const splitter = context.createChannelSplitter(2);
  const merger = context.createChannelMerger(2);
  const lanes = [context.createGain(), context.createGain()] as const;
  for (const [index, lane] of lanes.entries()) splitter.connect(lane, index).connect(merger, 0, index);
  const whole = context.createGain();
  merger.connect(context.destination);
  whole.connect(context.destination);
  let connected: AudioNode | null = null;
  const lead = (to: AudioNode) => {
    if (connected === to) return;
    source.disconnect();
    source.connect(to);
    connected = to;
  };
  return {
    set([first, second], channels) {
      // One channel has no sides: the splitter would give it to the left ear alone.
      lead(channels > 1 ? splitter : whole);
      glide(lanes[0].gain, first, context.currentTime);
      glide(lanes[1].gain, second, context.currentTime);
    },
    resume() {
      if (context.state === "suspended") void context.resume();
    },
    close() {
      source.disconnect();
      void context.close();
    },
  };
}

const GLIDE_SECONDS = 0.015;
/** Without a gesture of the person a browser leaves it waiting for ever. */
const LONGEST_RESUME_MS = 1_500;

/** A volume that jumps is heard as a click. */
function glide(gain: AudioParam, value: number, nowSeconds: number): void {
  gain.setTargetAtTime(value, nowSeconds, GLIDE_SECONDS);
}

async function resumed(context: AudioContext): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LONGEST_RESUME_MS);
  });
  await Promise.race([context.resume(), late]);
  clearTimeout(timer);
  if (context.state !== "running") throw new Error("The browser does not let this page mix sound.");
}
