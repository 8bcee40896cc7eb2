/** Keys that move the cursor of the screen's table, or scroll where there is none. */
import type { ConsoleState } from '../model/state.ts';
import { withUi } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import type { KeyBinding } from './binding.ts';
import { type Reaction, show } from './reaction.ts';

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

export const MOVE_KEYS: readonly KeyBinding[] = [
  move('up', ['up', 'k'], '↑ k', 'One row up.', () => -1),
  move('down', ['down', 'j'], '↓ j', 'One row down.', () => 1),
  move('page-up', ['pageup', 'ctrl-b'], 'PgUp', 'One page up.', (state) => -page(state)),
  move('page-down', ['pagedown', 'ctrl-f'], 'PgDn', 'One page down.', page),
  move('home', ['home', 'g'], 'Home g', 'The first row.', () => -Number.MAX_SAFE_INTEGER),
  move('end', ['end'], 'End', 'The last row.', () => Number.MAX_SAFE_INTEGER),
];
