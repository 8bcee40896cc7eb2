/** The command bar's commands of the back office: report, callbacks, users. */
import { ROLES } from '@outdial/shared';
import type { OfficeAct, OfficeQuestion } from '../model/office.ts';
import type { ConsoleState } from '../model/state.ts';
import { goTo } from '../model/ui.ts';
import { ask } from './asks.ts';
import { whyNoAct } from './availability.ts';
import { type CommandSpec, refuse } from './command.ts';
import { effect, type Reaction } from './reaction.ts';

function open(state: ConsoleState, what: OfficeQuestion): Reaction {
  const there = state.ui.screen.name === 'office' ? state : goTo(state, { name: 'office' });
  return effect({ ...there, office: null }, { type: 'office', what });
}

const page = (name: OfficeQuestion, does: string): CommandSpec => ({
  name,
  argument: '',
  does,
  run: (state) => open(state, name),
});

function asked(state: ConsoleState, command: string, act: OfficeAct): Reaction {
  const why = whyNoAct(state);
  if (why === null) return ask(state, act);
  return refuse(state, `:${command} cannot be done now: ${why}.`, '`?` lists keys and commands.');
}

const USER_HELP = 'Write `:user create NAME [ROLE]`, `:user password NAME`, `:user lock NAME` or `:user unlock NAME`.';

function user(state: ConsoleState, argument: string): Reaction {
  const [verb = '', username = '', given = 'agent'] = argument.split(/\s+/);
  if (username === '') return refuse(state, 'Which user?', USER_HELP);
  switch (verb) {
    case 'create': {
      const role = ROLES.find((known) => known === given);
      if (role === undefined) return refuse(state, `“${given}” is no role.`, `Roles are ${ROLES.join(', ')}.`);
      return asked(state, 'user', { type: 'create-user', username, role });
    }
    case 'password':
      return asked(state, 'user', { type: 'reset-password', username });
    case 'lock':
    case 'unlock':
      return asked(state, 'user', { type: 'lock-user', username, locked: verb === 'lock' });
    default:
      return refuse(state, `There is no :user ${verb}.`, USER_HELP);
  }
}

const CALLBACK_HELP = 'Open `:callbacks`, then `:callback give N [USER]` or `:callback cancel N`.';

function callback(state: ConsoleState, argument: string): Reaction {
  const [verb = '', place = '', username] = argument.split(/\s+/);
  const callbackId = state.office?.what === 'callbacks' ? state.office.ids[Number(place) - 1] : undefined;
  if (callbackId === undefined) return refuse(state, `There is no callback ${place}.`, CALLBACK_HELP);
  if (verb === 'cancel') return asked(state, 'callback', { type: 'cancel-callback', callbackId });
  if (verb !== 'give') return refuse(state, `There is no :callback ${verb}.`, CALLBACK_HELP);
  return asked(state, 'callback', { type: 'give-callback', callbackId, username: username ?? null });
}

export const OFFICE_COMMANDS: readonly CommandSpec[] = [
  page('report', 'The day so far, by campaign and by agent.'),
  page('callbacks', 'Open callbacks by their time, overdue ones marked.'),
  {
    name: 'callback',
    argument: 'VERB N',
    does: 'As in `:callback give 2 anna`, `:callback give 2` (to any agent), `:callback cancel 2`.',
    complete: () => ['give', 'cancel'],
    run: callback,
  },
  page('users', 'Who may log in.'),
  {
    name: 'user',
    argument: 'VERB NAME',
    does: 'As in `:user create anna agent`; verbs are create, password, lock, unlock.',
    complete: () => ['create', 'password', 'lock', 'unlock'],
    run: user,
  },
];
