/** The keys that mark rows for an act: the same on every screen whose rows can be marked. */
import type { ScreenName } from '../model/state.ts';
import { tableOnScreen } from '../tables/registry.ts';
import type { KeyBinding, KeyGroup } from './binding.ts';
import { show } from './reaction.ts';

export const markKeys = (screen: ScreenName, group: KeyGroup, one: string, many = `${one}s`): readonly KeyBinding[] => [
  {
    id: `mark-${screen}`,
    keys: ['space'],
    label: 'Space',
    group,
    on: [screen],
    hint: 'mark',
    does: `Mark the ${one}, or take the mark away; acts are done to all that are marked.`,
    run: (state) => show(tableOnScreen(state)?.mark(state) ?? state),
  },
  {
    id: `mark-all-${screen}`,
    keys: ['*'],
    label: '*',
    group,
    on: [screen],
    hint: null,
    does: `Mark all ${many} that are shown, or none.`,
    run: (state) => show(tableOnScreen(state)?.markAll(state) ?? state),
  },
];
