import type { Logger } from "pino";
import { appendAudit } from "@/lib/catalog/audit";
import type { Catalog } from "@/lib/catalog/client";
import type { RecordingId } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";

/** One `play.opened` row covers a listener and a file for this long; its ranges are only counted. */
const LISTENING_MS = 10 * 60_000;
/** With the 5 s after which an answer reports what it has sent: in the log at most 10 s later (model.md "Audit"). */
const FLUSH_MS = 4_000;

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
  /** Writes `play.opened` when this listener has not opened this file lately. Resolves once the row is committed. */
  opened(listener: Listener): Promise<void>;
  /** Counts a span of bytes that has left, half-open. */
  sent(listener: Listener, span: Readonly<{ fromByte: number; toByte: number }>): void;
  /** Adds what the player says was heard, in ms. */
  heard(listener: Listener, heardMs: number): void;
  /** Writes everything not yet written. */
  flush(): Promise<void>;
  close(): Promise<void>;
}>;

type Session = {
  listener: Listener;
  openedAtMs: number;
  opening: Promise<unknown>;
  spans: { fromByte: number; toByte: number }[];
  heardMs: number;
};

export function createListening(
  parts: Readonly<{ catalog: Catalog; log: Logger; now: () => number }>,
): Listening {
  const sessions = new Map<string, Session>();
  const keyOf = (listener: Listener) => `${listener.userId}\n${listener.mediaKey}\n${listener.address}`;

  const append = (listener: Listener, action: string, details: Record<string, unknown>) =>
    appendAudit(parts.catalog.db, {
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

  async function flush(): Promise<void> {
    for (const [key, session] of sessions) {
      const { spans, heardMs } = session;
      session.spans = [];
      session.heardMs = 0;
      if (spans.length > 0) await append(session.listener, "play.sent", { bytes: joinSpans(spans) });
      if (heardMs > 0)
        await append(session.listener, "play.heard", { seconds: Math.round(heardMs / 100) / 10 });
      if (parts.now() - session.openedAtMs > LISTENING_MS && session.spans.length === 0) sessions.delete(key);
    }
  }

  const timer = setInterval(() => {
    flush().catch((error: unknown) => parts.log.error({ err: error }, "listening could not be logged"));
  }, FLUSH_MS);
  timer.unref();

  async function opened(listener: Listener): Promise<void> {
    const key = keyOf(listener);
    const known = sessions.get(key);
    if (known && parts.now() - known.openedAtMs <= LISTENING_MS) {
      await known.opening;
      return;
    }
    const session: Session = {
      listener,
      openedAtMs: parts.now(),
      opening: append(listener, "play.opened", {}),
      spans: known?.spans ?? [],
      heardMs: known?.heardMs ?? 0,
    };
    sessions.set(key, session);
    try {
      await session.opening;
    } catch (error) {
      sessions.delete(key);
      throw error;
    }
  }

  return {
    opened,
    sent(listener, span) {
      if (span.toByte > span.fromByte) sessions.get(keyOf(listener))?.spans.push({ ...span });
    },
    heard(listener, heardMs) {
      const session = sessions.get(keyOf(listener));
      if (session) session.heardMs += heardMs;
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** Overlapping and touching spans as one, in order, each `[from, to)`. */
export function joinSpans(
  spans: readonly Readonly<{ fromByte: number; toByte: number }>[],
): [number, number][] {
  const joined: [number, number][] = [];
  for (const span of [...spans].sort((left, right) => left.fromByte - right.fromByte)) {
    const last = joined.at(-1);
    if (last && span.fromByte <= last[1]) last[1] = Math.max(last[1], span.toByte);
    else joined.push([span.fromByte, span.toByte]);
  }
  return joined;
}
