/** Callbacks: scheduled on an interaction, asked for from outside, handed out when they are due (GW-13 to GW-18, GCC-0, GCC-2). */
import type {
  AgentId,
  AttemptId,
  CallbackReason,
  CallbackState,
  CampaignId,
  ContactId,
  E164,
  EngineEpoch,
  LeaseGrant,
  LeaseId,
} from '@outdial/shared';

export interface StoredCallback {
  callbackId: string;
  campaignId: CampaignId;
  contactId: ContactId;
  contactName: string;
  number: E164;
  state: CallbackState;
  reasons: CallbackReason[];
  /** When the rules would allow it, where a reason stands in the way; null: that is not known. */
  nextAtMs: number | null;
  personal: boolean;
  agentId: AgentId | null;
  dueAtMs: number;
  timeZone: string;
  notes: string;
  source: 'agent' | 'wrap-up' | 'request' | 'missed-call';
  tries: number;
  interactionId: string | null;
  createdAtMs: number;
  overdue: boolean;
  /** GCC-2: its agent is not there, and supervisors have been asked who calls; null: they are not asked. */
  supervisorsToldAtMs: number | null;
}

/** What is asked of a callback, already read: an instant and an E.164 number. */
export interface CallbackWish {
  number: E164;
  dueAtMs: number;
  timeZone: string;
  personal: boolean;
  agentId: AgentId | null;
  notes: string;
}

export interface CallbackStore {
  /** Makes or changes the callback of an interaction; it comes back `invalid` with the reasons where it cannot be called then. */
  scheduleCallback(request: {
    callbackId: string;
    interactionId: string;
    campaignId: CampaignId;
    contactId: ContactId;
    attemptId: AttemptId | null;
    by: AgentId;
    wish: CallbackWish;
    nowMs: number;
  }): Promise<StoredCallback>;
  /** Checks the callback of an interaction once more, as time has passed (GW-18); null: it has none that is open. */
  recheckCallback(request: { interactionId: string; nowMs: number }): Promise<StoredCallback | null>;
  /** The interaction is done: its callback may be called from now on. */
  releaseCallback(interactionId: string): Promise<void>;
  /** GCC-0. The same key again answers the callback that was made; a contact that waits for one has it changed. */
  requestCallback(request: {
    callbackId: string;
    campaignId: CampaignId;
    listName: string;
    contact: { name: string; country: string; fields: Readonly<Record<string, string>> };
    source: 'request' | 'missed-call';
    by: string;
    idempotencyKey: string | null;
    /** Null as a time: as soon as the rules allow it. */
    wish: Omit<CallbackWish, 'dueAtMs'> & { dueAtMs: number | null };
    nowMs: number;
  }): Promise<StoredCallback>;
  /** Throws `unknown-callback`, `callback-closed`, `callback-in-hand`. */
  changeCallback(request: {
    callbackId: string;
    change: Partial<CallbackWish>;
    nowMs: number;
  }): Promise<StoredCallback>;
  /** By its id, or the one of an interaction. Throws `unknown-callback`, `callback-closed`, `callback-in-hand`. */
  cancelCallback(request: { callbackId?: string; interactionId?: string; nowMs: number }): Promise<StoredCallback>;
  callbacks(query: {
    limit: number;
    nowMs: number;
    callbackId?: string;
    campaignId?: CampaignId;
    agentId?: AgentId;
    state?: CallbackState | 'open';
    overdue?: boolean;
    /** Those that supervisors have been asked about. */
    forSupervisors?: boolean;
  }): Promise<StoredCallback[]>;
  /** Marks those that wait for an agent who is not there, where the campaign leaves them to supervisors, and answers those marked now. */
  callbacksWithoutAgent(request: {
    /** Who can be called upon, in each campaign. */
    here: readonly { campaignId: CampaignId; agentIds: readonly AgentId[] }[];
    nowMs: number;
  }): Promise<StoredCallback[]>;
  /** Callbacks that are due: those of any agent, and the personal ones of `agents`. */
  leaseCallbacks(request: {
    leaseId: LeaseId;
    campaignId: CampaignId;
    n: number;
    epoch: EngineEpoch;
    agents: readonly AgentId[];
    nowMs: number;
    leaseMs: number;
    /** The agent who reads them before any call. */
    reader?: AgentId;
  }): Promise<LeaseGrant>;
}
