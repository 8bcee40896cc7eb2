/** OUT-6: the report of a day from what the store counts and the presence log says: the same figures as `/v1/summary`, by day. */
import type { AgentReport, Campaign, CampaignReport, DayReport, Outcome, User } from '@outdial/shared';
import type { DayFigures, PresenceEntry, StoredCallback } from '../store/port.ts';
import { type AgentDayTime, agentDayTimes } from './agent-day-time.ts';
import { agentTime } from './agent-time.ts';
import { type Counted, count, nothingCounted } from './counted.ts';

export interface DaySources {
  date: string;
  timeZone: string;
  fromMs: number;
  toMs: number;
  figures: DayFigures;
  presence: readonly PresenceEntry[];
  overdue: readonly StoredCallback[];
  campaigns: readonly Campaign[];
  users: readonly User[];
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);

/** Minutes of talk in an hour of work; 0 before anybody worked. */
const perHour = (talkMs: number, workedMs: number): number => (workedMs === 0 ? 0 : (60 * talkMs) / workedMs);

const codesOf = (rows: DayFigures['codes']): Counted => {
  const codes = nothingCounted();
  for (const { code, n } of rows) count(codes, code, n);
  return codes;
};

function campaignReport({ id, name, mode }: Campaign, sources: DaySources, workedMs: number): CampaignReport {
  const own = <Row extends { campaignId: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ campaignId }) => campaignId === id);
  const { figures } = sources;
  const outcomes = own(figures.outcomes);
  const talks = own(figures.talks);
  const callbacks = own(figures.callbacks);
  const byOutcome: Partial<Record<Outcome, number>> = {};
  for (const { outcome, attempts } of outcomes) if (outcome !== null) byOutcome[outcome] = attempts;
  const attempts = sum(outcomes, (row) => row.attempts);
  const connected = sum(outcomes, (row) => row.connected);
  const abandoned = sum(outcomes, (row) => row.abandoned);
  const live = byOutcome.live ?? 0;
  const talkMs = sum(talks, (row) => row.talkMs);
  return {
    ...{ campaignId: id, name, mode, attempts, live, connected, abandoned, outcomes: byOutcome },
    abandonRatio: live === 0 ? 0 : abandoned / live,
    answerRatio: attempts === 0 ? 0 : live / attempts,
    meanWaitMs: connected === 0 ? 0 : sum(outcomes, (row) => row.waitMs) / connected,
    ...{ talkMs, wrapUpMs: sum(talks, (row) => row.wrapUpMs), workedMs },
    talkMinutesPerHour: perHour(talkMs, workedMs),
    codes: codesOf(own(figures.codes)),
    callbacksMade: sum(callbacks, (row) => row.made),
    callbacksOpen: sum(callbacks, (row) => row.open),
    callbacksOverdue: own(sources.overdue).length,
  };
}

function agentReport(user: User, sources: DaySources, time: AgentDayTime | undefined): AgentReport {
  const own = <Row extends { agentId: string | null }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ agentId }) => agentId === user.id);
  const talks = own(sources.figures.talks);
  const talkMs = sum(talks, (row) => row.talkMs);
  const workedMs = time?.workedMs ?? 0;
  return {
    ...{ agentId: user.id, name: user.name, workedMs, talkMs },
    wrapUpMs: sum(talks, (row) => row.wrapUpMs),
    connected: sum(talks, (row) => row.connected),
    talkMinutesPerHour: perHour(talkMs, workedMs),
    fromMs: time?.fromMs ?? null,
    toMs: time?.toMs ?? null,
    loggedInMs: time?.loggedInMs ?? 0,
    readyMs: time?.readyMs ?? 0,
    notReadyMs: time?.notReadyMs ?? 0,
    breaks: time?.breaks ?? {},
    codes: codesOf(own(sources.figures.codes)),
    callbacksHeld: sum(own(sources.figures.callbacks), (row) => row.open),
  };
}

export function dayReport(sources: DaySources): DayReport {
  const { date, timeZone, fromMs, toMs, presence, campaigns, users } = sources;
  const byCampaign = agentTime(presence, fromMs, toMs).byCampaign;
  const times = agentDayTimes(presence, fromMs, toMs);
  const reported = users
    .map((user) => agentReport(user, sources, times.get(user.id)))
    .filter((agent) => agent.loggedInMs > 0 || agent.connected > 0 || agent.callbacksHeld > 0);
  return {
    ...{ date, timeZone, fromMs, toMs },
    campaigns: campaigns.map((campaign) => campaignReport(campaign, sources, byCampaign.get(campaign.id) ?? 0)),
    agents: reported,
  };
}
