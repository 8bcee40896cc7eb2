/** Figures of a campaign that are worked out from its picture: rates, averages, stock in hours, and its tone. */
import type { CampaignPicture } from '@outdial/shared';
import type { Tone } from '../theme/span.ts';
import { recent } from './history.ts';
import type { ConsoleState } from './state.ts';
import { reasonWords } from './words.ts';

/** Calls placed a minute over the last five minutes, or null while that is not known. */
export function callsPerMinute(state: ConsoleState, campaign: CampaignPicture): number | null {
  // Attempts are counted when they are over: before the first one is, nothing is known of their rate.
  if (campaign.totals.attempts === 0) return null;
  const samples = state.history.get(campaign.campaignId) ?? [];
  return recent(samples, 'calls a minute', 5 * 60_000, state.picture?.atMs ?? state.nowMs);
}

/** Live answers a minute over the last five minutes. */
export function livePerMinute(state: ConsoleState, campaign: CampaignPicture): number | null {
  const samples = state.history.get(campaign.campaignId) ?? [];
  const nowMs = state.picture?.atMs ?? state.nowMs;
  const calls = recent(samples, 'calls a minute', 5 * 60_000, nowMs);
  const answered = recent(samples, 'answered', 5 * 60_000, nowMs);
  return calls === null || answered === null ? null : calls * answered;
}

/** How long what may be called now lasts at the present rate, or null. */
export function stockMs(state: ConsoleState, campaign: CampaignPicture): number | null {
  const callable = state.overviews.get(campaign.campaignId)?.counts.callableNow;
  const rate = callsPerMinute(state, campaign);
  return callable === undefined || rate === null || rate <= 0 ? null : ((callable + campaign.stock) / rate) * 60_000;
}

/** Calls under way for each agent at work; who dials by hand has no pace. */
export const paceWords = ({ mode, pace }: CampaignPicture): string =>
  mode === 'preview' || mode === 'push-preview' ? '–' : pace.toFixed(2);

/** So many attempts have to be over before a share of them says anything. */
const LEAST_ATTEMPTS = 10;

export const answeredRatio = ({ answerRatio, totals }: CampaignPicture): number | null =>
  totals.attempts < LEAST_ATTEMPTS ? null : answerRatio;

export interface Averages {
  /** Milliseconds for each conversation. */
  readonly waitMs: number | null;
  readonly talkMs: number | null;
  readonly wrapUpMs: number | null;
  /** Minutes of an agent's hour. */
  readonly waitPerHour: number | null;
  readonly talkPerHour: number | null;
  readonly wrapUpPerHour: number | null;
}

export function averagesOf({ totals }: CampaignPicture): Averages {
  const { connected, talkMs, wrapUpMs, agentMs } = totals;
  const waitMs = Math.max(0, agentMs - talkMs - wrapUpMs);
  const each = (sum: number): number | null => (connected === 0 ? null : sum / connected);
  const perHour = (sum: number): number | null => (agentMs === 0 ? null : (sum / agentMs) * 60);
  return {
    waitMs: each(waitMs),
    talkMs: each(talkMs),
    wrapUpMs: each(wrapUpMs),
    waitPerHour: perHour(waitMs),
    talkPerHour: perHour(talkMs),
    wrapUpPerHour: perHour(wrapUpMs),
  };
}

/** The manager's state and, beside it, whether it dials (GT-10): `running, active`, `running, inactive: no agent ready`. */
export function activityWords(campaign: CampaignPicture): string {
  if (campaign.state !== 'running') return campaign.state;
  return campaign.activity.active ? 'running, active' : `running, inactive: ${reasonWords(campaign)}`;
}

export function stateTone(campaign: CampaignPicture): Tone {
  if (campaign.state === 'paused') return 'warn';
  if (campaign.state !== 'running') return 'dim';
  if (campaign.activity.active) return 'ok';
  const { reason } = campaign.activity;
  return reason === 'server-lost' || reason === 'abandonment-cap' || reason === 'no-contacts-left' ? 'bad' : 'warn';
}

/** What is used of the budget: the abandoned, and the people whom detection is estimated to have lost. */
export function spentRatio({ abandonRatio, lost }: CampaignPicture): number {
  return abandonRatio * (1 - lost.ratio) + lost.ratio;
}

export function abandonTone(campaign: CampaignPicture): Tone {
  const { abandonTarget } = campaign;
  const spent = spentRatio(campaign);
  return spent > abandonTarget ? 'bad' : spent > 0.8 * abandonTarget ? 'warn' : 'ok';
}

/** Something a supervisor wants to know of: over the cap, or running and not dialing for a bad reason. */
export const campaignFault = (campaign: CampaignPicture): boolean =>
  spentRatio(campaign) > campaign.abandonTarget || (campaign.state === 'running' && stateTone(campaign) === 'bad');

/** Calls under way that a pause lets finish. */
export const underWay = ({ calls }: CampaignPicture): number =>
  calls.dialing + calls.ringing + calls.screening + calls.waiting + calls.connected;
