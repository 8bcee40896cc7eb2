/** Total state machines: a table names what every event does in every state, and a refusal says why. */

/** What a cell of a table holds: the next state's name, or why the event is refused there. */
export interface Refused<Code extends string> {
  readonly refused: Code;
}

export type Cell<State extends string, Code extends string> = State | Refused<Code>;

/** No `Partial` anywhere: a new state or event does not compile until every cell is decided. */
export type Table<State extends string, Event extends string, Code extends string> = {
  readonly [S in State]: { readonly [E in Event]: Cell<State, Code> };
};

export const refuse = <const Code extends string>(refused: Code): Refused<Code> => ({ refused });

export const isRefused = <Code extends string>(cell: string | Refused<Code>): cell is Refused<Code> =>
  typeof cell !== 'string';

/** A transition's answer: the next state, or the refusal's code. */
export type Transition<State, Code extends string> = { ok: true; state: State } | { ok: false; refused: Code };
