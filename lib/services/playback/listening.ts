import type { Logger } from "pino";
import type { ByteSpan } from "@/lib/audio/serve-audio";
import { type AuditEntry, appendAudit, appendAuditRows } from "@/lib/catalog/audit";
import type { Catalog } from "@/lib/catalog/client";
import { chunks } from "@/lib/catalog/values";
import type { RecordingId } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";

/** One `play.opened` row covers a listener and a file for this long; its ranges are only counted. */
const LISTENING_MS = 10 * 60_000;
/** With the 5 s after which an answer reports what it has sent: in the log at most 10 s later (model.md "Audit"). */
const FLUSH_MS = 4_000;
/** Listeners logged by one statement: few enough that nobody's request waits long behind it. */
const ROWS_AT_ONCE = 50;
const NOT_OPENED = Number.NEGATIVE_INFINITY;

export type Listener = Readonly<{
  userId: string;
  userEmail: string;
  role: Role;
  address: string;
  recordingId: RecordingId;
  mediaKey: string;
  /** What the log says besides. */
  audit?: Readonly<Record<string, unknown>>;
}>;

/** Who is listening to what: keeps the audit log's `play.*` rows. */
export type Listening = Readonly<{
  /**
   * Writes `play.opened` when this listener has not opened this file lately. Resolves once the row is committed: true when
   * it is theirs, false when they listen already.
   */
  opened(listener: Listener): Promise<boolean>;
  /** Counts a span of bytes that has left, half-open. */
  sent(listener: Listener, span: ByteSpan): void;
  /** Adds what the player says was heard, in ms. */
  heard(listener: Listener, heardMs: number): void;
  /** Writes everything not yet written. */
  flush(): Promise<void>;
  /** How many are known to listen: those who opened a file within ten minutes. */
  stats(): Readonly<{ listeners: number }>;
  close(): Promise<void>;
}>;

type Session = {
  listener: Listener;
  openedAtMs: number;
  opening: Promise<unknown>;
  spans: ByteSpan[];
  heardMs: number;
};

/** What is about to be logged of one listener. */
type Taken = Readonly<{ listener: Listener; spans: readonly ByteSpan[]; heardMs: number }>;

export function createListening(
  parts: Readonly<{ catalog: Catalog; log: Logger; now: () => number }>,
): Listening {
  const sessions = new Map<string, Session>();
  const keyOf = (listener: Listener) => `${listener.userId}\n${listener.mediaKey}\n${listener.address}`;

  const entry = (listener: Listener, action: string, details: Record<string, unknown>): AuditEntry => ({
    timeMs: parts.now(),
    userId: listener.userId,
    userEmail: listener.userEmail,
    role: listener.role,
    address: listener.address,
    action,
    phase: "noted",
    recordingId: listener.recordingId,
    searchId: null,
    details: { ...listener.audit, mediaKey: listener.mediaKey, ...details },
    reason: null,
    result: "done",
  });

  /** One who is still being sent an answer that began long ago is known no more, and counted all the same. */
  function sessionOf(listener: Listener): Session {
    const key = keyOf(listener);
    const known = sessions.get(key);
    if (known) return known;
    const session: Session = {
      listener,
      openedAtMs: NOT_OPENED,
      opening: Promise.resolve(),
      spans: [],
      heardMs: 0,
    };
    sessions.set(key, session);
    return session;
  }

  /** Takes what is to be logged out of the sessions, and forgets those that are over. */
  function take(): Taken[] {
    const taken: Taken[] = [];
    for (const [key, session] of sessions) {
      const { listener, spans, heardMs } = session;
      if (spans.length > 0 || heardMs > 0) taken.push({ listener, spans, heardMs });
      session.spans = [];
      session.heardMs = 0;
      if (parts.now() - session.openedAtMs > LISTENING_MS) sessions.delete(key);
    }
    return taken;
  }

  async function flush(): Promise<void> {
    const waiting = chunks(take(), ROWS_AT_ONCE);
    try {
      while (waiting[0]) {
        await appendAuditRows(parts.catalog.db, waiting[0].flatMap(rowsOf));
        waiting.shift();
      }
    } catch (error) {
      // What could not be logged is logged by the next turn.
      for (const { listener, spans, heardMs } of waiting.flat()) {
        const session = sessionOf(listener);
        session.spans = [...spans, ...session.spans];
        session.heardMs += heardMs;
      }
      throw error;
    }
  }

  const rowsOf = ({ listener, spans, heardMs }: Taken): AuditEntry[] => [
    ...(spans.length > 0 ? [entry(listener, "play.sent", { bytes: joinSpans(spans) })] : []),
    ...(heardMs > 0 ? [entry(listener, "play.heard", { seconds: Math.round(heardMs / 100) / 10 })] : []),
  ];

  const timer = setInterval(() => {
    flush().catch((error: unknown) => parts.log.error({ err: error }, "listening could not be logged"));
  }, FLUSH_MS);
  timer.unref();

  async function opened(listener: Listener): Promise<boolean> {
    const key = keyOf(listener);
    const known = sessions.get(key);
    if (known && parts.now() - known.openedAtMs <= LISTENING_MS) {
      await known.opening;
      return false;
    }
    const session: Session = {
      listener,
      openedAtMs: parts.now(),
      opening: appendAudit(parts.catalog.db, entry(listener, "play.opened", {})),
      spans: known?.spans ?? [],
      heardMs: known?.heardMs ?? 0,
    };
    sessions.set(key, session);
    try {
      await session.opening;
      return true;
    } catch (error) {
      // The next request tries again; what was sent before is still to be logged.
      session.openedAtMs = NOT_OPENED;
      session.opening = Promise.resolve();
      throw error;
    }
  }

  return {
    opened,
    sent(listener, span) {
      if (span.toByte > span.fromByte) sessionOf(listener).spans.push({ ...span });
    },
    heard(listener, heardMs) {
      sessionOf(listener).heardMs += heardMs;
    },
    flush,
    stats: () => ({ listeners: sessions.size }),
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Overlapping and touching spans as one, in order, each `[from, to)`. */
export function joinSpans(spans: readonly ByteSpan[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const span of [...spans].sort((left, right) => left.fromByte - right.fromByte)) {
    const last = joined.at(-1);
    if (last && span.fromByte <= last[1]) last[1] = Math.max(last[1], span.toByte);
    else joined.push([span.fromByte, span.toByte]);
  }
  return joined;
}
