/** The command bar's commands: name, argument, completion, and what each does; help and docs list them from here. */
import { type AgentPicture, type CampaignPicture, DIALING_MODES } from '@outdial/shared';
import type { ConsoleState, Screen, TableName } from '../model/state.ts';
import { goTo, goToTop, setFilter, withTable, withUi } from '../model/ui.ts';
import { LISTS_TABLE } from '../tables/lists.ts';
import { cursorRow, tableView } from '../tables/view.ts';
import { ask, askReason, carryOut } from './asks.ts';
import { whyNoAct } from './availability.ts';
import { type CommandSpec, find, refuse } from './command.ts';
import { CONTACT_COMMANDS } from './contact-commands.ts';
import { lookUp } from './contact-open.ts';
import { OFFICE_COMMANDS } from './office-commands.ts';
import { effect, type Reaction, show } from './reaction.ts';
import { bindingFor } from './registry.ts';
import { targetCampaign, targetMissed } from './targets.ts';

const campaigns = (state: ConsoleState): readonly CampaignPicture[] => state.picture?.campaigns ?? [];
const agents = (state: ConsoleState): readonly AgentPicture[] => state.picture?.agents ?? [];

/** A screen; with words behind it, its rows filtered by them. */
const go = (name: TableName, does: string, screen: Screen): CommandSpec => ({
  name,
  argument: '[FILTER]',
  does,
  run(state, argument) {
    const there = goToTop(state, screen);
    return show(argument === '' ? there : setFilter(there, name, argument));
  },
});

/** A command that presses a key of the registry, so that both say and do the same. */
const pressing = (name: string, key: string, does: string): CommandSpec => ({
  name,
  argument: '',
  does,
  run(state) {
    const binding = bindingFor(key, state.ui.screen.name);
    if (binding === null)
      return refuse(state, `:${name} has nothing to act on here.`, 'Open a campaign or the agents.');
    const why = binding.why?.(state) ?? null;
    return why === null ? binding.run(state, key) : refuse(state, `:${name} cannot be done now: ${why}.`);
  },
});

function openCampaign(state: ConsoleState, argument: string): Reaction {
  if (argument === '') return show(goToTop(state, { name: 'campaigns' }));
  const found = find(campaigns(state), (one) => [one.name, one.campaignId], argument);
  if (found === null)
    return refuse(state, `No campaign is called “${argument}”.`, 'Tab completes names; `:campaigns` lists them.');
  return show(goTo(state, { name: 'campaign', campaignId: found.campaignId }));
}

function openLists(state: ConsoleState, argument: string): Reaction {
  const found =
    argument === '' ? targetCampaign(state) : find(campaigns(state), (one) => [one.name, one.campaignId], argument);
  if (found !== null) return show(goTo(state, { name: 'lists', campaignId: found.campaignId }));
  return argument === ''
    ? refuse(state, 'No campaign is chosen.', 'Name one: `:lists west`.')
    : refuse(state, `No campaign is called “${argument}”.`, 'Tab completes names; `:campaigns` lists them.');
}

function importFile(state: ConsoleState, file: string): Reaction {
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:import cannot be done now: ${why}.`);
  const list = state.ui.screen.name === 'lists' ? cursorRow(tableView(state, LISTS_TABLE)) : null;
  if (list === null) return refuse(state, 'No list is chosen.', 'Open the lists of a campaign with `l` first.');
  if (file === '') return refuse(state, 'No file is named.', 'As in `:import people.csv`.');
  const { listId, name: listName } = list;
  const there = goTo({ ...state, imported: { file, listName, asked: { state: 'asked' } } }, { name: 'import' });
  return effect(there, { type: 'import', file, listId, listName });
}

function openAgent(state: ConsoleState, argument: string): Reaction {
  const found = argument === '' ? null : find(agents(state), (one) => [one.name, one.agentId], argument);
  if (found === null)
    return refuse(state, `No agent is called “${argument}”.`, 'Tab completes names; `:agents` lists them.');
  const there = goToTop({ ...state, ui: { ...state.ui, faultsOnly: false } }, { name: 'agents', campaignId: null });
  return show(withTable(setFilter(there, 'agents', ''), 'agents', { cursorId: found.agentId }));
}

function setLevel(state: ConsoleState, argument: string): Reaction {
  const campaign = targetCampaign(state);
  const level = Number(argument.replace(',', '.'));
  if (campaign === null) return refuse(state, 'No campaign is chosen.', 'Open one first, then `:level 1.8`.');
  if (!Number.isFinite(level) || level < 1 || level > 20)
    return refuse(state, `“${argument}” is no level.`, 'A level is a number from 1 to 20, as in `:level 1.8`.');
  if (campaign.mode !== 'power')
    return refuse(state, `${campaign.name} is ${campaign.mode}: its pace is worked out, not set.`);
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:level cannot be done now: ${why}.`);
  return ask(state, { type: 'set-level', campaignId: campaign.campaignId, linesPerAgent: level });
}

function setMode(state: ConsoleState, argument: string): Reaction {
  const campaign = targetCampaign(state);
  if (campaign === null) return refuse(state, 'No campaign is chosen.', 'Open one first, then `:mode preview`.');
  const mode = DIALING_MODES.find((known) => known === argument.toLowerCase());
  if (mode === undefined) return refuse(state, `“${argument}” is no mode.`, `Modes are ${DIALING_MODES.join(', ')}.`);
  if (campaign.mode === mode) return refuse(state, `${campaign.name} is ${mode} already.`);
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:mode cannot be done now: ${why}.`);
  return ask(state, { type: 'set-mode', campaignId: campaign.campaignId, mode });
}

/** GT-10: the manager's states that no key has. */
const steering = (name: 'load' | 'end', from: string, does: string): CommandSpec => ({
  name,
  argument: '',
  does,
  run(state) {
    const campaign = targetCampaign(state);
    if (campaign === null) return refuse(state, 'No campaign is chosen.', `Open one first, then \`:${name}\`.`);
    const why = (campaign.state === 'ended') === (name === 'load') ? whyNoAct(state) : `it is ${campaign.state}${from}`;
    if (why !== null) return refuse(state, `:${name} cannot be done now: ${why}.`);
    return ask(state, { type: `${name}-campaign`, campaignId: campaign.campaignId });
  },
});

function stop(state: ConsoleState, argument: string): Reaction {
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:stop cannot be done now: ${why}.`);
  return ask(state, { type: 'emergency-stop', endCalls: argument === 'calls' });
}

function pause(state: ConsoleState, argument: string): Reaction {
  if (argument === '') return pressing('pause', 'p', '').run(state, '');
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:pause cannot be done now: ${why}.`);
  const campaign = find(campaigns(state), (one) => [one.name, one.campaignId], argument);
  if (campaign !== null) return ask(state, { type: 'pause-campaign', campaignId: campaign.campaignId });
  const agent = find(agents(state), (one) => [one.name, one.agentId], argument);
  return agent === null
    ? refuse(state, `Neither a campaign nor an agent is called “${argument}”.`, 'Tab completes names.')
    : askReason(state, [agent]);
}

function logIn(state: ConsoleState, argument: string): Reaction {
  if (argument === '') return pressing('log-in', 'i', '').run(state, '');
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:log-in cannot be done now: ${why}.`);
  const agent = find(state.offDuty, (one) => [one.name, one.agentId], argument);
  if (agent === null)
    return refuse(state, `No agent who is logged out is called “${argument}”.`, 'Tab completes names.');
  const campaignId = targetCampaign(state)?.campaignId ?? null;
  return ask(state, { type: 'log-in-agents', agentIds: [agent.agentId], campaignId });
}

function setPhone(state: ConsoleState, argument: string): Reaction {
  if (argument === '') return refuse(state, 'Which phone?', 'Write its address, as in `:phone 6001`.');
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:phone cannot be done now: ${why}.`);
  return carryOut(state, { type: 'set-phone', phone: argument });
}

function addMissed(state: ConsoleState, argument: string): Reaction {
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:add cannot be done now: ${why}.`);
  const missed = targetMissed(state);
  if (missed.length === 0)
    return refuse(state, 'No missed call that is still open is chosen.', 'Press 5 and choose some first.');
  const campaign =
    argument === '' ? targetCampaign(state) : find(campaigns(state), (one) => [one.name, one.campaignId], argument);
  if (campaign === null) return refuse(state, `No campaign is called “${argument}”.`, 'Tab completes names.');
  return ask(state, { type: 'add-missed', campaignId: campaign.campaignId, ids: missed.map(({ id }) => id) });
}

function resumeDialing(state: ConsoleState): Reaction {
  const why = whyNoAct(state);
  if (why !== null) return refuse(state, `:resume-dialing cannot be done now: ${why}.`);
  return ask(state, { type: 'resume-dialing' });
}

const names = (all: readonly { name: string }[]): readonly string[] => all.map(({ name }) => name);

export const COMMANDS: readonly CommandSpec[] = [
  go('campaigns', 'All campaigns.', { name: 'campaigns' }),
  {
    name: 'campaign',
    argument: 'NAME',
    does: "One campaign's page.",
    complete: (state) => names(campaigns(state)),
    run: openCampaign,
  },
  go('agents', 'All agents.', { name: 'agents', campaignId: null }),
  {
    name: 'agent',
    argument: 'NAME',
    does: 'The cursor to one agent.',
    complete: (state) => names(agents(state)),
    run: openAgent,
  },
  go('calls', 'Calls under way.', { name: 'calls', campaignId: null }),
  {
    name: 'lists',
    argument: '[NAME]',
    does: 'The call lists of a campaign: the one under the cursor, or the one named.',
    complete: (state) => names(campaigns(state)),
    run: openLists,
  },
  {
    name: 'import',
    argument: 'FILE',
    does: 'Import a CSV file into the list under the cursor, with a report of each refused row.',
    run: importFile,
  },
  {
    name: 'number',
    argument: '+33…',
    does: 'Look a number up: why it was called, when, by which rule; why it is not called now.',
    run: lookUp,
  },
  go('events', 'Every act with its actor.', { name: 'events' }),
  go('missed', 'Calls that nobody took.', { name: 'missed', campaignId: null }),
  {
    name: 'pause',
    argument: '[NAME]',
    does: 'Pause the campaign or agents under the cursor, or the one named.',
    complete: (state) => [...names(campaigns(state)), ...names(agents(state))],
    run: pause,
  },
  pressing('resume', 'r', 'Resume the campaign or agents under the cursor.'),
  pressing('log-out', 'o', 'Log out the agents under the cursor or marked.'),
  {
    name: 'log-in',
    argument: 'NAME',
    does: 'Log an agent in, not ready: their phone is called; on a campaign’s screen they are joined to it.',
    complete: (state) => names(state.offDuty),
    run: logIn,
  },
  {
    name: 'phone',
    argument: 'ADDRESS',
    does: 'The phone at which you monitor calls, as in `:phone 6001`.',
    run: setPhone,
  },
  {
    name: 'add',
    argument: 'CAMPAIGN',
    does: 'Have the missed calls under the cursor or marked called back by that campaign.',
    complete: (state) => names(campaigns(state)),
    run: addMissed,
  },
  pressing('record', 'o', 'Record the call, or stop.'),
  pressing('monitor', 'm', 'Monitor the call under the cursor.'),
  pressing('hang-up', 'x', 'End the call under the cursor.'),
  pressing('undo', 'u', 'Undo the pause of a campaign, a new level or a new mode.'),
  {
    name: 'level',
    argument: 'N',
    does: 'Lines for each ready agent of a power campaign, as in `:level 1.8`.',
    run: setLevel,
  },
  {
    name: 'mode',
    argument: 'MODE',
    does: 'Its mode, while it runs: preview, push-preview, progressive, power, predictive.',
    complete: () => DIALING_MODES,
    run: setMode,
  },
  steering('load', ', and only an ended one is loaded again', 'Load an ended campaign again; its agents are told.'),
  steering('end', ' already', 'End the campaign: calls under way are finished, records in hand go back.'),
  {
    name: 'stop',
    argument: '[calls]',
    does: 'Emergency stop; with `calls`, those under way are cut off too.',
    complete: () => ['calls'],
    run: stop,
  },
  { name: 'resume-dialing', argument: '', does: 'Dial again after an emergency stop.', run: resumeDialing },
  ...CONTACT_COMMANDS,
  ...OFFICE_COMMANDS,
  {
    name: 'faults',
    argument: '',
    does: 'Only what is over a threshold, or all again.',
    run: (state) => show(withUi(state, { faultsOnly: !state.ui.faultsOnly })),
  },
  {
    name: 'help',
    argument: '',
    does: 'Keys and commands.',
    run: (state) => show(goTo(state, { name: 'help' })),
  },
  {
    name: 'quit',
    argument: '',
    does: 'Leave the console.',
    run: (state) => effect(state, { type: 'quit', reason: 'quit' }),
  },
];

/** Finds the command by its whole name, else by an unambiguous beginning. */
function commandNamed(name: string): CommandSpec | null {
  const exact = COMMANDS.find((command) => command.name === name);
  if (exact !== undefined) return exact;
  const begun = COMMANDS.filter((command) => name !== '' && command.name.startsWith(name));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

export function runCommand(state: ConsoleState, text: string): Reaction {
  const [name = '', ...rest] = text.trim().split(/\s+/);
  if (name === '') return show(state);
  const command = commandNamed(name.toLowerCase());
  if (command === null) return refuse(state, `There is no command :${name}.`, '`?` lists keys and commands.');
  return command.run(state, rest.join(' '));
}

/** What Tab would make of the text: the first candidate, and all of them. */
export function completions(state: ConsoleState, text: string): readonly string[] {
  const [name = '', ...rest] = text.trimStart().split(' ');
  if (rest.length === 0) return COMMANDS.map((command) => command.name).filter((known) => known.startsWith(name));
  const wanted = rest.join(' ').toLowerCase();
  const words = commandNamed(name)?.complete?.(state) ?? [];
  const begins = words.filter((word) => word.toLowerCase().startsWith(wanted));
  const has = words.filter((word) => !begins.includes(word) && word.toLowerCase().includes(wanted));
  return [...begins, ...has].map((word) => `${name} ${word}`);
}
