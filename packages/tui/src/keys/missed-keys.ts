/** Keys that act on missed calls, one or the marked many (GT-4). */
import type { ConsoleState } from '../model/state.ts';
import { ask } from './asks.ts';
import { whyNoAdd } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { markKeys } from './mark-keys.ts';
import { type Reaction, show } from './reaction.ts';
import { targetMissed } from './targets.ts';

function add(state: ConsoleState): Reaction {
  const missed = targetMissed(state);
  const campaignId = missed[0]?.campaignId ?? null;
  if (campaignId === null) return show(state);
  return ask(state, { type: 'add-missed', campaignId, ids: missed.map(({ id }) => id) });
}

export const MISSED_KEYS: readonly KeyBinding[] = [
  {
    id: 'add-missed',
    keys: ['a'],
    label: 'a',
    group: 'missed',
    on: ['missed'],
    hint: 'add to list',
    does: 'Have the missed call or the marked ones called back by their campaign: added to its first list or, in one of the kind callback, asked for as callbacks.',
    why: whyNoAdd,
    run: add,
  },
  ...markKeys('missed', 'missed', 'missed call'),
];
