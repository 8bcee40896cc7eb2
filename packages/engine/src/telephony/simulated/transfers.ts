/** Transfers at the simulated carrier: blind, and with a consultation first. */
import type { Clock, E164 } from '@outdial/shared';
import type { FarEnd } from '../far-end.ts';
import type { Done, PortResult } from '../port.ts';
import { noSuchCall, OK, refused, wrongState } from '../results.ts';
import type { SimulatedCall, Target } from './call.ts';
import type { CallLife } from './life.ts';
import type { Lines } from './lines.ts';

/** How long a consultation's target may take before the attempt counts as failed. */
const TARGET_TIMEOUT_MS = 30_000;
/** A target that nobody described picks up after so long. */
const TARGET_ANSWERS: FarEnd = { ringsAfterMs: 500, end: { does: 'answer', afterMs: 2_000 } };

export class Transfers {
  readonly #clock: Clock;
  readonly #life: CallLife;
  readonly #lines: Lines;
  readonly #farEnd: (number: E164) => FarEnd | undefined;
  readonly #whenGone: (call: SimulatedCall) => void;

  constructor(
    clock: Clock,
    life: CallLife,
    lines: Lines,
    farEnd: (number: E164) => FarEnd | undefined,
    whenGone: (call: SimulatedCall) => void,
  ) {
    this.#clock = clock;
    this.#life = life;
    this.#lines = lines;
    this.#farEnd = farEnd;
    this.#whenGone = whenGone;
  }

  blind(call: SimulatedCall, done: Done): void {
    if (call.link !== 'connected' && call.link !== 'held') {
      done(wrongState(call.request.callId, call.link, 'connected or held'));
      return;
    }
    done(OK);
    this.#life.handOver(call, () => this.#whenGone(call));
  }

  /** The contact hears music from now on; `done` comes when the target answers, or when it does not. */
  consult(call: SimulatedCall, number: E164, done: Done): void {
    if (call.link !== 'connected' && call.link !== 'held') {
      done(wrongState(call.request.callId, call.link, 'connected or held'));
      return;
    }
    if (!this.#lines.take(this.#clock.nowMs())) {
      done(refused('trunk-unavailable', `no free line to call ${number}: try again, or transfer without asking first`));
      return;
    }
    const target: Target = { up: false };
    call.target = target;
    call.setLink('consulting', this.#clock.nowMs());
    this.#life.rearm(call);
    const { end } = this.#farEnd(number) ?? TARGET_ANSWERS;
    const afterMs = end.does === 'nothing' ? TARGET_TIMEOUT_MS : end.afterMs;
    this.#clock.after(afterMs, () => {
      if (call.phase === 'ended') done(noSuchCall(call.request.callId));
      else if (call.target !== target)
        done(refused('wrong-call-state', `the consultation with ${number} was cancelled`));
      else if (end.does === 'answer') this.#targetAnswers(target, done);
      else this.#targetFails(call, number, done);
    });
  }

  complete(call: SimulatedCall, done: Done): void {
    if (call.link !== 'consulting' || call.target?.up !== true) {
      done(wrongState(call.request.callId, call.link, 'consulting, with the target on the line'));
      return;
    }
    done(OK);
    this.#life.handOver(call, () => {
      this.release(call);
      this.#whenGone(call);
    });
  }

  /** The agent is back with the contact. */
  cancel(call: SimulatedCall): PortResult {
    if (call.link !== 'consulting') return wrongState(call.request.callId, call.link, 'consulting');
    this.release(call);
    call.setLink('connected', this.#clock.nowMs());
    this.#life.rearm(call);
    return OK;
  }

  /** Lets go of the target, where there is one. */
  release(call: SimulatedCall): void {
    if (call.target === null) return;
    call.target = null;
    this.#lines.release();
  }

  #targetAnswers(target: Target, done: Done): void {
    target.up = true;
    done(OK);
  }

  #targetFails(call: SimulatedCall, number: E164, done: Done): void {
    this.release(call);
    call.setLink('held', this.#clock.nowMs());
    this.#life.rearm(call);
    done(
      refused(
        'phone-unreachable',
        `${number} did not take the call: the contact is on hold, resume or try another number`,
      ),
    );
  }
}
