/** THE key registry: every key, where it works, what it does, when it cannot and why; footer, help and docs come from it. */
import { TREND_WINDOWS_MS } from '../model/history.ts';
import type { ConsoleState, Screen, ScreenName } from '../model/state.ts';
import { goBack, goTo, goToTop, setFilter, withTable, withUi } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { ask, askReason, carryOut } from './asks.ts';
import { type Why, whyNoAct, whyNoAgents, whyNoHangUp, whyNoMonitor, whyNoPause, whyNoResume } from './availability.ts';
import { effect, type Reaction, show } from './reaction.ts';
import { targetAgents, targetCall, targetCampaign } from './targets.ts';

export type KeyGroup = 'go' | 'move' | 'view' | 'campaign' | 'agents' | 'calls' | 'all';

export interface KeyBinding {
  readonly id: string;
  /** Names as `press` gives them; the first is shown. */
  readonly keys: readonly string[];
  /** How the keys are written in footer and help. */
  readonly label: string;
  readonly group: KeyGroup;
  /** Screens on which it works; null: on all. */
  readonly on: readonly ScreenName[] | null;
  /** One or two words for the footer; null: help only. */
  readonly hint: string | null;
  /** Another hint where the state asks for one. */
  hintFor?(state: ConsoleState): string;
  /** One sentence for help and docs. */
  readonly does: string;
  /** Why it cannot be used now. */
  why?(state: ConsoleState): Why;
  run(state: ConsoleState, key: string): Reaction;
}

const TABLE_SCREENS = ['campaigns', 'agents', 'calls', 'events'] as const;
const CAMPAIGN_SCREENS = ['campaigns', 'campaign'] as const;

const top = (id: string, key: string, label: string, screen: Screen, does: string): KeyBinding => ({
  id,
  keys: [key],
  label,
  group: 'go',
  on: null,
  hint: null,
  does,
  run: (state) => show(goToTop(state, screen)),
});

/** Moves in the table of the screen, or scrolls where there is none. */
function moveBy(state: ConsoleState, by: number): Reaction {
  const table = tableOnScreen(state);
  if (table !== null) return show(table.move(state, by));
  const scroll = Math.max(0, Math.min(10_000, state.ui.scroll + by));
  return show(withUi(state, { scroll: Number.isFinite(scroll) ? scroll : 0 }));
}

const page = (state: ConsoleState): number => Math.max(1, state.size.rows - 8);

const move = (id: string, keys: readonly string[], label: string, does: string, by: (s: ConsoleState) => number) => ({
  id,
  keys,
  label,
  group: 'move' as const,
  on: null,
  hint: null,
  does,
  run: (state: ConsoleState) => moveBy(state, by(state)),
});

function open(state: ConsoleState): Reaction {
  const { screen } = state.ui;
  if (screen.name === 'campaigns') {
    const campaign = targetCampaign(state);
    return campaign === null ? show(state) : show(goTo(state, { name: 'campaign', campaignId: campaign.campaignId }));
  }
  return monitor(state);
}

function monitor(state: ConsoleState): Reaction {
  const call = targetCall(state);
  if (call === null) return show(state);
  return effect(goTo(state, { name: 'monitor', callId: call.callId }), { type: 'monitor', callId: call.callId });
}

/** Esc takes away one thing at a time: filter, marks, faults-only, then the screen itself. */
function stepBack(state: ConsoleState): Reaction {
  const table = tableOnScreen(state);
  if (table !== null) {
    const ui = state.ui.tables[table.name];
    if (ui.filter !== '') return show(setFilter(state, table.name, ''));
    if (ui.marks.size > 0) return show(withTable(state, table.name, { marks: new Set() }));
  }
  if (state.ui.faultsOnly) return show(withUi(state, { faultsOnly: false }));
  if (state.ui.notice !== null) return show(withUi(state, { notice: null }));
  return show(goBack(state));
}

function nextTrend(state: ConsoleState): Reaction {
  const index = TREND_WINDOWS_MS.indexOf(state.ui.trendWindowMs);
  const trendWindowMs = TREND_WINDOWS_MS[(index + 1) % TREND_WINDOWS_MS.length] ?? state.ui.trendWindowMs;
  return show(withUi(state, { trendWindowMs }));
}

export const KEYS: readonly KeyBinding[] = [
  top('campaigns', '1', '1', { name: 'campaigns' }, 'Campaigns: all of them, as cards or as a list.'),
  top('agents', '2', '2', { name: 'agents', campaignId: null }, 'Agents: everybody at work.'),
  top('calls', '3', '3', { name: 'calls', campaignId: null }, 'Calls: each call under way.'),
  top('events', '4', '4', { name: 'events' }, 'Events: every act with its actor.'),
  {
    id: 'next-screen',
    keys: ['tab'],
    label: 'Tab',
    group: 'go',
    on: null,
    hint: null,
    does: 'The next of the four screens.',
    run(state) {
      const order: readonly Screen[] = [
        { name: 'campaigns' },
        { name: 'agents', campaignId: null },
        { name: 'calls', campaignId: null },
        { name: 'events' },
      ];
      const here = order.findIndex(({ name }) => name === state.ui.screen.name);
      return show(goToTop(state, order[(here + 1) % order.length] ?? { name: 'campaigns' }));
    },
  },
  {
    id: 'open',
    keys: ['enter'],
    label: 'Enter',
    group: 'go',
    on: ['campaigns', 'agents', 'calls'],
    hint: 'open',
    does: "Open what the cursor is on: a campaign's page, or the call of an agent.",
    why: (state) =>
      state.ui.screen.name === 'campaigns'
        ? targetCampaign(state) === null
          ? 'no campaign is chosen'
          : null
        : whyNoMonitor(state),
    run: open,
  },
  {
    id: 'pause-campaign',
    keys: ['p'],
    label: 'p',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'pause',
    does: 'Pause the campaign: nothing new is dialed, calls under way are finished.',
    why: whyNoPause,
    run(state) {
      const campaign = targetCampaign(state);
      return campaign === null ? show(state) : ask(state, { type: 'pause-campaign', campaignId: campaign.campaignId });
    },
  },
  {
    id: 'resume-campaign',
    keys: ['r'],
    label: 'r',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'resume',
    hintFor: (state) => (targetCampaign(state)?.state === 'loaded' ? 'start' : 'resume'),
    does: 'Resume a paused campaign, or start a loaded one.',
    why: whyNoResume,
    run(state) {
      const campaign = targetCampaign(state);
      if (campaign === null) return show(state);
      const type = campaign.state === 'loaded' ? 'start-campaign' : 'resume-campaign';
      return ask(state, { type, campaignId: campaign.campaignId });
    },
  },
  {
    id: 'campaign-agents',
    keys: ['a'],
    label: 'a',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'agents',
    does: 'The agents of this campaign.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'agents', campaignId: campaign.campaignId }));
    },
  },
  {
    id: 'campaign-calls',
    keys: ['c'],
    label: 'c',
    group: 'campaign',
    on: CAMPAIGN_SCREENS,
    hint: 'calls',
    does: 'The calls of this campaign.',
    why: (state) => (targetCampaign(state) === null ? 'no campaign is chosen' : null),
    run(state) {
      const campaign = targetCampaign(state);
      return show(campaign === null ? state : goTo(state, { name: 'calls', campaignId: campaign.campaignId }));
    },
  },
  {
    id: 'view',
    keys: ['v'],
    label: 'v',
    group: 'view',
    on: ['campaigns'],
    hint: 'list',
    hintFor: (state) => (state.ui.view === 'cards' ? 'list' : 'cards'),
    does: 'Campaigns as cards or as a list.',
    run: (state) => show(withUi(state, { view: state.ui.view === 'cards' ? 'list' : 'cards' })),
  },
  {
    id: 'trend',
    keys: ['t'],
    label: 't',
    group: 'view',
    on: CAMPAIGN_SCREENS,
    hint: 'trend',
    does: 'Trends over the last 5 minutes, 30 minutes, 2 hours or 8 hours.',
    run: nextTrend,
  },
  {
    id: 'mark',
    keys: ['space'],
    label: 'Space',
    group: 'agents',
    on: ['agents'],
    hint: 'mark',
    does: 'Mark the agent, or take the mark away; acts are done to all that are marked.',
    run: (state) => show(tableOnScreen(state)?.mark(state) ?? state),
  },
  {
    id: 'mark-all',
    keys: ['*'],
    label: '*',
    group: 'agents',
    on: ['agents'],
    hint: null,
    does: 'Mark all agents that are shown, or none.',
    run: (state) => show(tableOnScreen(state)?.markAll(state) ?? state),
  },
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
  {
    id: 'monitor',
    keys: ['m'],
    label: 'm',
    group: 'calls',
    on: ['agents', 'calls'],
    hint: 'monitor',
    does: 'Monitor the call: level meters of both sides and what the detector hears.',
    why: whyNoMonitor,
    run: monitor,
  },
  {
    id: 'hang-up',
    keys: ['x'],
    label: 'x',
    group: 'calls',
    on: ['calls', 'monitor'],
    hint: 'hang up',
    does: 'End the call.',
    why: whyNoHangUp,
    run(state) {
      const call = targetCall(state);
      return call === null ? show(state) : ask(state, { type: 'hang-up', callId: call.callId });
    },
  },
  {
    id: 'faults',
    keys: ['!'],
    label: '!',
    group: 'view',
    on: ['campaigns', 'agents', 'calls'],
    hint: 'faults',
    hintFor: (state) => (state.ui.faultsOnly ? 'all' : 'faults'),
    does: 'Only what is over a threshold, or all again.',
    run: (state) => show(withUi(state, { faultsOnly: !state.ui.faultsOnly })),
  },
  {
    id: 'filter',
    keys: ['/'],
    label: '/',
    group: 'view',
    on: TABLE_SCREENS,
    hint: 'filter',
    does: 'Filter the rows as you type; a leading ! finds all others; Esc clears.',
    run(state) {
      const table = tableOnScreen(state);
      if (table === null) return show(state);
      return show(withUi(state, { input: { kind: 'filter', before: state.ui.tables[table.name].filter } }));
    },
  },
  {
    id: 'sort',
    keys: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    label: 'Shift+letter',
    group: 'view',
    on: TABLE_SCREENS,
    hint: null,
    does: 'Sort by the column whose heading has that letter marked; again turns it round, a third time ends it.',
    run(state, key) {
      const table = tableOnScreen(state);
      const column = table?.sortable.find(({ letter }) => letter === key);
      return show(table === null || column === undefined ? state : table.sort(state, column.id));
    },
  },
  move('up', ['up', 'k'], '↑ k', 'One row up.', () => -1),
  move('down', ['down', 'j'], '↓ j', 'One row down.', () => 1),
  move('page-up', ['pageup', 'ctrl-b'], 'PgUp', 'One page up.', (state) => -page(state)),
  move('page-down', ['pagedown', 'ctrl-f'], 'PgDn', 'One page down.', page),
  move('home', ['home', 'g'], 'Home g', 'The first row.', () => -Number.MAX_SAFE_INTEGER),
  move('end', ['end'], 'End', 'The last row.', () => Number.MAX_SAFE_INTEGER),
  {
    id: 'escape',
    keys: ['esc', 'backspace'],
    label: 'Esc',
    group: 'go',
    on: null,
    hint: null,
    does: 'Clear the filter, then marks and faults-only; then back to the screen before.',
    run: stepBack,
  },
  {
    id: 'undo',
    keys: ['u'],
    label: 'u',
    group: 'all',
    on: null,
    hint: null,
    does: 'Undo a pause or a change of level, for 10 s.',
    why: (state) => (state.ui.undo === null ? 'there is nothing to undo' : whyNoAct(state)),
    run(state) {
      const { undo } = state.ui;
      return undo === null ? show(state) : carryOut(withUi(state, { undo: null }), undo.act);
    },
  },
  {
    id: 'retry',
    keys: ['ctrl-r'],
    label: 'Ctrl-R',
    group: 'all',
    on: null,
    hint: null,
    does: 'Try the connection again at once.',
    why: (state) => (state.link.kind === 'lost' ? null : 'the connection is up'),
    run: (state) => effect(state, { type: 'retry' }),
  },
  {
    id: 'emergency-stop',
    keys: ['ctrl-x'],
    label: 'Ctrl-X',
    group: 'all',
    on: null,
    hint: null,
    does: 'Emergency stop: no new call anywhere, after a typed confirmation; while it holds, dial again.',
    why: whyNoAct,
    run: (state) =>
      ask(
        state,
        state.engine.dialing === 'stopped' ? { type: 'resume-dialing' } : { type: 'emergency-stop', endCalls: false },
      ),
  },
  {
    id: 'command',
    keys: [':'],
    label: ':',
    group: 'all',
    on: null,
    hint: 'command',
    does: 'The command bar, with completion (Tab) and history (↑ ↓).',
    run: (state) => show(withUi(state, { input: { kind: 'command', text: '', historyIndex: null } })),
  },
  {
    id: 'help',
    keys: ['?'],
    label: '?',
    group: 'all',
    on: null,
    hint: 'help',
    does: 'This help.',
    run: (state) => show(state.ui.screen.name === 'help' ? goBack(state) : goTo(state, { name: 'help' })),
  },
  {
    id: 'quit',
    keys: ['q'],
    label: 'q',
    group: 'all',
    on: null,
    hint: 'quit',
    does: 'Leave the console (Ctrl-C too).',
    run: (state) => effect(state, { type: 'quit', reason: 'quit' }),
  },
];

export const worksOn = (binding: KeyBinding, screen: ScreenName): boolean =>
  binding.on === null || binding.on.includes(screen);

export const bindingFor = (key: string, screen: ScreenName): KeyBinding | null =>
  KEYS.find((binding) => binding.keys.includes(key) && worksOn(binding, screen)) ?? null;
