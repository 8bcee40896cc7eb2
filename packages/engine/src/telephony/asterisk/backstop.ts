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
  /** The last limit that was asked for: what is asked in a row would be carried out in any order. */
  readonly #asked = new WeakMap<AsteriskCall, Promise<void>>();

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
    else if (guarded) void this.#limit(call, 0);
  }

  /**
   * A message of that length begins, and `follow` is told when it is over. As long as it plays Asterisk puts nothing off:
   * setting a variable waits for the end of the message.
   */
  async speaks(call: AsteriskCall, lengthMs: number): Promise<void> {
    const timer = this.#timers.get(call);
    if (timer === undefined) return;
    timer.cancel();
    await this.#limit(call, ALONE_LIMIT_S + Math.ceil(lengthMs / 1_000));
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
    void this.#limit(call, ALONE_LIMIT_S);
    this.#timers.set(
      call,
      this.#board.clock.after(PUT_OFF_EVERY_MS, () => this.follow(call)),
    );
  }

  /** In seconds from now; 0 takes it away. */
  #limit(call: AsteriskCall, seconds: number): Promise<void> {
    const query = { variable: 'TIMEOUT(absolute)', value: seconds };
    const ask = () => this.#board.rest.post(path`/channels/${call.channelId}/variable`, query).catch(() => undefined);
    const asked = (this.#asked.get(call) ?? Promise.resolve()).then(ask).then(() => undefined);
    this.#asked.set(call, asked);
    return asked;
  }
}
