import { getRecordings } from "@/lib/catalog/recordings";
import { type Cursor, searchRecordings } from "@/lib/catalog/search";
import { AppError } from "@/lib/domain/errors";
import type { RecordingId } from "@/lib/domain/ids";
import type { StoredRecording } from "@/lib/domain/recording";
import type { OutgoingRecording } from "@/lib/privacy/outgoing";
import { presentRecording } from "@/lib/privacy/present";
import { noted } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { textStream } from "../text-stream";
import { csvLine } from "./csv";
import { allowQuery, resolveFilter } from "./recording-query";

const BATCH = 250;

export type ExportInput = Readonly<{
  search?: string | undefined;
  ids?: readonly RecordingId[] | undefined;
  format: "csv" | "json";
}>;

/** The recordings of a search, or of a list of ids, as a stream of CSV or JSON text, masked for the caller. */
export async function exportRecordings(
  ctx: ServiceContext,
  input: ExportInput,
): Promise<ReadableStream<Uint8Array>> {
  if (input.search === undefined && input.ids === undefined) {
    throw new AppError("missing_input", "Give either a search or ids.");
  }
  if (input.search !== undefined && input.ids !== undefined) {
    throw new AppError("invalid_input", "Give either a search or ids, not both.");
  }
  const batches =
    input.ids === undefined ? await batchesOfSearch(ctx, input.search) : batchesOfIds(ctx, input.ids);
  await noted(ctx, {
    action: "recording.export",
    ...(input.search === undefined ? {} : { searchId: input.search }),
    details: { format: input.format, ...(input.ids ? { ids: input.ids } : {}) },
  });
  return textStream(input.format === "csv" ? csvOf(ctx, batches) : jsonOf(ctx, batches));
}

type Batches = AsyncGenerator<readonly StoredRecording[], void, undefined>;

async function batchesOfSearch(ctx: ServiceContext, searchId: string | undefined): Promise<Batches> {
  // Refused before the first byte: a stream can't turn into a 403.
  const query = await allowQuery(ctx, await resolveFilter(ctx, searchId, {}));
  return (async function* () {
    let after: Cursor | null = null;
    do {
      const page: Awaited<ReturnType<typeof searchRecordings>> = await searchRecordings(
        ctx.scope,
        ctx.catalog.db,
        {
          ...query,
          page: { limit: BATCH, offset: 0, after },
        },
      );
      yield page.recordings;
      after = page.next;
    } while (after !== null && !ctx.signal.aborted);
  })();
}

async function* batchesOfIds(ctx: ServiceContext, ids: readonly RecordingId[]): Batches {
  for (let index = 0; index < ids.length; index += BATCH) {
    yield await getRecordings(ctx.scope, ctx.catalog.db, ids.slice(index, index + BATCH));
  }
}

async function present(ctx: ServiceContext, batch: readonly StoredRecording[]): Promise<OutgoingRecording[]> {
  const viewer = await loadViewer(
    ctx,
    batch.map((recording) => recording.sourceId),
  );
  return batch.map((recording) =>
    presentRecording(recording, viewer, {
      labels: true,
      allowReveal: false,
    }),
  );
}

const COLUMNS = [
  "id",
  "source",
  "startTime",
  "stopTime",
  "callType",
  "callerPhoneNumber",
  "dialedPhoneNumber",
  "agents",
  "durationMs",
  "labels",
  "masks",
  "protected",
  "screenRecording",
] as const;

async function* csvOf(ctx: ServiceContext, batches: Batches): AsyncGenerator<string, void, undefined> {
  // The mark tells spreadsheets that the text is UTF-8.
  yield `\ufeff${csvLine(COLUMNS)}`;
  for await (const batch of batches) {
    const rows = await present(ctx, batch);
    if (rows.length > 0) yield rows.map(csvRow).join("");
  }
}

function csvRow(recording: OutgoingRecording): string {
  const agents = new Set(
    recording.eventHistory.flatMap((event) =>
      event.contact?.type === "User" ? [personName(event.contact)] : [],
    ),
  );
  const durations = recording.mediaFiles.map((file) => Number(file.duration ?? 0));
  return csvLine([
    recording.id,
    recording.source,
    recording.startTime,
    recording.stopTime,
    recording.callType,
    recording.callerPhoneNumber,
    recording.dialedPhoneNumber,
    [...agents].filter((name) => name !== "").join("; "),
    durations.reduce((sum, length) => sum + length, 0),
    (recording.labels ?? []).map((label) => label.name).join("; "),
    recording.mediaFiles.reduce((sum, file) => sum + file.maskedSpans.length, 0),
    recording.nonDelete ? "yes" : "no",
    recording.screenRecording ? "yes" : "no",
  ]);
}

function personName(contact: Readonly<{ firstName?: string; lastName?: string; userName?: string }>): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  return name === "" ? (contact.userName ?? "") : name;
}

async function* jsonOf(ctx: ServiceContext, batches: Batches): AsyncGenerator<string, void, undefined> {
  yield '{"statusCode":0,"recordings":[';
  let isFirst = true;
  for await (const batch of batches) {
    for (const row of await present(ctx, batch)) {
      yield `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
      isFirst = false;
    }
  }
  yield "\n]}\n";
}
