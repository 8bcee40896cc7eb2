/** Why an act cannot be done now, in words; null where it can. */
import type { CampaignPicture, MonitorMode } from '@outdial/shared';
import { campaignTransition } from '@outdial/shared';
import type { ConsoleState } from '../model/state.ts';
import { targetAgents, targetCall, targetCampaign, targetMissed } from './targets.ts';

export type Why = string | null;

/** What holds for every act. */
export function whyNoAct(state: ConsoleState): Why {
  if (state.readOnly) return 'this console is read-only (--read-only)';
  if (state.user !== null && state.user.role === 'agent') return 'your role is agent; acts need supervisor';
  if (state.link.kind !== 'live') return 'the server is not reached';
  return null;
}

const REFUSALS: Readonly<Record<string, string>> = {
  'campaign-not-running': 'it is not running',
  'campaign-not-paused': 'it is not paused',
  'campaign-ended': 'it has ended',
  'campaign-not-started': 'it was not started; press r to start it',
  'campaign-in-use': 'it is in use',
};

function whyNoTransition(campaign: CampaignPicture, event: 'pause' | 'resume' | 'start'): Why {
  const next = campaignTransition(campaign.state, event);
  if (!next.ok) return REFUSALS[next.refused] ?? next.refused;
  return next.state === campaign.state ? `it is ${campaign.state} already` : null;
}

export function whyNoPause(state: ConsoleState): Why {
  const campaign = targetCampaign(state);
  if (campaign === null) return 'no campaign is chosen';
  return whyNoAct(state) ?? whyNoTransition(campaign, 'pause');
}

/** One key for both: a loaded campaign is started, a paused one resumed. */
export function whyNoResume(state: ConsoleState): Why {
  const campaign = targetCampaign(state);
  if (campaign === null) return 'no campaign is chosen';
  return whyNoAct(state) ?? whyNoTransition(campaign, campaign.state === 'loaded' ? 'start' : 'resume');
}

export function whyNoAgents(state: ConsoleState, act: 'pause' | 'resume' | 'log-in' | 'log-out'): Why {
  const agents = targetAgents(state);
  if (agents.length === 0) return 'no agent is chosen';
  const general = whyNoAct(state);
  if (general !== null) return general;
  const outside = agents.every((agent) => agent.state === 'logged-out');
  if (act === 'log-in') return agents.some((agent) => agent.state === 'logged-out') ? null : 'logged in already';
  if (outside) return act === 'log-out' ? 'logged out already' : 'logged out; press i to log in';
  if (act === 'pause' && agents.every((agent) => agent.state === 'not-ready')) return 'not ready already';
  if (act === 'resume' && agents.every((agent) => agent.state === 'ready')) return 'ready already';
  return null;
}

export function whyNoMonitor(state: ConsoleState): Why {
  if (state.link.kind !== 'live') return 'the server is not reached';
  if (targetCall(state) !== null) return null;
  return state.ui.screen.name === 'agents' ? 'this agent has no call' : 'no call is chosen';
}

/** Modes need the supervisor's phone on the line. */
export function whyNoMode(state: ConsoleState, mode: MonitorMode): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  const { monitor } = state;
  if (monitor === null || monitor.state !== 'live' || monitor.tick === null) return 'nothing is monitored';
  const { phone, notice } = monitor.tick;
  if (phone === 'none') return 'you have no phone; `:phone ADDRESS` sets yours, then monitor again';
  if (phone === 'calling') return 'your phone is being called; answer it first';
  if (phone === 'failed') return notice ?? 'your phone did not answer; monitor again to have it called again';
  return monitor.tick.mode === mode ? `it is ${mode} already` : null;
}

export function whyNoRecord(state: ConsoleState): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  const call = targetCall(state);
  if (call === null) return 'no call is chosen';
  const policy = state.overviews.get(call.campaignId)?.campaign.recording;
  if (policy === 'never' || policy === 'always') return `its campaign ${policy} records`;
  return null;
}

export function whyNoAdd(state: ConsoleState): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  const missed = targetMissed(state);
  if (missed.length === 0) return 'no missed call that is open and has a number is chosen';
  const campaigns = new Set(missed.map(({ campaignId }) => campaignId));
  if (campaigns.size > 1) return 'they are of several campaigns; mark those of one, or `:add CAMPAIGN`';
  return campaigns.has(null) ? 'it called no campaign’s number; `:add CAMPAIGN` says which one' : null;
}

export function whyNoHangUp(state: ConsoleState): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  return targetCall(state) === null ? 'no call is chosen' : null;
}
