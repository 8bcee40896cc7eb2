/** What a key or a command leads to: the next state, and what is to be done outside of it. */
import type { CallId } from '@outdial/shared';
import type { OfficeQuestion } from '../model/office.ts';
import type { Act, ConsoleState } from '../model/state.ts';

export type Effect =
  | { type: 'perform'; act: Act; undo: { act: Act; label: string } | null }
  | { type: 'monitor'; callId: CallId }
  | { type: 'look-up'; number: string }
  | { type: 'import'; file: string; listId: string; listName: string }
  | { type: 'office'; what: OfficeQuestion }
  | { type: 'retry' }
  | { type: 'quit'; reason: 'quit' | 'interrupt' };

export interface Reaction {
  state: ConsoleState;
  effects: readonly Effect[];
}

export const show = (state: ConsoleState): Reaction => ({ state, effects: [] });
export const effect = (state: ConsoleState, ...effects: readonly Effect[]): Reaction => ({ state, effects });
