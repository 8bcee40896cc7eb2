/** Keys that change what is shown: cards or list, the trends' window, faults only, filter, sorting. */
import { TREND_WINDOWS_MS } from '../model/history.ts';
import type { ConsoleState } from '../model/state.ts';
import { notify, withUi } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { CAMPAIGN_SCREENS, type KeyBinding, TABLE_SCREENS } from './binding.ts';
import { type Reaction, show } from './reaction.ts';

function nextTrend(state: ConsoleState): Reaction {
  const index = TREND_WINDOWS_MS.indexOf(state.ui.trendWindowMs);
  const trendWindowMs = TREND_WINDOWS_MS[(index + 1) % TREND_WINDOWS_MS.length] ?? state.ui.trendWindowMs;
  return show(withUi(state, { trendWindowMs }));
}

export const VIEW_KEYS: readonly KeyBinding[] = [
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
      if (table !== null && column !== undefined) return show(table.sort(state, column.id));
      const letters = table?.sortable.map(({ letter, title }) => `${letter} ${title.toLowerCase()}`) ?? [];
      return show(notify(state, 'notice', `No column is sorted by ${key}. Letters here: ${letters.join(', ')}.`));
    },
  },
];
