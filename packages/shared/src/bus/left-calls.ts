/**
 * Calls that outlive the engine that made them. The one that returns tells in its hello which it found up; the server keeps
 * the attempts of those that an agent has in hand, and the rows of those that came in, and gives the agents back as talking,
 * with what it knows of the call. A record that an agent was reading goes on too: its lease is the new engine's.
 */
import type { AgentId, AttemptId, CallId, E164, LeaseId, ListId } from '../ids.ts';

/** An answered call that is still up. */
export interface LeftCall {
  readonly callId: CallId;
  /** Null: the call came in, and is no attempt. */
  readonly attemptId: AttemptId | null;
  /** The agent with whom the contact talks; null: the contact is alone, waiting or on hold. */
  readonly agentId: AgentId | null;
}

/** The moments of a call that goes on: its facts go on under the same attempt, or under the same call that came in. */
export type ResumedCall = ResumedAttempt | ResumedIncoming;

export interface ResumedAttempt extends Moments {
  readonly attemptId: AttemptId;
  readonly listId: ListId;
  /** The detector's label; null where nothing was judged. */
  readonly verdict: string | null;
}

/** `dialedAtMs` is when it came. */
export interface ResumedIncoming extends Moments {
  readonly attemptId: null;
  readonly calledNumber: E164;
}

interface Moments {
  readonly callId: CallId;
  readonly dialedAtMs: number;
  readonly answeredAtMs: number;
  /** Null: joined in the moment in which the engine was lost, and not told yet. */
  readonly connectedAtMs: number | null;
  readonly waitMs: number;
}

/** The lease of a record that an agent was reading when the engine was lost: it is kept for them. */
export interface KeptLease {
  readonly leaseId: LeaseId;
  readonly expiresAtMs: number;
}
