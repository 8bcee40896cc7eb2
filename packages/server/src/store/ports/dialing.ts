/** Leases, intents and facts: the way of one attempt through the store (DESIGN, decisions 1 and 2). */
import type {
  AgentId,
  AttemptId,
  CampaignId,
  ContactId,
  EngineEpoch,
  Fact,
  Intent,
  IntentAnswer,
  KeptLease,
  LeaseGrant,
  LeaseId,
  LeftCall,
  ResumedCall,
} from '@outdial/shared';

export interface DialingStore {
  /** Picks up to `n` callable contacts in the campaign's order and keeps them for this engine until the lease expires. */
  lease(request: {
    leaseId: LeaseId;
    campaignId: CampaignId;
    n: number;
    epoch: EngineEpoch;
    nowMs: number;
    leaseMs: number;
    /** One agent reads it before any call: kept for so long, and on top of the list where the lease ends unused. */
    forAgent?: { agentId: AgentId; keepMs: number };
  }): Promise<LeaseGrant>;
  /**
   * GW-9: undialed records come back to the `top` of the list, or (`retry`) to where they were; how many did. A granted
   * attempt that was closed and never became a call is undialed too.
   */
  giveBack(request: {
    campaignId: CampaignId;
    contactIds: readonly ContactId[];
    position: 'top' | 'retry';
    epoch: EngineEpoch;
    nowMs: number;
  }): Promise<number>;
  /**
   * Intent before dial, all in one transaction; the answers stand in the order of the intents. An attempt id that was
   * granted gets the same answer again and makes no second attempt.
   */
  intend(batch: { epoch: EngineEpoch; intents: readonly Intent[]; nowMs: number }): Promise<IntentAnswer[]>;
  /** Applies each (epoch, seq) once and in order; a gap stops it. Answers the last one applied, null before the first. */
  applyFacts(batch: { epoch: EngineEpoch; facts: readonly Fact[]; nowMs: number }): Promise<AppliedFacts>;
  /** Notes that the engine was alive at `atMs`: what is found under way when it is lost ended then, not when that was found. */
  engineHeard(heard: { epoch: EngineEpoch; atMs: number }): Promise<void>;
  /**
   * Closes what engines other than `liveEpoch` (null: every engine) left under way: answered and connected to nobody is
   * live and abandoned, connected is live and ended by engine-lost, the rest are operating errors. Frees their leases.
   * Calls of `goOn` outlived their engine: those still under way, attempts and calls that came in, are the live engine's
   * from now on.
   */
  closeUnderWay(request: {
    liveEpoch: EngineEpoch | null;
    nowMs: number;
    goOn?: readonly Pick<LeftCall, 'callId' | 'attemptId'>[];
    /** Records that agents were reading: those still leased for them are kept, for the live engine. */
    reading?: readonly Reading[];
  }): Promise<EngineLoss>;
}

export interface AppliedFacts {
  /** Acknowledge up to here; null: nothing was applied yet. */
  ackedSeq: number | null;
  applied: number;
  /** Facts that make no sense are passed over, so that one of them does not hold up the rest for ever. */
  passedOver: { seq: number; reason: string }[];
}

/** A record in an agent's hand, before any call. */
export interface Reading {
  agentId: AgentId;
  campaignId: CampaignId;
  contactId: ContactId;
}

export interface KeptRecord extends Reading {
  lease: KeptLease;
}

export interface EngineLoss {
  closed: ClosedAttempt[];
  /** Calls of `goOn` that the live engine has now. */
  goesOn: ResumedCall[];
  /** Records of `reading` that the live engine has now. */
  kept: KeptRecord[];
  /** Leases that went back. */
  freed: number;
  /** The live engine has told facts before: it is the server that was away, and the engine needs nobody restored. */
  returning: boolean;
  /** The engine was itself taken for lost before, its attempts are closed: it must begin anew. Nothing was done. */
  tooLate: boolean;
}

export interface ClosedAttempt {
  attemptId: AttemptId;
  epoch: EngineEpoch;
  outcome: 'live' | 'answering-machine' | 'operating-error';
  liveEnd: 'connected' | 'abandoned' | null;
}
