/** Recordings, and calls that came in. */
import type { AgentId, CallId, CampaignId, E164, ListId, MissedCall, Recording } from '@outdial/shared';

interface RecordingQuery {
  limit: number;
  /** The last call seen; the page goes on with older ones. */
  after?: CallId;
  campaignId?: CampaignId;
}

interface MissedCallQuery {
  limit: number;
  /** The last id seen; the page goes on with older ones. */
  after?: string;
  campaignId?: CampaignId;
  state?: MissedCall['state'];
}

interface NewMissedCall {
  id: string;
  number: E164;
  calledNumber: E164 | null;
  campaignId: CampaignId | null;
  atMs: number;
  source: string;
}

/** A call that came in, missed or not. */
export interface StoredIncoming {
  id: CallId;
  number: E164 | null;
  campaignId: CampaignId | null;
  atMs: number;
  state: 'ringing' | 'answered' | 'missed' | 'ended';
  agentId: AgentId | null;
  wrapUpCode: string | null;
  notes: string | null;
}

export interface CallStore {
  /** Newest first. */
  recordings(query: RecordingQuery): Promise<Recording[]>;
  recordingOf(callId: CallId): Promise<Recording | null>;
  /** GT-4. Newest first. */
  missedCalls(query: MissedCallQuery): Promise<MissedCall[]>;
  /** One that is known already stays as it is. Answers what is stored. */
  reportMissedCall(call: NewMissedCall): Promise<MissedCall>;
  missedCallsById(ids: readonly string[]): Promise<MissedCall[]>;
  /** They were added to a call list. */
  markMissedCalls(change: { ids: readonly string[]; listId: ListId }): Promise<void>;
  incomingById(callId: CallId): Promise<StoredIncoming | null>;
}
