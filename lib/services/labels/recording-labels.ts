import { ensureLabelDefinition } from "@/lib/catalog/label-definitions";
import { addLabel, getLabel, removeLabel, updateLabel } from "@/lib/catalog/labels";
import { AppError, recordingNotFound } from "@/lib/domain/errors";
import { wallOffsetMs } from "@/lib/domain/file-clock";
import type { RecordingId } from "@/lib/domain/ids";
import {
  COMMENT_LABEL,
  CommentContentSchema,
  checkLabelName,
  isReserved,
  SCREEN_RECORDING_LABEL,
} from "@/lib/domain/labels";
import type { Label, StoredRecording } from "@/lib/domain/recording";
import { formatMaskTime } from "@/lib/domain/time";
import type { OutgoingLabel } from "@/lib/privacy/outgoing";
import { presentLabel, presentRecording } from "@/lib/privacy/present";
import { type RecordingSource, SourceError } from "@/lib/sources/source";
import { audited } from "../audited";
import type { ServiceContext } from "../context";
import { loadViewer } from "../privacy/load-viewer";
import { realId } from "../recordings/real-id";
import { currentRecording, sourceOf, visibleRecording } from "../recordings/visible-recording";

const CHANGE_TIMEOUT_MS = 30_000;

export type LabelInput = Readonly<{ name: string; content?: Readonly<Record<string, unknown>> | undefined }>;

/** All labels of a recording, the derived one of screen recordings included. */
export async function listRecordingLabels(
  ctx: ServiceContext,
  asked: RecordingId,
): Promise<readonly OutgoingLabel[]> {
  const id = await realId(ctx, asked);
  const recording = await currentRecording(ctx, id);
  const viewer = await loadViewer(ctx, [recording.sourceId]);
  const outgoing = presentRecording(recording, viewer, {
    labels: true,
    allowReveal: true,
  });
  return outgoing.labels ?? [];
}

/** One label of a recording; not_found when the recording has no such label. */
export async function getRecordingLabel(
  ctx: ServiceContext,
  id: RecordingId,
  labelId: string,
): Promise<OutgoingLabel> {
  const label = (await listRecordingLabels(ctx, id)).find((candidate) => candidate.id === labelId);
  if (!label) throw recordingNotFound();
  return label;
}

/** Adds a label: written through to a vendor that can hold it, kept here otherwise. */
export async function addRecordingLabel(
  ctx: ServiceContext,
  asked: RecordingId,
  input: LabelInput,
): Promise<OutgoingLabel> {
  const id = await realId(ctx, asked);
  if (isReserved(input.name)) throw new AppError("forbidden", "Names that begin with __ are reserved.");
  const refusal = checkLabelName(input.name);
  if (refusal) throw new AppError("invalid_input", refusal);
  const recording = await visibleRecording(ctx, id);
  const content =
    input.name === COMMENT_LABEL ? commentContent(recording, input.content) : (input.content ?? null);
  if (input.name === COMMENT_LABEL) checkReply(recording, content);
  const source = sourceOf(ctx, recording);
  const definition = await ensureLabelDefinition(ctx.catalog.db, input.name);

  const label = await audited(
    ctx,
    { action: "label.add", recordingId: id, details: { label: definition.name } },
    async () => {
      const atVendor = await addAtVendor(source, recording.vendorId, {
        name: definition.name,
        content: content === null ? null : { ...content },
      });
      return addLabel(ctx.scope, ctx.catalog.db, id, {
        vendorLabelId: atVendor?.vendorLabelId ?? null,
        name: definition.name,
        content,
        createdByUserId: ctx.actor.userId,
        createUser: ctx.actor.name,
        createTimeMs: ctx.now(),
        kept: atVendor ? "vendor" : "earmark",
      });
    },
  ).finally(() => ctx.readThrough.forget(id));
  return outgoing(ctx, recording, label);
}

/** Null = this vendor, or this server of it, can't hold such a label: it is kept here. */
async function addAtVendor(
  source: RecordingSource,
  vendorId: string,
  label: Readonly<{ name: string; content: Record<string, unknown> | null }>,
): Promise<{ vendorLabelId: string } | null> {
  const { labels } = source;
  if (!labels.supported || labels.refuses(label.name, label.content) !== null) return null;
  try {
    return await labels.add(vendorId, label, AbortSignal.timeout(CHANGE_TIMEOUT_MS));
  } catch (error) {
    if (error instanceof SourceError && error.kind === "unsupported") return null;
    throw error;
  }
}

/** Replaces a label's content. Own ones for supervisors, any for administrators. */
export async function updateRecordingLabel(
  ctx: ServiceContext,
  asked: RecordingId,
  labelId: string,
  content: Readonly<Record<string, unknown>>,
): Promise<OutgoingLabel> {
  const id = await realId(ctx, asked);
  const { recording, label } = await ownLabel(ctx, id, labelId);
  const checked =
    label.name === COMMENT_LABEL ? staysInThread(label, commentContent(recording, content)) : content;
  await audited(
    ctx,
    { action: "label.change", recordingId: id, details: { label: label.name } },
    async () => {
      const { labels } = sourceOf(ctx, recording);
      // What a vendor of names alone can't hold stays with us, beside its name.
      if (labels.supported && label.vendorLabelId !== null && labels.refuses(label.name, checked) === null) {
        await labels.update(
          recording.vendorId,
          label.vendorLabelId,
          { ...checked },
          AbortSignal.timeout(CHANGE_TIMEOUT_MS),
        );
      }
      await updateLabel(ctx.scope, ctx.catalog.db, id, labelId, checked);
    },
  ).finally(() => ctx.readThrough.forget(id));
  return outgoing(ctx, recording, { ...label, content: checked });
}

/** Takes a label off a recording. Own ones for supervisors, any for administrators. */
export async function removeRecordingLabel(
  ctx: ServiceContext,
  asked: RecordingId,
  labelId: string,
): Promise<void> {
  const id = await realId(ctx, asked);
  const { recording, label } = await ownLabel(ctx, id, labelId);
  await audited(
    ctx,
    { action: "label.remove", recordingId: id, details: { label: label.name } },
    async () => {
      const { labels } = sourceOf(ctx, recording);
      if (labels.supported && label.vendorLabelId !== null) {
        await labels.remove(recording.vendorId, label.vendorLabelId, AbortSignal.timeout(CHANGE_TIMEOUT_MS));
      }
      await removeLabel(ctx.scope, ctx.catalog.db, id, labelId);
    },
  ).finally(() => ctx.readThrough.forget(id));
}

/** The label, when it exists and the caller may change it. */
async function ownLabel(
  ctx: ServiceContext,
  id: RecordingId,
  labelId: string,
): Promise<{ recording: StoredRecording; label: Label }> {
  const recording = await visibleRecording(ctx, id);
  if (labelId === SCREEN_RECORDING_LABEL)
    throw new AppError("forbidden", "Reserved labels can't be changed.");
  const label = await getLabel(ctx.scope, ctx.catalog.db, id, labelId);
  if (!label) throw recordingNotFound();
  if (label.reserved) throw new AppError("forbidden", "Reserved labels can't be changed.");
  const isOwn = label.createdByUserId === ctx.actor.userId;
  if (ctx.actor.role !== "administrator" && !isOwn) {
    throw new AppError("forbidden_role", "Only administrators may change labels that somebody else set.");
  }
  return { recording, label };
}

/** A comment's content, its position checked against the files that the caller may see, its wall-clock time filled in. */
function commentContent(
  recording: StoredRecording,
  raw: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> {
  const parsed = CommentContentSchema.safeParse(raw ?? {});
  if (!parsed.success) {
    throw new AppError(
      "invalid_input",
      "A comment needs a text, and a position as mediaKey and startMs in milliseconds.",
    );
  }
  const content = parsed.data;
  if (content.mediaKey === undefined) return content;
  const file = recording.mediaFiles.find((candidate) => candidate.mediaKey === content.mediaKey);
  if (!file) throw new AppError("invalid_input", "The comment's mediaKey is not one of this recording.");
  if (file.durationMs !== null && (content.startMs ?? 0) > file.durationMs) {
    throw new AppError("out_of_range", "The comment's position lies beyond the end of the audio.");
  }
  if (content.time !== undefined || file.startMs === null || content.startMs === undefined) return content;
  return { ...content, time: formatMaskTime(file.startMs + wallOffsetMs(file, content.startMs)) };
}

/** A reply is to a comment of this recording; whoever may see the recording may see its comments. */
function checkReply(recording: StoredRecording, content: Readonly<Record<string, unknown>> | null): void {
  const replyTo = content?.replyTo;
  if (replyTo === undefined) return;
  if (!recording.labels.some((label) => label.id === replyTo && label.name === COMMENT_LABEL)) {
    throw new AppError("invalid_input", "There is no such comment to reply to in this recording.");
  }
}

/** A changed comment answers what it answered before, also when that is gone by now. */
function staysInThread(
  label: Label,
  content: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const replyTo = label.content?.replyTo;
  if (content.replyTo !== undefined && content.replyTo !== replyTo) {
    throw new AppError("invalid_input", "A comment can't be moved to another thread.");
  }
  return replyTo === undefined ? content : { ...content, replyTo };
}

async function outgoing(
  ctx: ServiceContext,
  recording: StoredRecording,
  label: Label,
): Promise<OutgoingLabel> {
  return presentLabel(label, recording, await loadViewer(ctx, [recording.sourceId]));
}
