/** What a key is: when it can be used, what it is called, and what it stands for. */
import type { AgentAction, AgentView } from '@outdial/shared';
import { whyNot } from './words.ts';

export type Deed =
  | 'log-in'
  | 'log-out'
  | 'ready'
  | 'not-ready'
  | 'automatic-ready'
  | 'get-record'
  | 'ok'
  | 'call'
  | 'number'
  | 'caller-id'
  | 'later'
  | 'do-not-call'
  | 'redial'
  | 'redial-last'
  | 'accept'
  | 'reject'
  | 'hold'
  | 'resume'
  | 'hang-up'
  | 'leave-message'
  | 'mute'
  | 'digits'
  | 'record'
  | 'transfer'
  | 'consult'
  | 'complete'
  | 'return'
  | 'code'
  | 'code-name'
  | 'notes'
  | 'callback'
  | 'cancel-callback'
  | 'case'
  | 'guide'
  | 'day'
  | 'done'
  | 'done-and-stop'
  | 'choose'
  | 'join'
  | 'leave'
  | 'help'
  | 'quit';

/** What a binding may look at. */
export interface KeyContext {
  view: AgentView;
  /** Index of the chosen campaign. */
  chosen: number;
  /** Of the record in hand: the number and the caller ID that a call takes. */
  numberAt: number;
  callerAt: number;
  /** GW-6: the campaign that has just been started or loaded, until something is made of it; its index. */
  started: number | null;
}

export interface KeyBinding {
  readonly deed: Deed;
  /** As the terminal sends it: a character, or `up/down`, `1-9`. */
  readonly key: string;
  /** In the footer. */
  readonly label: (context: KeyContext) => string;
  /** In the help. */
  readonly help: string;
  readonly group: 'Work' | 'Campaigns' | 'Record' | 'Call' | 'Wrap-up' | 'Program';
  /** Null: it can be done now; otherwise why not. */
  readonly refusal: (context: KeyContext) => string | null;
  /** False: it can be done, and the footer leaves it out. */
  readonly inFooter?: (context: KeyContext) => boolean;
}

export const needs =
  (action: AgentAction) =>
  ({ view }: KeyContext): string | null =>
    whyNot(view, action);

export const says = (label: string) => (): string => label;
