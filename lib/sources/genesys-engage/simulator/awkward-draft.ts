/** An ordinary recording to start an awkward case from, and the handles the cases bend it by. */
import { type AudioPlan, FRAME_MS, type FrameSpan, spokenPlan } from "@/lib/samples/audio-plan";
import { type Agent, agentNamed } from "@/lib/samples/directory";
import { uuid } from "@/lib/samples/random";
import { eventHistory, externalContact, fileStem, mediaFile, mediaUuid, userContact } from "./document-parts";
import { type SpecialCall, type SpecialParts, specialCall } from "./special-call";
import { vendorTime, type WireLabel, type WireMediaFile, type WireRecording } from "./wire";

export type CaseContext = Readonly<{
  baseMs: number;
  region: string;
  otherRegion: string;
  audioKbps: number;
  /** When this case begins unless it says otherwise. */
  startMs: number;
  id: string;
}>;

export type AwkwardCase = Readonly<{
  /** Number in the fact sheet's list of awkward cases. */
  number: number;
  what: string;
  /** When not the usual made-up id. */
  id?: string;
  build: (context: CaseContext) => SpecialCall;
}>;

export type FileDraft = Readonly<{
  startOffsetS?: number;
  seconds?: number;
  agent?: Agent | null;
  encrypted?: boolean;
  callUuid?: string;
  partitions?: readonly string[];
  accessgroups?: readonly string[];
  pauses?: readonly Readonly<{ startMs: number; endMs: number }>[];
  silent?: readonly FrameSpan[];
  plan?: AudioPlan;
}>;

export type Draft = Readonly<{
  startMs?: number;
  seconds?: number;
  caller?: string;
  dialed?: string;
  callType?: string;
  agent?: Agent | null;
  external?: string | null;
  attached?: Readonly<Record<string, string>>;
  screen?: boolean;
  nonDelete?: boolean;
  region?: string;
  files?: readonly FileDraft[];
}>;

export type Drafted = { recording: WireRecording; files: WireMediaFile[]; plans: [string, AudioPlan][] };

/** An inbound call of a minute and a half to an agent, bent by `draft`. `files` is the recording's own list. */
export function draftCall(context: CaseContext, draft: Draft = {}): Drafted {
  const { id } = context;
  const startMs = draft.startMs ?? context.startMs;
  const seconds = draft.seconds ?? 90;
  const caller = draft.caller ?? "+13125550177";
  const dialed = draft.dialed ?? "+18005550199";
  const agent = draft.agent === undefined ? agentNamed("rjones") : draft.agent;
  const stopMs = startMs + seconds * 1000;
  const plans: [string, AudioPlan][] = [];
  const files = (draft.files ?? [{}]).map((file, position) => {
    const frames = Math.ceil(((file.seconds ?? seconds) * 1000) / FRAME_MS);
    const plan = file.plan ?? spokenPlan("billing-dispute.mp3", position * 400, frames, file.silent);
    plans.push([mediaUuid(id, position), plan]);
    const fileStartMs = startMs + (file.startOffsetS ?? 0) * 1000;
    return mediaFile({
      recordingId: id,
      position,
      callUuid: file.callUuid ?? id,
      startMs: fileStartMs,
      plan,
      audioKbps: context.audioKbps,
      ani: caller,
      dnis: dialed,
      agent: file.agent === undefined ? agent : file.agent,
      encrypted: file.encrypted ?? false,
      pauses: (file.pauses ?? []).map((pause) => ({
        startMs: fileStartMs + pause.startMs,
        endMs: fileStartMs + pause.endMs,
      })),
      partitions: file.partitions ?? [],
      ...(file.accessgroups === undefined ? {} : { accessgroups: file.accessgroups }),
    });
  });
  const added = {
    GSIP_RECORD: "ON",
    GSIP_REC_FN: fileStem(id, startMs),
    Queue: "Support",
    ...draft.attached,
  };
  const external = draft.external === undefined ? caller : draft.external;
  const recording: WireRecording = {
    id,
    callerPhoneNumber: caller,
    dialedPhoneNumber: dialed,
    startTime: vendorTime(startMs),
    stopTime: vendorTime(stopMs),
    mediaFiles: files,
    eventHistory: eventHistory(
      id,
      [
        { atMs: startMs + 440, change: { added } },
        { atMs: stopMs + 820, change: { deleted: { GSIP_RECORD: "ON" } } },
      ],
      [
        ...(agent === null ? [] : [{ contact: userContact(agent), joinMs: startMs, leaveMs: stopMs }]),
        ...(external === null
          ? []
          : [{ contact: externalContact(external), joinMs: startMs - 1000, leaveMs: stopMs }]),
      ],
    ),
    callType: draft.callType ?? "Inbound",
    screenRecording: draft.screen ?? false,
    ...(draft.nonDelete ? { nonDelete: true } : {}),
    region: draft.region ?? context.region,
  };
  return { recording, files, plans };
}

/** Closes a draft. */
export const done = (drafted: Drafted, rest: Omit<SpecialParts, "recording" | "plans"> = {}): SpecialCall =>
  specialCall({ recording: drafted.recording, plans: drafted.plans, ...rest });

/** A case that needs nothing but a bent draft. */
export const plainCase = (number: number, what: string, draft: Draft): AwkwardCase => ({
  number,
  what,
  build: (context) => done(draftCall(context, draft)),
});

/** A case that changes the first media file of an ordinary call in place. */
export const fileCase = (
  number: number,
  what: string,
  bend: (file: WireMediaFile, context: CaseContext) => void,
  draft: Draft = {},
): AwkwardCase => ({
  number,
  what,
  build: (context) => {
    const drafted = draftCall(context, draft);
    const [file] = drafted.files;
    if (file !== undefined) bend(file, context);
    return done(drafted);
  },
});

/** A label of a seeded recording; `rest` overrides or, with undefined, removes. */
export function seedLabel(
  recordingId: string,
  position: number,
  name: string,
  rest: Partial<WireLabel> = {},
): WireLabel {
  const id = uuid(position, recordingId.length, recordingId.charCodeAt(recordingId.length - 1));
  return {
    path: `/recordings/${recordingId}/labels/${id}`,
    name,
    id,
    type: "custom",
    createTime: "2026-09-01T08:00:00.000+0000",
    createUser: "supervisor",
    ...rest,
  };
}
