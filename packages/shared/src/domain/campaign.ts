/**
 * A campaign's manager state, and whether it dials.
 *
 * `loaded` → `running` ⇄ `paused` → `ended`: what the manager said. Beside it stands its *activity* (GT-10): active, or
 * inactive with the reason, so that a campaign that runs and dials nothing says why.
 */
import { isRefused, refuse, type Table, type Transition } from './machine.ts';

export const DIALING_MODES = ['preview', 'push-preview', 'progressive', 'power', 'predictive'] as const;
export type DialingMode = (typeof DIALING_MODES)[number];

export const CAMPAIGN_STATES = ['loaded', 'running', 'paused', 'ended'] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const CAMPAIGN_EVENTS = ['start', 'pause', 'resume', 'end', 'load'] as const;
export type CampaignEventName = (typeof CAMPAIGN_EVENTS)[number];

export type CampaignRefusal =
  | 'campaign-not-running'
  | 'campaign-not-paused'
  | 'campaign-ended'
  | 'campaign-not-started'
  | 'campaign-in-use';

const ended = refuse('campaign-ended');

export const CAMPAIGN_TABLE: Table<CampaignState, CampaignEventName, CampaignRefusal> = {
  loaded: {
    start: 'running',
    pause: refuse('campaign-not-started'),
    resume: refuse('campaign-not-started'),
    end: 'ended',
    load: 'loaded',
  },
  running: { start: 'running', pause: 'paused', resume: 'running', end: 'ended', load: refuse('campaign-in-use') },
  paused: { start: 'running', pause: 'paused', resume: 'running', end: 'ended', load: refuse('campaign-in-use') },
  ended: { start: ended, pause: ended, resume: ended, end: 'ended', load: 'loaded' },
};

export function campaignTransition(
  state: CampaignState,
  event: CampaignEventName,
): Transition<CampaignState, CampaignRefusal> {
  const cell = CAMPAIGN_TABLE[state][event];
  return isRefused(cell) ? { ok: false, refused: cell.refused } : { ok: true, state: cell };
}

/** Why a campaign dials nothing now; `null` reasons do not exist: it is active or one of these holds. */
export const INACTIVE_REASONS = [
  'not-running',
  'no-agent-assigned',
  'no-agent-ready',
  'no-contacts-left',
  'no-contacts-callable-now',
  'outside-hours',
  'no-consent',
  'abandonment-cap',
  'no-free-line',
  'trunk-down',
  'server-lost',
  'emergency-stop',
  'stopping',
] as const;
export type InactiveReason = (typeof INACTIVE_REASONS)[number];

export type Activity = { active: true } | { active: false; reason: InactiveReason; detail: string };
