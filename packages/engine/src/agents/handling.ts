/** What an agent does with the interaction in hand: accept, reject, hold, resume, hang up (BP-8, WX-11). */

import type { Clock } from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { Delivery } from '../calls/delivery.ts';
import { hangUp } from '../calls/hang-up.ts';
import type { Messages } from '../calls/messages.ts';
import type { RecordDesk } from '../records/record-desk.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { PortResult, Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';
import type { Transfers } from './transfers.ts';

export interface HandlingParts {
  readonly clock: Clock;
  readonly floor: Floor;
  readonly delivery: Delivery;
  readonly telephony: Telephony;
  readonly records: RecordDesk;
  readonly messages: Messages;
  readonly transfers: Transfers;
}

export class Handling {
  readonly #parts: HandlingParts;

  constructor(parts: HandlingParts) {
    this.#parts = parts;
  }

  accept(agent: Agent): Refusal | null {
    if (agent.presence.kind === 'connecting') return null;
    if (agent.presence.kind !== 'offered') return refusal('no-offer');
    if (agent.call === null) this.#parts.records.accept(agent);
    else this.#parts.delivery.accept(agent);
    return null;
  }

  reject(agent: Agent): Refusal | null {
    if (agent.presence.kind !== 'offered') return refusal('no-offer');
    if (agent.call === null) this.#parts.records.letPass(agent, 'rejected an offered record');
    else this.#parts.delivery.letPass(agent, 'rejected an offered call');
    return null;
  }

  hold(agent: Agent): Refusal | null {
    return this.#switch(agent, 'hold');
  }

  resume(agent: Agent): Refusal | null {
    return this.#switch(agent, 'resume');
  }

  /** WX-11: a call on hold cannot be ended by the agent. */
  hangUp(agent: Agent): Refusal | null {
    const refused = this.#parts.floor.step(agent, { type: 'hang-up' });
    if (refused !== null) return refusal(refused);
    const { call } = agent;
    if (call === null) return this.#parts.transfers.leave(agent) ? null : refusal('no-call');
    hangUp(this.#parts.telephony, call, 'agent', 'the agent hung up');
    return null;
  }

  /** BP-10: the campaign's message is left on the machine after its beep, and the agent is free at once. */
  leaveMessage(agent: Agent): Refusal | null {
    const refused = this.#parts.floor.step(agent, { type: 'hang-up' });
    if (refused !== null) return refusal(refused);
    const { call } = agent;
    if (call === null || agent.presence.kind !== 'talking') return refusal('no-call');
    const { messageId } = call.config.detection;
    if (messageId === null) return refusal('no-message');
    return this.#parts.messages.leaveFor(agent, call, messageId) ? null : refusal('message-under-way');
  }

  /** Agent and call change at once; a carrier that cannot do it puts both back. */
  #switch(agent: Agent, way: 'hold' | 'resume'): Refusal | null {
    const { call } = agent;
    const refused = this.#parts.floor.step(agent, { type: way });
    if (refused !== null) return refusal(refused);
    if (call === null) return refusal('no-call');
    this.#step(call, way);
    this.#parts.telephony[way](call.id, (result) => this.#switched(agent, call, way, result));
    return null;
  }

  #switched(agent: Agent, call: Call, way: 'hold' | 'resume', result: PortResult): void {
    // Something else may have been asked for meanwhile, or the call be on its way out.
    const [callState, agentState] = way === 'hold' ? (['held', 'held'] as const) : (['connected', 'talking'] as const);
    if (result.ok || call.leaving || agent.call !== call) return;
    if (call.state !== callState || agent.state !== agentState) return;
    const back = way === 'hold' ? 'resume' : 'hold';
    this.#step(call, back);
    this.#parts.floor.step(agent, { type: back });
  }

  #step(call: Call, way: 'hold' | 'resume'): void {
    call.step(way, this.#parts.clock.nowMs());
  }
}
