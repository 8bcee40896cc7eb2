/** Commands under way: each is answered once, by the engine, by its time-out, or because the engine was lost. */
import type { Clock, Command, CommandResult, IdSource, ServerMessage, Timer } from '@outdial/shared';

const LOST: CommandResult = { ok: false, code: 'engine-lost', message: 'The engine is not connected.' };

interface UnderWay {
  settle(result: CommandResult): void;
}

export class Commands {
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #underWay = new Map<string, UnderWay>();

  constructor(clock: Clock, ids: IdSource) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** `send` null: no engine is connected. */
  start(
    command: Command,
    options: { expectedVersion?: number | undefined; timeoutMs: number },
    send: ((message: ServerMessage) => void) | null,
  ): Promise<CommandResult> {
    if (send === null) return Promise.resolve(LOST);
    const id = this.#ids();
    const { expectedVersion, timeoutMs } = options;
    return new Promise((resolve) => {
      const timer: Timer = this.#clock.after(timeoutMs, () => {
        this.answer(id, {
          ok: false,
          code: 'engine-timeout',
          message: `The engine did not answer ${command.type} within ${timeoutMs} ms.`,
        });
      });
      this.#underWay.set(id, {
        settle: (result) => {
          timer.cancel();
          resolve(result);
        },
      });
      send({ type: 'command', id, command, ...(expectedVersion === undefined ? {} : { expectedVersion }) });
    });
  }

  /** False where nobody waits for it (any longer). */
  answer(id: string, result: CommandResult): boolean {
    const waiting = this.#underWay.get(id);
    this.#underWay.delete(id);
    waiting?.settle(result);
    return waiting !== undefined;
  }

  engineLost(): void {
    for (const id of [...this.#underWay.keys()]) this.answer(id, LOST);
  }
}
