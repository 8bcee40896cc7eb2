/** Mute, keys and recording of the call in hand (BP-8). What the carrier cannot do is taken back, and the agent is told. */
import type { Call } from '../calls/call.ts';
import type { Recordings } from '../calls/recordings.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';
import { changeLine } from './line.ts';

export interface CallControlParts {
  readonly floor: Floor;
  readonly telephony: Telephony;
  readonly recordings: Recordings;
}

export class CallControls {
  readonly #parts: CallControlParts;

  constructor(parts: CallControlParts) {
    this.#parts = parts;
  }

  mute(agent: Agent, muted: boolean): Refusal | null {
    const call = this.#allowed(agent, 'mute');
    if ('ok' in call) return call;
    const { floor, telephony } = this.#parts;
    changeLine(floor, agent, { muted, notice: null });
    telephony.mute(call.id, muted, (result) => {
      if (result.ok || agent.call !== call) return;
      changeLine(floor, agent, { muted: !muted, notice: result.message });
    });
    return null;
  }

  press(agent: Agent, digits: string): Refusal | null {
    const call = this.#allowed(agent, 'press');
    if ('ok' in call) return call;
    const { floor, telephony } = this.#parts;
    telephony.sendDtmf(call.id, digits, (result) => {
      if (!result.ok && agent.call === call) changeLine(floor, agent, { notice: result.message });
    });
    return null;
  }

  record(agent: Agent, on: boolean): Refusal | null {
    const call = this.#allowed(agent, 'record');
    return 'ok' in call ? call : this.#parts.recordings.ask(call, on);
  }

  #allowed(agent: Agent, type: 'mute' | 'press' | 'record'): Call | Refusal {
    const refused = this.#parts.floor.step(agent, { type });
    if (refused !== null) return refusal(refused);
    return agent.call ?? refusal('no-call');
  }
}
