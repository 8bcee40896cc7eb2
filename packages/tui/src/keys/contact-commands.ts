/** The command bar's commands on contacts: `:contacts`, `:move`, `:delete`, `:reset` (GT-6). */
import { CONTACT_WORDS, type ContactAct, type ContactTarget, type KnownList } from '../model/contacts.ts';
import { type ConsoleState, campaignName } from '../model/state.ts';
import { ask } from './asks.ts';
import { type CommandSpec, find, refuse } from './command.ts';
import { OPEN_FIRST, openContacts } from './contact-open.ts';
import { contactTarget, wholeTarget, whyNoContacts } from './contact-targets.ts';
import { type Reaction, show } from './reaction.ts';

/** `all` before a name, or alone: not the marked ones, but all that the screen is about. */
function targetOf(state: ConsoleState, argument: string): { target: ContactTarget | null; rest: string } {
  const [, all, rest = ''] = /^(all\b)?\s*(.*)$/.exec(argument) ?? [];
  return { target: all === undefined ? contactTarget(state) : wholeTarget(state), rest };
}

function asked(state: ConsoleState, name: string, target: ContactTarget | null, act: ContactAct | null): Reaction {
  const why = whyNoContacts(state, target);
  if (why !== null) return refuse(state, `:${name} cannot be done now: ${why}.`, target === null ? OPEN_FIRST : null);
  return act === null ? show(state) : ask(state, act);
}

/** Lists by their names, and campaigns, which stand for their first list. */
function places(state: ConsoleState): readonly (KnownList & { label: string })[] {
  const lists = state.knownLists.map((list) => ({ ...list, label: list.name }));
  const campaigns = [...state.overviews.values()].flatMap(({ campaign }) => {
    const first = lists.find(({ id }) => id === campaign.listIds[0]);
    return first === undefined
      ? []
      : [{ id: first.id, name: campaign.name, label: `${first.name} (${campaignName(state, campaign.id)})` }];
  });
  return [...campaigns, ...lists];
}

function move(state: ConsoleState, argument: string): Reaction {
  const { target, rest } = targetOf(state, argument);
  const why = whyNoContacts(state, target);
  if (target === null || why !== null) return asked(state, 'move', target, null);
  if (rest === '') return refuse(state, 'Where to?', 'Name a campaign or a list: `:move west`. Tab completes names.');
  const to = find(places(state), ({ name, id }) => [name, id], rest);
  if (to === null)
    return refuse(state, `No campaign with a list, and no list, is called “${rest}”.`, 'Tab completes names.');
  if (to.id === target.listId) return refuse(state, `They are in ${to.label} already.`);
  return ask(state, { type: 'move-contacts', target, toListId: to.id, toName: to.label });
}

const onTarget =
  (name: 'delete' | 'reset') =>
  (state: ConsoleState, argument: string): Reaction => {
    const { target, rest } = targetOf(state, argument);
    if (rest !== '') return refuse(state, `:${name} takes no “${rest}”.`, `\`:${name}\` or \`:${name} all\`.`);
    return asked(state, name, target, target === null ? null : { type: `${name}-contacts`, target });
  };

export const CONTACT_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'contacts',
    argument: '[WORD]',
    does: 'The contacts of the list: all, or only those that are callable, waiting, unfinished, no-answer, busy…',
    complete: () => CONTACT_WORDS,
    run: openContacts,
  },
  {
    name: 'move',
    argument: '[all] NAME',
    does: 'Move the contacts under the cursor or marked, or all of the screen’s list, to that campaign or list.',
    complete: (state) => {
      const names = places(state).map(({ name }) => name);
      return [...names, ...names.map((name) => `all ${name}`)];
    },
    run: move,
  },
  {
    name: 'delete',
    argument: '[all]',
    does: 'Delete the contacts under the cursor or marked, or all of the screen’s list.',
    complete: () => ['all'],
    run: onTarget('delete'),
  },
  {
    name: 'reset',
    argument: '[all]',
    does: 'Have them tried again as if they had not been yet.',
    complete: () => ['all'],
    run: onTarget('reset'),
  },
];
