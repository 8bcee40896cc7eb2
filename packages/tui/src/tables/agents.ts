/** GT-8: agents with station, state, timer, campaign, call and the figures of their day. */
import type { AgentPicture } from '@outdial/shared';
import { count } from '../model/format.ts';
import { type ConsoleState, callOf, campaignName, serverNowMs } from '../model/state.ts';
import { stateWords } from '../model/words.ts';
import { span } from '../theme/span.ts';
import { AGENT_THRESHOLDS, type Severity, severityOf, toneOf } from '../theme/thresholds.ts';
import { callerName } from './calls.ts';
import type { Column, TableSpec } from './column.ts';
import { forColumn, sumColumn } from './common-columns.ts';

const agentElapsedMs = (agent: AgentPicture, state: ConsoleState): number => serverNowMs(state) - agent.sinceMs;

const agentSeverity = (agent: AgentPicture, state: ConsoleState): Severity =>
  // A phone that cannot be called keeps its agent from work, whatever their state says.
  agent.phone?.state === 'down' ? 3 : severityOf(AGENT_THRESHOLDS[agent.state], agentElapsedMs(agent, state));

/** Those who need a look first. */
const STATE_ORDER: Record<AgentPicture['state'], number> = {
  held: 0,
  consulting: 0,
  talking: 1,
  connecting: 2,
  offered: 3,
  reserved: 4,
  'wrap-up': 5,
  ready: 6,
  'not-ready': 7,
  'logged-out': 8,
};

const joinedNames = (agent: AgentPicture, state: ConsoleState): string =>
  agent.joined.map((id) => campaignName(state, id)).join(', ');

/** The campaign that they work for now, else those that they joined. */
const agentCampaign = (agent: AgentPicture, state: ConsoleState): string =>
  agent.campaignId === null ? joinedNames(agent, state) : campaignName(state, agent.campaignId);

/** With whom they talk, or why they do not; first of all that their phone is not there. */
function doing(agent: AgentPicture, state: ConsoleState): string {
  if (agent.phone?.state === 'down') return `phone down: ${agent.phone.detail ?? 'called again'}`;
  if (agent.phone?.state === 'calling') return 'phone is called';
  const call = callOf(state, agent.callId);
  return agent.reason ?? (call === null ? '' : callerName(call));
}

/** Minutes of talk in an hour of work. */
function talkShare(agent: AgentPicture): number | null {
  const { talkMs, wrapUpMs, readyMs } = agent.today;
  const all = talkMs + wrapUpMs + readyMs;
  return all === 0 ? null : talkMs / all;
}

const columns: readonly Column<AgentPicture>[] = [
  {
    id: 'name',
    title: 'Name',
    letter: 'N',
    width: 14,
    most: 28,
    priority: 0,
    cell: (agent) => span(agent.name, 'strong'),
    sortBy: (agent) => agent.name,
  },
  {
    id: 'state',
    title: 'State',
    letter: 'S',
    width: 10,
    priority: 0,
    cell: (agent, state) => span(stateWords(agent.state), toneOf(agent.state, agentSeverity(agent, state))),
    sortBy: (agent) => STATE_ORDER[agent.state],
  },
  forColumn({
    elapsedMs: agentElapsedMs,
    severity: agentSeverity,
    tone: (agent, severity) => toneOf(agent.state, severity),
  }),
  {
    id: 'campaign',
    title: 'Campaign',
    letter: 'C',
    width: 14,
    good: 20,
    most: 34,
    priority: 1,
    cell: (agent, state) => span(agentCampaign(agent, state), agent.campaignId === null ? 'dim' : 'plain'),
    sortBy: agentCampaign,
  },
  {
    id: 'doing',
    title: 'With / why',
    letter: 'W',
    width: 15,
    most: 34,
    priority: 2,
    cell: (agent, state) => span(doing(agent, state)),
    sortBy: doing,
  },
  {
    id: 'calls',
    title: 'Calls',
    letter: 'L',
    width: 5,
    align: 'right',
    priority: 3,
    cell: (agent) => span(count(agent.today.calls)),
    sortBy: (agent) => -agent.today.calls,
  },
  sumColumn('talk', 'Talk', 'T', 4, ({ today }) => today.talkMs),
  sumColumn('wrap-up', 'Wrap-up', 'U', 6, ({ today }) => today.wrapUpMs),
  sumColumn('ready', 'Ready', 'R', 7, ({ today }) => today.readyMs),
  {
    id: 'share',
    title: 'Min/h',
    letter: 'H',
    width: 5,
    align: 'right',
    priority: 5,
    cell: (agent) => span(talkShare(agent) === null ? '–' : Math.round((talkShare(agent) ?? 0) * 60)),
    sortBy: (agent) => -(talkShare(agent) ?? 0),
  },
  {
    id: 'joined',
    title: 'Joined',
    width: 12,
    most: 60,
    priority: 8,
    cell: (agent, state) => span(joinedNames(agent, state), 'dim'),
  },
];

export const AGENTS_TABLE: TableSpec<AgentPicture> = {
  name: 'agents',
  one: 'agent',
  many: 'agents',
  columns,
  rows(state) {
    const atWork = state.picture?.agents ?? [];
    const { screen } = state.ui;
    const only = screen.name === 'agents' ? screen.campaignId : null;
    if (only === null)
      return [...atWork, ...state.offDuty.filter(({ agentId }) => !atWork.some((one) => one.agentId === agentId))];
    return atWork.filter((one) => one.joined.includes(only) || one.campaignId === only);
  },
  id: (agent) => agent.agentId,
  text: (agent, state) =>
    `${agent.name} ${stateWords(agent.state)} ${agent.state} ${agentCampaign(agent, state)} ${doing(agent, state)} ${agent.agentId}`,
  fault: (agent, state) => agentSeverity(agent, state) === 3,
  empty: () => 'No agent is logged in. Agents log in with `outdial agent` or their own client.',
};
