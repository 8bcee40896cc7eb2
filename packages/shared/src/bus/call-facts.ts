/** What happened on calls beside the way of an attempt: transfers, recordings, and calls that came in. */
import type { AgentId, AttemptId, CallId, CampaignId, E164 } from '../ids.ts';

export type CallFact =
  /** BP-8. `to` is a name or a number, for people; `toAgentId` is set where another agent took the call. */
  | {
      type: 'transferred';
      callId: CallId;
      attemptId: AttemptId | null;
      agentId: AgentId;
      to: string;
      toAgentId: AgentId | null;
      how: 'blind' | 'attended';
    }
  /** A recording lies ready: `file` is its name in the folder of recordings. */
  | {
      type: 'recorded';
      callId: CallId;
      attemptId: AttemptId | null;
      campaignId: CampaignId | null;
      agentId: AgentId | null;
      number: E164 | null;
      file: string;
      startedAtMs: number;
      durationMs: number;
      bytes: number;
    }
  /** GT-4: somebody called; told when it came in, when an agent took it, and when it was over. */
  | {
      type: 'incoming';
      callId: CallId;
      number: E164 | null;
      calledNumber: E164;
      campaignId: CampaignId | null;
      state: 'ringing' | 'answered' | 'missed' | 'ended';
      agentId: AgentId | null;
      detail: string;
    }
  | {
      type: 'incoming-wrapped-up';
      callId: CallId;
      agentId: AgentId;
      code: string | null;
      notes: string;
    };
