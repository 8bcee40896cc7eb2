/**
 * Agents' phones: called at log-in and kept (nailed up), let go at log-out. Who is ready takes calls from the moment that
 * the phone is up; whose phone goes away is not ready, and going ready again calls it again.
 */
import type { Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';

export interface PhoneHooks {
  up(agent: Agent): void;
  lost(agent: Agent, reason: string): void;
}

export class Phones {
  readonly #telephony: Telephony;
  readonly #hooks: PhoneHooks;

  constructor(telephony: Telephony, hooks: PhoneHooks) {
    this.#telephony = telephony;
    this.#hooks = hooks;
  }

  /** Calls the phone, unless it is up or being called. */
  open(agent: Agent): void {
    if (agent.phone !== 'closed') return;
    agent.phone = 'calling';
    const { agentId, phone } = agent.seat;
    this.#telephony.openPhone({ agentId, address: phone, mode: 'nailed-up' }, (event) => {
      if (agent.phone === 'closed') return;
      if (event.type === 'up') {
        agent.phone = 'up';
        this.#hooks.up(agent);
        return;
      }
      agent.phone = 'closed';
      if (agent.presence.kind !== 'logged-out') this.#hooks.lost(agent, `the phone is down: ${event.reason}`);
    });
  }

  close(agent: Agent): void {
    agent.phone = 'closed';
    this.#telephony.closePhone(agent.id);
  }
}
