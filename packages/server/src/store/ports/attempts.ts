/** Attempts as they are looked at afterwards: pages, figures, and the history that the pacer starts with. */
import type {
  AgentId,
  Attempt,
  AttemptId,
  CampaignHistory,
  CampaignId,
  ContactId,
  LiveEnd,
  MachineVerdicts,
  Outcome,
  Presence,
} from '@outdial/shared';

interface AttemptQuery {
  limit: number;
  /** The last attempt seen; the page goes on with older ones. */
  after?: AttemptId;
  campaignId?: CampaignId;
  contactId?: ContactId;
  state?: 'under-way' | 'closed';
  liveEnd?: LiveEnd;
}

/** What the attempts of one campaign came to, since a time. */
export interface CampaignFigures {
  campaignId: CampaignId;
  attempts: number;
  live: number;
  connected: number;
  abandoned: number;
  talkMs: number;
  screenedFrames: number;
  outcomes: Partial<Record<Outcome, number>>;
  /** Voicemail messages that were played to their end. */
  messagesLeft: number;
  verdicts: MachineVerdicts;
}

/** One change of an agent's presence. */
export interface PresenceEntry {
  agentId: AgentId;
  atMs: number;
  kind: Presence['kind'];
  reason: string | null;
  joined: CampaignId[];
}

export interface AttemptStore {
  /** Newest first. */
  attempts(query: AttemptQuery): Promise<Attempt[]>;
  attemptById(attemptId: AttemptId): Promise<Attempt | null>;
  /** Of attempts whose intent was acknowledged at or after `sinceMs`. */
  figuresSince(sinceMs: number): Promise<CampaignFigures[]>;
  /** In order of time; each agent's last entry before `sinceMs` comes first, as what held then. */
  presenceSince(sinceMs: number): Promise<PresenceEntry[]>;
  /** What each campaign's window holds: `sinceMs` to `nowMs`, in `parts` parts where it moves on with time. */
  abandonmentSince(
    windows: readonly { campaignId: CampaignId; sinceMs: number; nowMs: number; parts: number | null }[],
  ): Promise<({ campaignId: CampaignId } & CampaignHistory)[]>;
}
