import type { MaskEvidence } from "@/lib/domain/mask-evidence";
import { heardSpans } from "@/lib/domain/mask-evidence";
import type { MaskedSpan, MediaFile, StoredRecording } from "@/lib/domain/recording";
import { holdSpans } from "@/lib/domain/talk-holds";
import type { CallTalk } from "@/lib/domain/talk-numbers";
import { defined } from "./defined";
import type { OutgoingMaskEvidence, OutgoingMediaFile, OutgoingTalk } from "./outgoing";

/** The masked spans of a file as far as its sound bears them out, what it says about them, and when the call was on hold. */
export function presentSpans(
  recording: StoredRecording,
  file: MediaFile,
): Pick<OutgoingMediaFile, "maskedSpans" | "maskEvidence" | "holds"> {
  const known = recording.maskEvidence?.get(file.mediaKey);
  // Evidence that is not of as many spans is none of theirs.
  const evidence = known?.length === file.maskedSpans.length ? known : undefined;
  const holds = holdSpans(recording, file);
  return {
    maskedSpans: heardSpans(file.maskedSpans, evidence).map(spanOf),
    ...(evidence && evidence.length > 0 ? { maskEvidence: evidence.map(evidenceOf) } : {}),
    ...(holds.length > 0
      ? { holds: holds.map(({ startMs, endMs, open }) => ({ startMs, endMs, open })) }
      : {}),
  };
}

function spanOf(span: MaskedSpan): MaskedSpan {
  return {
    startMs: span.startMs,
    endMs: span.endMs,
    pausedMs: span.pausedMs,
    uncertainMs: span.uncertainMs,
    open: span.open,
    origin: span.origin,
  };
}

function evidenceOf(evidence: MaskEvidence): OutgoingMaskEvidence {
  return defined({
    startMovedMs: evidence.startMovedMs ?? undefined,
    endMovedMs: evidence.endMovedMs ?? undefined,
    startUncertainMs: evidence.startUncertainMs,
    endUncertainMs: evidence.endUncertainMs,
    fill: evidence.fill,
    speechMs: evidence.speechMs,
    speechAtMs: evidence.speechAtMs ?? undefined,
    alarms: [...evidence.alarms],
  });
}

export function presentTalk(talk: CallTalk): OutgoingTalk {
  return defined({
    measuredFiles: talk.measuredFiles,
    countedMs: talk.countedMs,
    silenceMs: talk.silenceMs,
    longestSilenceMs: talk.longestSilenceMs,
    agentMs: talk.agentMs ?? undefined,
    customerMs: talk.customerMs ?? undefined,
    agentTalkShare: talk.agentTalkShare ?? undefined,
    crosstalkMs: talk.crosstalkMs ?? undefined,
    crosstalkCount: talk.crosstalkCount ?? undefined,
    holdMs: talk.holdMs ?? undefined,
    longestHoldMs: talk.longestHoldMs ?? undefined,
  });
}
