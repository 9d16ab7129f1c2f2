import { type Logger, pino } from "pino";
import type { LogLevel } from "./env";

/** Never written, wherever in a logged object they stand. Bodies, queries and vendor answers are not logged at all. */
const REDACTED = ["authorization", "cookie", "password", "secret", "token", "apiKey", "jwt", "clientSecret"];

/** The server's log: one JSON line per event on standard output. */
export function createLog(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[redacted]" },
  });
}
