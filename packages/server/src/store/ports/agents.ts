/** What of the agents' live state outlives a process: seats, the last mirror, and the campaigns joined. */
import type { AgentId, AgentMirror, AgentSeat, CampaignId } from '@outdial/shared';

interface StoredAgent {
  seat: AgentSeat;
  /** Null before the engine said anything of them. */
  mirror: AgentMirror | null;
}

export interface AgentStore {
  /** Kept at every log-in, so that a restarted engine can be given the agent again. */
  saveSeat(seat: AgentSeat): Promise<void>;
  /** The newest mirrors; campaigns joined are remembered beyond a log-out. */
  saveMirrors(mirrors: readonly AgentMirror[]): Promise<void>;
  agents(): Promise<StoredAgent[]>;
  /** GW-1: the campaigns that the agent had joined when last seen. */
  joinedOf(agentId: AgentId): Promise<CampaignId[]>;
}
