/** What an act would be done to: the campaign, agents or call that the screen and its cursor point at. */
import type { AgentPicture, CallPicture, CampaignPicture, MissedCall } from '@outdial/shared';
import { agentOf, type ConsoleState, callOf, campaignOf } from '../model/state.ts';
import { markedOrCursor } from '../model/ui.ts';
import { AGENTS_TABLE } from '../tables/agents.ts';
import { CALLS_TABLE } from '../tables/calls.ts';
import { CAMPAIGNS_TABLE } from '../tables/campaigns.ts';
import { MISSED_TABLE } from '../tables/missed.ts';
import { cursorRow, tableView } from '../tables/view.ts';

export function targetCampaign(state: ConsoleState): CampaignPicture | null {
  const { screen } = state.ui;
  switch (screen.name) {
    case 'campaigns':
      return cursorRow(tableView(state, CAMPAIGNS_TABLE));
    case 'campaign':
    case 'agents':
    case 'calls':
    case 'lists':
    case 'contacts':
    case 'missed':
      return campaignOf(state, screen.campaignId);
    case 'monitor':
    case 'import':
    case 'number':
    case 'events':
    case 'office':
    case 'help':
      return null;
  }
}

/** One or the marked many. */
export const targetAgents = (state: ConsoleState): readonly AgentPicture[] =>
  state.ui.screen.name === 'agents' ? markedOrCursor(state, AGENTS_TABLE) : [];

/** Those that are on no list yet, of the marked ones or the one under the cursor. */
export const targetMissed = (state: ConsoleState): readonly MissedCall[] =>
  state.ui.screen.name === 'missed'
    ? markedOrCursor(state, MISSED_TABLE).filter((call) => call.state === 'open' && call.number !== null)
    : [];

export function targetCall(state: ConsoleState): CallPicture | null {
  const { screen } = state.ui;
  if (screen.name === 'calls') return cursorRow(tableView(state, CALLS_TABLE));
  if (screen.name === 'monitor') return callOf(state, screen.callId);
  if (screen.name === 'agents') {
    const agent = cursorRow(tableView(state, AGENTS_TABLE));
    return agent === null ? null : callOf(state, agentOf(state, agent.agentId)?.callId ?? null);
  }
  return null;
}
