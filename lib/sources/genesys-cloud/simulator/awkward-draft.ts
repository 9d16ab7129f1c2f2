/** An ordinary one-agent conversation with one recording, to be bent into an awkward one. */
import { FRAME_MS, spokenPlan } from "@/lib/samples/audio-plan";
import { queueNamed, type User, userOfAgent } from "./directory";
import { type Draft, type RecordingFacts, recordingFacts } from "./draft";
import { agentSessionId, type VoiceCall, voiceConversation } from "./voice-call";

export type AwkwardPlace = Readonly<{ conversationId: string; startMs: number }>;

const IVR_MS = 9_000;
const FRAMES = 700;
export const TALK_MS = FRAMES * FRAME_MS;

/** The sound of an awkward recording: some fifty seconds of speech. */
export const SPEECH = spokenPlan("billing-dispute.mp3", 0, FRAMES);

export type Bend = Readonly<{
  user?: User;
  /** Over the conversation. */
  call?: Partial<VoiceCall>;
  /** Over the one recording. */
  recording?: Partial<RecordingFacts>;
  /** In place of the one recording. */
  recordings?: (usual: RecordingFacts) => readonly RecordingFacts[];
}>;

export function awkwardDraft({ conversationId, startMs }: AwkwardPlace, bend: Bend = {}): Draft {
  const user = bend.user ?? userOfAgent("jsmith");
  const queue = queueNamed("Billing");
  const fromMs = startMs + IVR_MS;
  const toMs = fromMs + TALK_MS;
  const call: VoiceCall = {
    conversationId,
    startMs,
    endMs: toMs + 600,
    direction: "inbound",
    divisionIds: [queue.divisionId],
    customer: { address: "tel:+447700900321", name: "Mobile Number, Leeds" },
    called: "tel:+448081570192",
    queue,
    ivrMs: IVR_MS,
    agents: [{ userId: user.id, name: user.name, extension: user.agent.phoneNumber, fromMs, toMs }],
    ...bend.call,
  };
  const usual = recordingFacts(conversationId, 0, {
    sessionId: agentSessionId(conversationId, 0),
    subject: "Mobile Number, Leeds",
    startMs: fromMs,
    endMs: toMs,
    plan: SPEECH,
    userIds: [user.id],
    ...bend.recording,
  });
  return {
    conversation: voiceConversation(call),
    startMs: call.startMs,
    endMs: call.endMs,
    recordings: bend.recordings?.(usual) ?? [usual],
  };
}
