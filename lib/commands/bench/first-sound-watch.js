// Runs in the page, before its own scripts: notes when the listener pressed, when the first sound came out (or came out again,
// after a jump), and when the waveform stood there. Nothing of the app is touched.
(() => {
  let pressedMs = null;
  let before = { source: "", canvases: new Set() };
  let isJump = false;
  let landedAt = null;
  let seen = { soundMs: null, waveformMs: null, wholeMs: null };

  const canvases = () => {
    const hosts = document.querySelectorAll('[data-testid="waveform"] *');
    return [...hosts].flatMap((host) => [...(host.shadowRoot?.querySelectorAll("canvas") ?? [])]);
  };
  const isNew = (audio) =>
    isJump ? landedAt !== null && !audio.seeking : audio.currentSrc !== before.source;
  const look = () => {
    if (pressedMs !== null) {
      const nowMs = performance.now();
      const audio = document.querySelector("audio");
      const from = landedAt ?? 0;
      if (
        seen.soundMs === null &&
        audio !== null &&
        isNew(audio) &&
        !audio.paused &&
        audio.currentTime > from
      ) {
        // Sound has been coming for as long as it has moved on.
        seen.soundMs = nowMs - (audio.currentTime - from) * 1_000 - pressedMs;
      }
      if (seen.waveformMs === null && canvases().some((one) => one.width > 0 && !before.canvases.has(one))) {
        seen.waveformMs = nowMs - pressedMs;
      }
      if (
        seen.wholeMs === null &&
        seen.waveformMs !== null &&
        document.querySelector('[data-testid="awaited"]') === null
      ) {
        seen.wholeMs = nowMs - pressedMs;
      }
    }
    requestAnimationFrame(look);
  };
  window.addEventListener(
    "pointerdown",
    () => {
      pressedMs ??= performance.now();
    },
    true,
  );
  window.addEventListener(
    "seeked",
    ({ target }) => {
      if (isJump && pressedMs !== null) landedAt ??= target.currentTime;
    },
    true,
  );
  requestAnimationFrame(look);
  const arm = (forJump) => {
    before = { source: document.querySelector("audio")?.currentSrc ?? "", canvases: new Set(canvases()) };
    seen = { soundMs: null, waveformMs: null, wholeMs: null };
    isJump = forJump;
    landedAt = null;
    pressedMs = null;
  };
  window.firstSound = {
    arm: () => arm(false),
    /** The next press is a jump within what plays. */
    armJump: () => arm(true),
    seen: () => seen,
    /** Where a jump came down, in seconds; null until it has. */
    landedAt: () => landedAt,
    playedSeconds: () => document.querySelector("audio")?.currentTime ?? 0,
    /** When the requests of this press were sent and answered, in ms after it. */
    steps() {
      const since = (ms) => (ms > 0 && pressedMs !== null ? ms - pressedMs : null);
      const entries = performance
        .getEntriesByType("resource")
        .filter((one) => one.startTime >= (pressedMs ?? 0));
      const first = (pattern) => entries.find((one) => pattern.test(new URL(one.name).pathname));
      const recording = first(/\/recordings\/[^/]+$/);
      // Reports of what was heard go to the same address.
      const play = entries.find(
        (one) => one.initiatorType !== "fetch" && /\/play\//.test(new URL(one.name).pathname),
      );
      const peaks = entries.findLast((one) => /\/peaks\//.test(new URL(one.name).pathname));
      return {
        recordingAskedMs: since(recording?.startTime ?? 0),
        recordingAnsweredMs: since(recording?.responseEnd ?? 0),
        playAskedMs: since(play?.startTime ?? 0),
        playFirstByteMs: since(play?.responseStart ?? 0),
        peaksAskedMs: since(peaks?.startTime ?? 0),
        peaksAnsweredMs: since(peaks?.responseEnd ?? 0),
      };
    },
  };
})();
