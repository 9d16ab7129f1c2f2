// Runs in the page, before its own scripts: notes when the listener pressed, when the first sound came out, and when
// the waveform stood there. Nothing of the app is touched.
(() => {
  let pressedMs = null;
  let before = { source: "", canvases: new Set() };
  let seen = { soundMs: null, waveformMs: null };

  const canvases = () => {
    const hosts = document.querySelectorAll('[data-testid="waveform"] *');
    return [...hosts].flatMap((host) => [...(host.shadowRoot?.querySelectorAll("canvas") ?? [])]);
  };
  const look = () => {
    if (pressedMs !== null) {
      const nowMs = performance.now();
      const audio = document.querySelector("audio");
      const isNew = audio !== null && audio.currentSrc !== before.source;
      if (seen.soundMs === null && isNew && !audio.paused && audio.currentTime > 0) {
        // Sound has been coming for as long as it has moved on.
        seen.soundMs = nowMs - audio.currentTime * 1_000 - pressedMs;
      }
      if (seen.waveformMs === null && canvases().some((one) => one.width > 0 && !before.canvases.has(one))) {
        seen.waveformMs = nowMs - pressedMs;
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
  requestAnimationFrame(look);
  window.firstSound = {
    arm() {
      before = { source: document.querySelector("audio")?.currentSrc ?? "", canvases: new Set(canvases()) };
      seen = { soundMs: null, waveformMs: null };
      pressedMs = null;
    },
    seen: () => seen,
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
