/** One key pressed: to the dialog, the input line or the registry, whichever has the keyboard; gives the reaction. */
import type { CommandLine, ConsoleState } from '../model/state.ts';
import { notify, setFilter, withUi } from '../model/ui.ts';
import { tableOnScreen } from '../tables/registry.ts';
import { ask, carryOut, isTypedRight, PAUSE_REASONS } from './asks.ts';
import { completions, runCommand } from './commands.ts';
import { effect, type Reaction, show } from './reaction.ts';
import { bindingFor, KEYS } from './registry.ts';

/** The text that a key types, or null for a key that types none. */
const typed = (key: string): string | null => (key === 'space' ? ' ' : [...key].length === 1 ? key : null);

/** A line of text after a key. */
function edit(text: string, key: string): string {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  if (key === 'ctrl-w') return text.replace(/\S+\s*$/, '');
  return (text + (typed(key) ?? '')).slice(0, 200);
}

function inConfirm(state: ConsoleState, key: string): Reaction {
  const { dialog } = state.ui;
  if (dialog?.kind !== 'confirm') return show(state);
  if (key === 'esc') return show(withUi(state, { dialog: null }));
  if (dialog.typed === null) {
    if (key === 'enter' || key === 'y') return carryOut(state, dialog.act);
    return key === 'n' || key === 'q' ? show(withUi(state, { dialog: null })) : show(state);
  }
  if (key === 'enter')
    return isTypedRight(dialog)
      ? carryOut(state, dialog.act)
      : show(withUi(state, { dialog: { ...dialog, wrong: true } }));
  return show(withUi(state, { dialog: { ...dialog, text: edit(dialog.text, key), wrong: false } }));
}

function inReason(state: ConsoleState, key: string): Reaction {
  const { dialog } = state.ui;
  if (dialog?.kind !== 'reason') return show(state);
  if (key === 'esc') return show(withUi(state, { dialog: null }));
  if (key === 'enter') {
    const reason = dialog.text.trim() || PAUSE_REASONS[dialog.choice] || PAUSE_REASONS[0];
    const act = { type: 'pause-agents', agentIds: dialog.agentIds, reason: reason.slice(0, 80) } as const;
    // One agent and a reason: that was the confirmation. Many: their names and who is busy, first.
    return dialog.agentIds.length === 1 ? carryOut(state, act) : ask(state, act);
  }
  const step = key === 'down' || key === 'tab' ? 1 : key === 'up' ? -1 : 0;
  const choice = (dialog.choice + step + PAUSE_REASONS.length) % PAUSE_REASONS.length;
  return show(withUi(state, { dialog: { ...dialog, choice, text: step === 0 ? edit(dialog.text, key) : '' } }));
}

function inFilter(state: ConsoleState, key: string): Reaction {
  const { input } = state.ui;
  const table = tableOnScreen(state);
  if (input?.kind !== 'filter' || table === null) return show(withUi(state, { input: null }));
  if (key === 'esc') return show(withUi(setFilter(state, table.name, ''), { input: null }));
  if (key === 'enter') return show(withUi(state, { input: null }));
  if (key === 'up' || key === 'down') return show(table.move(withUi(state, { input: null }), key === 'up' ? -1 : 1));
  const before = state.ui.tables[table.name].filter;
  if (key === 'backspace' && before === '') return show(withUi(state, { input: null }));
  const after = edit(before, key);
  return show(after === before ? state : setFilter(state, table.name, after));
}

/** Tab takes the first candidate, and the next one with each further press. */
function completed(state: ConsoleState, input: CommandLine): CommandLine {
  const from = input.tab?.from ?? input.text;
  const candidates = completions(state, from);
  const place = input.tab === undefined ? 0 : (input.tab.place + 1) % Math.max(1, candidates.length);
  return { ...input, text: candidates[place] ?? input.text, tab: { from, place } };
}

function inCommand(state: ConsoleState, key: string): Reaction {
  const { input, commands } = state.ui;
  if (input?.kind !== 'command') return show(state);
  const set = (text: string, historyIndex: number | null = null): Reaction =>
    show(withUi(state, { input: { kind: 'command', text, historyIndex } }));
  switch (key) {
    case 'esc':
      return show(withUi(state, { input: null }));
    case 'enter': {
      const text = input.text.trim();
      const kept = text === '' || commands.at(-1) === text ? commands : [...commands, text].slice(-100);
      return runCommand(withUi(state, { input: null, commands: kept }), text);
    }
    case 'tab':
      return show(withUi(state, { input: completed(state, input) }));
    case 'up': {
      const index = Math.max(0, (input.historyIndex ?? commands.length) - 1);
      return set(commands[index] ?? input.text, index);
    }
    case 'down': {
      const index = (input.historyIndex ?? commands.length) + 1;
      return index >= commands.length ? set('') : set(commands[index] ?? '', index);
    }
    case 'backspace':
      return input.text === '' ? show(withUi(state, { input: null })) : set(edit(input.text, key));
    default:
      return set(edit(input.text, key));
  }
}

/** A key that does nothing says so, and where it would do something. */
function noMeaning(key: string): string {
  const elsewhere = KEYS.filter((binding) => binding.keys.includes(key) && binding.keys.length === 1);
  const screens = [...new Set(elsewhere.flatMap(({ on }) => on ?? []))];
  const shown = elsewhere[0]?.label ?? (key === 'space' ? 'Space' : key);
  if (screens.length > 0) return `${shown} does nothing here; it does on: ${screens.join(', ')}. ? lists the keys.`;
  return `${shown} does nothing here. ? lists the keys.`;
}

export function press(state: ConsoleState, key: string): Reaction {
  if (key === 'ctrl-c') return effect(state, { type: 'quit', reason: 'interrupt' });
  if (state.ui.dialog?.kind === 'confirm') return inConfirm(state, key);
  if (state.ui.dialog?.kind === 'reason') return inReason(state, key);
  if (state.ui.input?.kind === 'filter') return inFilter(state, key);
  if (state.ui.input?.kind === 'command') return inCommand(state, key);
  const binding = bindingFor(key, state.ui.screen.name);
  if (binding === null) return show(notify(state, 'notice', noMeaning(key)));
  const why = binding.why?.(state) ?? null;
  if (why !== null) return show(notify(state, 'notice', `${binding.label}: ${why}.`));
  return binding.run(state, key);
}
