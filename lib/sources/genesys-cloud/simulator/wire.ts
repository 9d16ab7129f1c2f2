/** The platform's documents, as far as the simulator sends them (fact sheet §4.1, §5.2, §5.4, §9.3). */

export type WireSegment = {
  segmentStart: string;
  segmentEnd?: string;
  segmentType: string;
  queueId?: string;
  disconnectType?: string;
  conference?: boolean;
  wrapUpCode?: string;
  wrapUpNote?: string;
};

export type WireSession = {
  sessionId: string;
  mediaType: string;
  direction?: string;
  ani?: string;
  dnis?: string;
  sessionDnis?: string;
  remote?: string;
  remoteNameDisplayable?: string;
  callbackNumbers?: string[];
  recording?: boolean;
  provider?: string;
  edgeId?: string;
  metrics?: { name: string; value: number; emitDate: string }[];
  segments: WireSegment[];
};

export type WireParticipant = {
  participantId: string;
  participantName?: string;
  purpose: string;
  userId?: string;
  externalContactId?: string;
  attributes?: Record<string, string>;
  sessions: WireSession[];
};

export type WireConversation = {
  conversationId: string;
  conversationStart: string;
  conversationEnd?: string;
  originatingDirection?: string;
  divisionIds?: string[];
  externalTag?: string;
  mediaStatsMinConversationMos?: number;
  conferenceStart?: string;
  participants: WireParticipant[];
};

export type WireAnnotation = {
  id: string;
  type?: string;
  name?: string;
  description?: string;
  reason?: string;
  location?: number;
  durationMs?: number;
  absoluteLocation?: number;
  absoluteDurationMs?: number;
  recordingLocation?: number;
  recordingDurationMs?: number;
  realtimeLocation?: number;
  user?: { id: string; name?: string };
  annotations?: WireAnnotation[];
  selfUri?: string;
};

export type WireMedia = { mediaUri: string; waveformData?: number[] };

export type WireRecording = {
  id: string;
  conversationId: string;
  startTime?: string;
  endTime?: string;
  originalRecordingStartTime?: string;
  creationTime?: string;
  media?: string;
  mediaSubtype?: string;
  mediaSubject?: string;
  annotations?: WireAnnotation[];
  fileState?: string;
  restoreExpirationTime?: string;
  mediaUris?: Record<string, WireMedia>;
  estimatedTranscodeTimeMs?: number;
  actualTranscodeTimeMs?: number;
  archiveDate?: string;
  archiveMedium?: string;
  deleteDate?: string;
  exportDate?: string;
  outputDurationMs?: number;
  outputSizeInBytes?: number;
  maxAllowedRestorationsForOrg?: number;
  remainingRestorationsAllowedForOrg?: number;
  sessionId?: string;
  users?: { id: string; name?: string; username?: string; selfUri?: string }[];
  recordingFileRole?: string;
  externalContacts?: { id: string; selfUri?: string }[];
  region?: string;
  selfUri?: string;
};

/** ISO-8601, UTC, with milliseconds and `Z` (§1). */
export const iso = (epochMs: number): string => new Date(epochMs).toISOString();
