/**
 * Agents' phones. A nailed-up one is called at log-in and kept; when it does not answer or goes away the agent is shown as
 * *phone down*, gets no call, and it is called again by itself, ever more seldom. One on demand is called when its agent
 * is reserved for a call, and let go when the conversation is over.
 */
import { type AgentId, type Clock, type PhoneEventName, phoneTransition, type Timer } from '@outdial/shared';
import type { PhoneEvent, Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';

export interface PhoneHooks {
  /** State, detail or next try changed. */
  changed(agent: Agent): void;
  /** A phone on demand did not answer when it was needed. */
  failed(agent: Agent, reason: string): void;
}

/** The first try comes soon; who let it ring in vain is not rung all the time. */
const FIRST_TRY_MS = 1_000;
const SELDOMEST_TRY_MS = 30_000;
/** A try that fails so soon has rung nowhere (no carrier, nobody registered): it may be repeated often. */
const RANG_NOWHERE_MS = 1_500;
const OFTEN_MS = 2_000;

interface Watch {
  timer: Timer | null;
  waitMs: number;
  calledAtMs: number;
  /** Rises with each call of the phone: what an earlier one tells late is nobody's business. */
  calls: number;
}

export class Phones {
  readonly #clock: Clock;
  readonly #telephony: Telephony;
  readonly #hooks: PhoneHooks;
  readonly #watches = new Map<AgentId, Watch>();

  constructor(clock: Clock, telephony: Telephony, hooks: PhoneHooks) {
    this.#clock = clock;
    this.#telephony = telephony;
    this.#hooks = hooks;
  }

  /** The agent is at work. */
  open(agent: Agent): void {
    if (agent.phone.state !== 'closed') return;
    this.#watches.set(agent.id, { timer: null, waitMs: FIRST_TRY_MS, calledAtMs: 0, calls: 0 });
    if (isOnDemand(agent)) this.#wait(agent);
    else this.#call(agent);
  }

  close(agent: Agent): void {
    this.#watches.get(agent.id)?.timer?.cancel();
    this.#watches.delete(agent.id);
    this.#step(agent, 'close', null);
    this.#telephony.closePhone(agent.id);
  }

  /** A call is being made for the agent: a phone on demand is wanted now. */
  need(agent: Agent): void {
    if (agent.phone.state === 'on-demand') this.#call(agent);
  }

  /** The agent has nothing more to do with a call. */
  letGo(agent: Agent): void {
    if (isOnDemand(agent) && (agent.phone.state === 'up' || agent.phone.state === 'calling')) this.#wait(agent);
  }

  /** No phone is called again by itself any more. */
  stop(): void {
    for (const { timer } of this.#watches.values()) timer?.cancel();
  }

  #wait(agent: Agent): void {
    const watch = this.#watches.get(agent.id);
    if (watch !== undefined) watch.calls += 1;
    this.#step(agent, 'wait', null);
    const { agentId, phone } = agent.seat;
    this.#telephony.openPhone({ agentId, address: phone, mode: 'on-demand' }, () => undefined);
  }

  #call(agent: Agent): void {
    const watch = this.#watches.get(agent.id);
    if (watch === undefined) return;
    watch.timer?.cancel();
    watch.timer = null;
    watch.calls += 1;
    watch.calledAtMs = this.#clock.nowMs();
    this.#step(agent, 'call', null);
    const { agentId, phone } = agent.seat;
    const { calls } = watch;
    this.#telephony.openPhone({ agentId, address: phone, mode: 'nailed-up' }, (event) => {
      if (this.#watches.get(agentId) === watch && watch.calls === calls) this.#told(agent, watch, event);
    });
  }

  #told(agent: Agent, watch: Watch, event: PhoneEvent): void {
    if (event.type === 'up') {
      watch.waitMs = FIRST_TRY_MS;
      this.#step(agent, 'answered', null);
      return;
    }
    if (isOnDemand(agent)) {
      this.#hooks.failed(agent, event.reason);
      this.#wait(agent);
      return;
    }
    const nowMs = this.#clock.nowMs();
    const wasUp = agent.phone.state === 'up';
    const often = !wasUp && nowMs - watch.calledAtMs < RANG_NOWHERE_MS;
    const waitMs = often ? Math.min(watch.waitMs, OFTEN_MS) : watch.waitMs;
    watch.waitMs = Math.min(SELDOMEST_TRY_MS, watch.waitMs * 2);
    watch.timer?.cancel();
    watch.timer = this.#clock.after(waitMs, () => this.#call(agent));
    this.#step(agent, 'failed', event.reason, nowMs + waitMs);
  }

  #step(agent: Agent, event: PhoneEventName, detail: string | null, nextTryAtMs: number | null = null): void {
    const next = phoneTransition(agent.phone.state, event);
    if (!next.ok) return;
    const { seat, phone } = agent;
    // Called again, it stays as it was said to be until it answers: down for a reason.
    const kept = event === 'call' && phone.state === 'down' ? phone.detail : detail;
    agent.phone = { mode: seat.phoneMode ?? 'nailed-up', state: next.state, detail: kept, nextTryAtMs };
    this.#hooks.changed(agent);
  }
}

function isOnDemand({ seat }: Agent): boolean {
  return seat.phoneMode === 'on-demand';
}
