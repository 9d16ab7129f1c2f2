/** `npm run bench -- media`: many listeners on one address of a running server, each asking range after range. */
import http from "node:http";

export type MediaTarget = Readonly<{
  url: string;
  headers: Readonly<Record<string, string>>;
  sizeBytes: number;
}>;
export type MediaLoad = Readonly<{
  listeners: number;
  seconds: number;
  /** One range per listener and second. 40,000 bytes are 10 s of a call at 32 kbit/s. */
  rangeBytes: number;
}>;
export type MediaBench = Readonly<{
  answers: number;
  /** Answers that were not the range asked for. */
  wrong: number;
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
  bytesPerSecond: number;
}>;

type Answer = Readonly<{ ms: number; sizeBytes: number; right: boolean }>;

function ask(
  target: MediaTarget,
  agent: http.Agent,
  range: readonly [number, number] | null,
): Promise<Answer> {
  const headers =
    range === null ? target.headers : { ...target.headers, range: `bytes=${range[0]}-${range[1]}` };
  const wanted = range === null ? target.sizeBytes : range[1] - range[0] + 1;
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.get(target.url, { agent, headers }, (response) => {
      let sizeBytes = 0;
      response.on("data", (chunk: Buffer) => {
        sizeBytes += chunk.length;
      });
      response.on("error", reject);
      response.on("end", () => {
        const right = response.statusCode === (range === null ? 200 : 206) && sizeBytes === wanted;
        resolve({ ms: performance.now() - startMs, sizeBytes, right });
      });
    });
    request.on("error", reject);
  });
}

/** `listeners` at a time, each at its own pace and its own place in the file; the targets are shared out among them. */
export async function benchListeners(targets: readonly MediaTarget[], load: MediaLoad): Promise<MediaBench> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.listeners });
  const answers: Answer[] = [];
  const startMs = performance.now();
  const endMs = startMs + load.seconds * 1000;
  const listen = async (index: number) => {
    const target = targets[index % targets.length];
    if (!target) throw new Error("there is nothing to listen to");
    const lastRange = Math.max(1, target.sizeBytes - load.rangeBytes);
    await new Promise((resolve) => setTimeout(resolve, (index * 1000) / load.listeners));
    for (let round = 0; performance.now() < endMs; round += 1) {
      const askedMs = performance.now();
      const first = (index * 7_919 + round * load.rangeBytes) % lastRange;
      answers.push(
        await ask(target, agent, [first, Math.min(first + load.rangeBytes, target.sizeBytes) - 1]),
      );
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 - (performance.now() - askedMs))));
    }
  };
  try {
    await Promise.all(Array.from({ length: load.listeners }, (_, index) => listen(index)));
  } finally {
    agent.destroy();
  }
  return summary(answers, performance.now() - startMs);
}

/** The whole file, `times` times one after the other: bytes per second, to set beside another server on the same file. */
export async function benchThroughput(target: MediaTarget, times: number): Promise<MediaBench> {
  const agent = new http.Agent({ keepAlive: true });
  const answers: Answer[] = [];
  const startMs = performance.now();
  try {
    for (let time = 0; time < times; time += 1) answers.push(await ask(target, agent, null));
  } finally {
    agent.destroy();
  }
  return summary(answers, performance.now() - startMs);
}

function summary(answers: readonly Answer[], tookMs: number): MediaBench {
  const sorted = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const sizeBytes = answers.reduce((sum, answer) => sum + answer.sizeBytes, 0);
  return {
    answers: answers.length,
    wrong: answers.filter(({ right }) => !right).length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    maxMs: at(1),
    bytesPerSecond: (sizeBytes * 1000) / tookMs,
  };
}
