/** Transfers at the simulated carrier: blind, and with a consultation first. */
import type { AgentId, Clock, E164, TransferTarget } from '@outdial/shared';
import type { FarEnd } from '../far-end.ts';
import type { Done, PortResult } from '../port.ts';
import { noSuchCall, noSuchPhone, OK, refused, wrongState } from '../results.ts';
import type { SimulatedCall, Target } from './call.ts';
import type { CallLife } from './life.ts';
import type { Lines } from './lines.ts';
import type { AgentPhones } from './phones.ts';

/** How long a consultation's target may take before the attempt counts as failed. */
const TARGET_TIMEOUT_MS = 30_000;
/** Bringing two agents together whose phones are up. */
const JOIN_MS = 20;
/** A target that nobody described picks up after so long. */
const TARGET_ANSWERS: FarEnd = { ringsAfterMs: 500, end: { does: 'answer', afterMs: 2_000 } };

export class Transfers {
  readonly #clock: Clock;
  readonly #life: CallLife;
  readonly #lines: Lines;
  readonly #phones: AgentPhones;
  readonly #farEnd: (number: E164) => FarEnd | undefined;
  readonly #whenGone: (call: SimulatedCall) => void;

  constructor(
    clock: Clock,
    life: CallLife,
    lines: Lines,
    phones: AgentPhones,
    farEnd: (number: E164) => FarEnd | undefined,
    whenGone: (call: SimulatedCall) => void,
  ) {
    this.#clock = clock;
    this.#life = life;
    this.#lines = lines;
    this.#phones = phones;
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
  consult(call: SimulatedCall, to: TransferTarget, done: Done): void {
    if (call.link !== 'connected' && call.link !== 'held') {
      done(wrongState(call.request.callId, call.link, 'connected or held'));
      return;
    }
    if (to.kind === 'agent') {
      this.#consultAgent(call, to.agentId, done);
      return;
    }
    const { number } = to;
    if (!this.#lines.take(this.#clock.nowMs())) {
      done(refused('trunk-unavailable', `no free line to call ${number}: try again, or transfer without asking first`));
      return;
    }
    const target: Target = { up: false, agentId: null };
    call.target = target;
    call.setLink('consulting', this.#clock.nowMs());
    this.#life.rearm(call);
    const { end } = this.#farEnd(number) ?? TARGET_ANSWERS;
    const afterMs = end.does === 'nothing' ? TARGET_TIMEOUT_MS : end.afterMs;
    this.#clock.after(afterMs, () => {
      if (call.phase === 'ended') done(noSuchCall(call.request.callId));
      else if (call.target !== target)
        done(refused('wrong-call-state', `the consultation with ${number} was cancelled`));
      else if (end.does === 'answer') this.#targetAnswers(call, target, end.hangsUpAfterMs, done);
      else this.#targetFails(call, number, done);
    });
  }

  complete(call: SimulatedCall, done: Done): void {
    if (call.link !== 'consulting' || call.target?.up !== true) {
      done(wrongState(call.request.callId, call.link, 'consulting, with the target on the line'));
      return;
    }
    const { agentId } = call.target;
    done(OK);
    if (agentId !== null) {
      this.#toAgent(call, agentId);
      return;
    }
    this.#life.handOver(call, () => {
      this.release(call);
      this.#whenGone(call);
    });
  }

  /** Another agent has the contact in place of the one before. */
  #toAgent(call: SimulatedCall, agentId: AgentId): void {
    if (call.agentId !== null) this.#phones.free(call.agentId);
    call.target = null;
    call.agentId = agentId;
    call.muted = false;
    call.setLink('connected', this.#clock.nowMs());
    this.#life.rearm(call);
  }

  #consultAgent(call: SimulatedCall, agentId: AgentId, done: Done): void {
    const phone = this.#phones.find(agentId);
    if (phone === undefined) {
      done(noSuchPhone(agentId));
      return;
    }
    if (!phone.up || phone.callId !== null) {
      const is = phone.up ? `on call ${phone.callId}` : 'down';
      done(refused('phone-unreachable', `the phone of agent ${agentId} is ${is}: take another agent`));
      return;
    }
    const target: Target = { up: false, agentId };
    call.target = target;
    phone.callId = call.request.callId;
    call.setLink('consulting', this.#clock.nowMs());
    this.#life.rearm(call);
    this.#clock.after(JOIN_MS, () => {
      if (call.phase === 'ended') done(noSuchCall(call.request.callId));
      else if (call.target !== target) {
        done(refused('wrong-call-state', `the consultation with agent ${agentId} was cancelled`));
      } else {
        target.up = true;
        done(OK);
      }
    });
  }

  /** The target hung up, or its phone went away: the contact is on hold. */
  lost(call: SimulatedCall): void {
    this.release(call);
    call.setLink('held', this.#clock.nowMs());
    this.#life.rearm(call);
    call.listener({ type: 'target-lost', atMs: this.#clock.nowMs() });
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
    const { target } = call;
    if (target === null) return;
    call.target = null;
    if (target.agentId === null) this.#lines.release();
    else this.#phones.free(target.agentId);
  }

  #targetAnswers(call: SimulatedCall, target: Target, staysMs: number | undefined, done: Done): void {
    target.up = true;
    done(OK);
    if (staysMs === undefined) return;
    this.#clock.after(staysMs, () => {
      if (call.target === target && call.phase !== 'ended') this.lost(call);
    });
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
