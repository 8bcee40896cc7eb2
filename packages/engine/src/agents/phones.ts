/** Agents' phones: called at log-in and kept (nailed up), let go at log-out; whose phone is gone takes no calls. */
import type { Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';

export class Phones {
  readonly #telephony: Telephony;
  readonly #lost: (agent: Agent, reason: string) => void;

  constructor(telephony: Telephony, lost: (agent: Agent, reason: string) => void) {
    this.#telephony = telephony;
    this.#lost = lost;
  }

  open(agent: Agent): void {
    const { agentId, phone } = agent.seat;
    this.#telephony.openPhone({ agentId, address: phone, mode: 'nailed-up' }, (event) => {
      if (event.type === 'down' && agent.presence.kind !== 'logged-out') {
        this.#lost(agent, `the phone is down: ${event.reason}`);
      }
    });
  }

  close(agent: Agent): void {
    this.#telephony.closePhone(agent.id);
  }
}
