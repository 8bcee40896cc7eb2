/** What a command of the command bar is, how the one that is meant is found by its name, and how a command says no. */
import type { ConsoleState } from '../model/state.ts';
import { notify } from '../model/ui.ts';
import { type Reaction, show } from './reaction.ts';

export interface CommandSpec {
  readonly name: string;
  /** What follows the name, for help; empty: nothing. */
  readonly argument: string;
  readonly does: string;
  /** Words that the argument may be completed to. */
  complete?(state: ConsoleState): readonly string[];
  run(state: ConsoleState, argument: string): Reaction;
}

/** The one that is meant: the same id or name, else the first whose name begins with it or has it inside. */
export function find<T>(all: readonly T[], names: (one: T) => readonly string[], wanted: string): T | null {
  const low = wanted.toLowerCase();
  const having = (test: (name: string) => boolean): T | undefined =>
    all.find((one) => names(one).some((name) => test(name.toLowerCase())));
  return (
    having((name) => name === low) ??
    having((name) => name.startsWith(low)) ??
    having((name) => name.includes(low)) ??
    null
  );
}

/** Says why not, and what to do instead. */
export const refuse = (state: ConsoleState, text: string, remedy: string | null = null): Reaction =>
  show(notify(state, 'bad', text, remedy));
