/** OUT-3: no new call anywhere, for as long as the switch says so, whatever engine comes. */
import { type Command, isProblemCode, ProblemError } from '@outdial/shared';
import type { Bus } from '../bus/port.ts';
import type { StopSwitch } from './stop-switch.ts';

export class EmergencyStop {
  readonly #bus: Bus;
  readonly #switch: StopSwitch;
  readonly #unsubscribe: () => void;
  /** What is told to whoever asks why nothing is dialed; a stop that outlived the server was an emergency stop. */
  #because: 'drain' | 'emergency-stop' = 'emergency-stop';

  constructor(bus: Bus, stopSwitch: StopSwitch) {
    this.#bus = bus;
    this.#switch = stopSwitch;
    this.#unsubscribe = bus.onEngine(({ state }) => void this.#engine(state));
    void this.#engine(bus.engine().state);
  }

  /** Holds from now on; rejects where an engine that is there did not say that it has stopped. */
  async stop({ endCalls, untilRestart }: { endCalls: boolean; untilRestart: boolean }): Promise<void> {
    this.#because = untilRestart ? 'drain' : 'emergency-stop';
    await this.#switch.stop(untilRestart);
    await this.#tell({ type: 'engine.stop-dialing', because: this.#because });
    if (endCalls) await this.#tell({ type: 'engine.end-calls' });
  }

  async resume(): Promise<void> {
    await this.#switch.resume();
    await this.#tell({ type: 'engine.resume-dialing' });
  }

  close(): void {
    this.#unsubscribe();
  }

  /** An engine that has just come dials unless it is told not to: it is told until it answers. */
  async #engine(state: 'connected' | 'lost'): Promise<void> {
    while (state === 'connected' && this.#switch.stopped) {
      const result = await this.#bus.command({ type: 'engine.stop-dialing', because: this.#because });
      if (result.ok || result.code !== 'engine-timeout') return;
    }
  }

  async #tell(command: Command): Promise<void> {
    const result = await this.#bus.command(command);
    // Where no engine is, nothing dials, and the next one is told when it comes.
    if (result.ok || result.code === 'engine-lost') return;
    throw new ProblemError(isProblemCode(result.code) ? result.code : 'internal-error', result.message);
  }
}
