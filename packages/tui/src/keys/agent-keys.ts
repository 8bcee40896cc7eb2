import { ask, askReason } from './asks.ts';
import { whyNoAgents } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { markKeys } from './mark-keys.ts';
import { targetAgents } from './targets.ts';

export const AGENT_KEYS: readonly KeyBinding[] = [
  ...markKeys('agents', 'agents', 'agent'),
  {
    id: 'pause-agents',
    keys: ['p'],
    label: 'p',
    group: 'agents',
    on: ['agents'],
    hint: 'pause',
    does: 'Pause the agent or the marked ones, with a reason; during a call it takes effect after wrap-up.',
    why: (state) => whyNoAgents(state, 'pause'),
    run: (state) => askReason(state, targetAgents(state)),
  },
  {
    id: 'resume-agents',
    keys: ['r'],
    label: 'r',
    group: 'agents',
    on: ['agents'],
    hint: 'resume',
    does: 'Make the agent or the marked ones ready.',
    why: (state) => whyNoAgents(state, 'resume'),
    run: (state) => ask(state, { type: 'resume-agents', agentIds: targetAgents(state).map(({ agentId }) => agentId) }),
  },
  {
    id: 'log-in-agents',
    keys: ['i'],
    label: 'i',
    group: 'agents',
    on: ['agents'],
    hint: 'log in',
    does: 'Log the agent or the marked ones in: their phones are called, and they are not ready until they say so.',
    why: (state) => whyNoAgents(state, 'log-in'),
    run: (state) =>
      ask(state, {
        type: 'log-in-agents',
        agentIds: targetAgents(state)
          .filter((agent) => agent.state === 'logged-out')
          .map(({ agentId }) => agentId),
        campaignId: null,
      }),
  },
  {
    id: 'log-out-agents',
    keys: ['o'],
    label: 'o',
    group: 'agents',
    on: ['agents'],
    hint: 'log out',
    does: 'Log the agent or the marked ones out; during a call it takes effect after wrap-up.',
    why: (state) => whyNoAgents(state, 'log-out'),
    run: (state) => ask(state, { type: 'log-out-agents', agentIds: targetAgents(state).map(({ agentId }) => agentId) }),
  },
];
