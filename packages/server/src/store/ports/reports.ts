/** OUT-6: what attempts, codes and callbacks of a day come to, for the report. */
import type { AgentId, CampaignId, Outcome } from '@outdial/shared';

export interface DayFigures {
  /** Attempts whose intent was acknowledged in the time. */
  outcomes: {
    campaignId: CampaignId;
    outcome: Outcome | null;
    attempts: number;
    connected: number;
    abandoned: number;
    waitMs: number;
  }[];
  /** Conversations, by who led them. */
  talks: { campaignId: CampaignId; agentId: AgentId; connected: number; talkMs: number; wrapUpMs: number }[];
  codes: { campaignId: CampaignId; agentId: AgentId | null; code: string; n: number }[];
  callbacks: { campaignId: CampaignId; agentId: AgentId | null; made: number; open: number }[];
}

export interface ReportStore {
  dayFigures(day: { fromMs: number; toMs: number }): Promise<DayFigures>;
}
