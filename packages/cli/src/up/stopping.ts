/** When and how a run ends. */
import type { Clock } from '@outdial/shared';

/** A terminal sends Ctrl-C to every process of the group, and each hands it on: what comes together is one press. */
const ONE_PRESS_MS = 400;

/** When and how the run ends: the first signal drains, the second stops; a process that cannot be kept alive fails it. */
export class Stopping {
  readonly #clock: Clock;
  failure: string | null = null;
  /** While the console has the screen, words wait. */
  #quiet = false;
  #kept: string[] = [];
  readonly #drain = Promise.withResolvers<void>();
  readonly #hurry = Promise.withResolvers<void>();
  readonly #console = new AbortController();
  #told = false;
  #isHurried = false;
  #signalledAtMs = Number.NEGATIVE_INFINITY;

  readonly #onSignal = (): void => {
    const nowMs = this.#clock.nowMs();
    const again = nowMs - this.#signalledAtMs > ONE_PRESS_MS;
    if (!this.#told) {
      this.#signalledAtMs = nowMs;
      this.drainNow();
    } else if (again) this.#hurryUp();
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get told(): Promise<void> {
    return this.#drain.promise;
  }

  get hurried(): Promise<void> {
    return this.#hurry.promise;
  }

  get isHurried(): boolean {
    return this.#isHurried;
  }

  /** Aborted when the console has to leave the screen. */
  get signal(): AbortSignal {
    return this.#console.signal;
  }

  set quiet(quiet: boolean) {
    this.#quiet = quiet;
    if (!quiet) for (const words of this.#kept.splice(0)) process.stderr.write(`${words}\n`);
  }

  say(words: string): void {
    if (this.#quiet) this.#kept.push(words);
    else process.stderr.write(`${words}\n`);
  }

  drainNow(): void {
    this.#told = true;
    this.#drain.resolve();
  }

  leaveConsole(): void {
    this.#console.abort();
  }

  fail(words: string): void {
    this.failure = words;
    this.drainNow();
    this.#hurryUp();
  }

  #hurryUp(): void {
    this.#isHurried = true;
    this.#hurry.resolve();
  }

  listen(): void {
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
  }

  unlisten(): void {
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
  }
}
