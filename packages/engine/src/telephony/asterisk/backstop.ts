/**
 * Should this engine die, nobody waits in silence for long: a contact without an agent has an absolute limit in Asterisk
 * itself, put off again and again while the engine lives, and taken away when an agent is with them.
 */
import type { Timer } from '@outdial/shared';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import type { Switchboard } from './switchboard.ts';

/** Most calls find their agent, or their end, before it is put off the first time. */
const ALONE_LIMIT_S = 8;
const PUT_OFF_EVERY_MS = 4_000;

export class Backstop {
  readonly #board: Switchboard;
  readonly #timers = new Map<AsteriskCall, Timer>();

  constructor(board: Switchboard) {
    this.#board = board;
  }

  /** The contact answered, was joined with an agent, or was left by one. */
  follow(call: AsteriskCall): void {
    const guarded = this.#timers.has(call);
    this.#timers.get(call)?.cancel();
    this.#timers.delete(call);
    if (call.phase !== 'answered' || call.leaving) return;
    if (call.phone === null) this.#guard(call);
    else if (guarded) this.#limit(call, 0);
  }

  /** The call is over. */
  forget(call: AsteriskCall): void {
    this.#timers.get(call)?.cancel();
    this.#timers.delete(call);
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #guard(call: AsteriskCall): void {
    this.#limit(call, ALONE_LIMIT_S);
    this.#timers.set(
      call,
      this.#board.clock.after(PUT_OFF_EVERY_MS, () => this.follow(call)),
    );
  }

  /** In seconds from now; 0 takes it away. */
  #limit({ channelId }: AsteriskCall, seconds: number): void {
    const query = { variable: 'TIMEOUT(absolute)', value: seconds };
    this.#board.rest.post(path`/channels/${channelId}/variable`, query).catch(() => undefined);
  }
}
