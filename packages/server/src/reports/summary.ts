/** The figures of a run from the store, whole and for each campaign. */
import { type Clock, lostToDetection, NO_MACHINE_VERDICTS, type Outcome, type Summary } from '@outdial/shared';
import type { ConfigurationSource } from '../bus/port.ts';
import type { CampaignFigures, Store } from '../store/port.ts';
import { agentTime } from './agent-time.ts';

type Figures = Omit<CampaignFigures, 'campaignId'>;
type SummaryFigures = Omit<Summary, 'campaigns'>;

const NONE: Figures = {
  attempts: 0,
  live: 0,
  connected: 0,
  abandoned: 0,
  talkMs: 0,
  screenedFrames: 0,
  outcomes: {},
  messagesLeft: 0,
  verdicts: NO_MACHINE_VERDICTS,
};

export interface SummaryOptions {
  store: Store;
  configuration: ConfigurationSource;
  clock: Clock;
}

/** Attempts whose intent was acknowledged at or after `sinceMs`, and the agents' time since then. */
export function createSummary({ store, configuration, clock }: SummaryOptions): (sinceMs: number) => Promise<Summary> {
  return async (sinceMs) => {
    const [figures, presence] = await Promise.all([store.figuresSince(sinceMs), store.presenceSince(sinceMs)]);
    const time = agentTime(presence, sinceMs, clock.nowMs());
    const campaigns = configuration.current().campaigns.map(({ id, name, mode }) => {
      const own = figures.find(({ campaignId }) => campaignId === id) ?? NONE;
      return { campaignId: id, name, mode, ...told(own, time.byCampaign.get(id) ?? 0) };
    });
    return { ...told(figures.reduce<Figures>(plus, NONE), time.wholeMs), campaigns };
  };
}

function plus(a: Figures, b: Figures): Figures {
  const outcomes: Partial<Record<Outcome, number>> = { ...a.outcomes };
  for (const [outcome, n] of Object.entries(b.outcomes) as [Outcome, number][]) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + n;
  }
  return {
    attempts: a.attempts + b.attempts,
    live: a.live + b.live,
    connected: a.connected + b.connected,
    abandoned: a.abandoned + b.abandoned,
    talkMs: a.talkMs + b.talkMs,
    screenedFrames: a.screenedFrames + b.screenedFrames,
    outcomes,
    messagesLeft: a.messagesLeft + b.messagesLeft,
    verdicts: {
      ended: a.verdicts.ended + b.verdicts.ended,
      people: a.verdicts.people + b.verdicts.people,
      machines: a.verdicts.machines + b.verdicts.machines,
    },
  };
}

/** Talk minutes an agent-hour: minutes of talk over logged-in hours without breaks; 0 before anybody worked. */
function told(figures: Figures, agentMs: number): SummaryFigures {
  const { attempts, live, connected, abandoned, outcomes, screenedFrames, talkMs, messagesLeft } = figures;
  const { people, upper, checked } = lostToDetection(figures.verdicts);
  return {
    attempts,
    live,
    connected,
    abandoned,
    abandonRatio: live === 0 ? 0 : abandoned / live,
    talkMinutesPerAgentHour: agentMs === 0 ? 0 : talkMs / 60_000 / (agentMs / 3_600_000),
    outcomes,
    screenedFrames,
    messagesLeft,
    lostToDetection: { people, upper, ratio: people === 0 ? 0 : people / (live + people), checked },
  };
}
