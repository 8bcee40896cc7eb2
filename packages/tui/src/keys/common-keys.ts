/** Keys that work everywhere: undo, the connection, the emergency stop, the command bar, help, the way out. */
import { goBack, goTo, withUi } from '../model/ui.ts';
import { ask, carryOut } from './asks.ts';
import { whyNoAct } from './availability.ts';
import type { KeyBinding } from './binding.ts';
import { effect, show } from './reaction.ts';

export const COMMON_KEYS: readonly KeyBinding[] = [
  {
    id: 'undo',
    keys: ['u'],
    label: 'u',
    group: 'all',
    on: null,
    hint: null,
    does: 'Undo the pause of a campaign, a new level or a new mode, for 10 s.',
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
