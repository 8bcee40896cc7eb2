/**
 * Calls that outlive the engine that made them. The one that returns tells in its hello which it found up; the server keeps
 * the attempts of those that an agent has in hand, and gives the agents back as talking, with what it knows of the call.
 */
import type { AgentId, AttemptId, CallId, ListId } from '../ids.ts';

/** An answered call that is still up. */
export interface LeftCall {
  readonly callId: CallId;
  readonly attemptId: AttemptId;
  /** The agent with whom the contact talks; null: the contact is alone, waiting or on hold. */
  readonly agentId: AgentId | null;
}

/** The moments of a call that goes on: its facts go on under the same attempt. */
export interface ResumedCall {
  readonly attemptId: AttemptId;
  readonly listId: ListId;
  readonly dialedAtMs: number;
  readonly answeredAtMs: number;
  /** Null: joined in the moment in which the engine was lost, and not told yet. */
  readonly connectedAtMs: number | null;
  readonly waitMs: number;
  /** The detector's label; null where nothing was judged. */
  readonly verdict: string | null;
}
