/** Why an act cannot be done now, in words; null where it can. */
import type { CampaignPicture } from '@outdial/shared';
import { campaignTransition } from '@outdial/shared';
import type { ConsoleState } from '../model/state.ts';
import { targetAgents, targetCall, targetCampaign } from './targets.ts';

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

export function whyNoAgents(state: ConsoleState, act: 'pause' | 'resume' | 'log-out'): Why {
  const agents = targetAgents(state);
  if (agents.length === 0) return 'no agent is chosen';
  const general = whyNoAct(state);
  if (general !== null) return general;
  if (agents.every((agent) => agent.state === 'logged-out')) return 'logged out already';
  if (act === 'pause' && agents.every((agent) => agent.state === 'not-ready')) return 'not ready already';
  if (act === 'resume' && agents.every((agent) => agent.state === 'ready')) return 'ready already';
  return null;
}

export function whyNoMonitor(state: ConsoleState): Why {
  if (state.link.kind !== 'live') return 'the server is not reached';
  if (targetCall(state) !== null) return null;
  return state.ui.screen.name === 'agents' ? 'this agent has no call' : 'no call is chosen';
}

export function whyNoHangUp(state: ConsoleState): Why {
  const general = whyNoAct(state);
  if (general !== null) return general;
  return targetCall(state) === null ? 'no call is chosen' : null;
}
