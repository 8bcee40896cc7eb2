/**
 * Transfers (BP-8): the contact is handed to a number or another agent, at once or after the agent has asked there. An
 * outside target keeps the contact and the call ends for us; another agent goes on with it. Either way the one who
 * transfers wraps up.
 */
import type { AgentId, Clock, IdSource, InteractionId, TransferTarget } from '@outdial/shared';
import type { Call } from '../calls/call.ts';
import type { Delivery } from '../calls/delivery.ts';
import type { FactSink } from '../ports.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { PortResult, Telephony } from '../telephony/port.ts';
import type { Agent } from './agent.ts';
import type { Floor } from './floor.ts';
import { newInteraction, originText } from './interaction.ts';
import { changeLine } from './line.ts';
import type { WrapUp } from './wrap-up.ts';

export interface TransferParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly floor: Floor;
  readonly telephony: Telephony;
  readonly delivery: Delivery;
  readonly wrapUp: WrapUp;
  readonly sink: FactSink;
}

/** Whom an agent consults about a call. */
export interface ConsultationUnderWay {
  readonly by: Agent;
  readonly to: TransferTarget;
  readonly name: string;
  /** The one who is asked, where it is another agent. */
  readonly asked: Agent | null;
  state: 'calling' | 'talking' | 'completing';
}

type Hand = { readonly call: Call; readonly name: string; readonly asked: Agent | null };

export class Transfers {
  readonly #parts: TransferParts;

  constructor(parts: TransferParts) {
    this.#parts = parts;
  }

  blind(agent: Agent, to: TransferTarget): Refusal | null {
    const hand = this.#prepare(agent, to, 'transfer');
    if ('ok' in hand) return hand;
    const { call, name, asked } = hand;
    if (asked !== null) this.#handOn(call, agent, asked);
    else if (to.kind === 'number') this.#handOut(call, agent, { name, how: 'blind' }, to.number);
    return null;
  }

  consult(agent: Agent, to: TransferTarget): Refusal | null {
    const hand = this.#prepare(agent, to, 'consult');
    if ('ok' in hand) return hand;
    const { floor, telephony } = this.#parts;
    const { call, name, asked } = hand;
    const consultation: ConsultationUnderWay = { by: agent, to, name, asked, state: 'calling' };
    call.consultation = consultation;
    if (call.state === 'connected') call.step('hold', this.#nowMs());
    if (asked !== null) this.#ask(call, agent, asked);
    changeLine(floor, agent, { consultation: { with: name, state: 'calling' }, notice: null });
    telephony.consult(call.id, to, (result) => {
      if (call.consultation !== consultation || consultation.state !== 'calling') return;
      if (!result.ok) {
        this.#over(call, consultation, result.message);
        return;
      }
      consultation.state = 'talking';
      changeLine(floor, agent, { consultation: { with: name, state: 'talking' } });
    });
    return null;
  }

  complete(agent: Agent): Refusal | null {
    const refused = this.#parts.floor.step(agent, { type: 'complete-transfer' });
    if (refused !== null) return refusal(refused);
    const { call } = agent;
    const consultation = call?.consultation ?? null;
    if (call === null || consultation === null) return refusal('no-consultation');
    if (consultation.state === 'calling') return refusal('consultation-not-answered');
    if (consultation.state === 'completing') return null;
    consultation.state = 'completing';
    if (consultation.asked === null) this.#handOut(call, agent, { name: consultation.name, how: 'attended' }, null);
    else {
      this.#parts.telephony.completeTransfer(call.id, (result) => this.#handedOver(call, consultation, result));
    }
    return null;
  }

  /** Back to the contact; whoever was asked is let go. */
  return(agent: Agent): Refusal | null {
    const { call } = agent;
    const refused = this.#parts.floor.step(agent, { type: 'return' });
    if (refused !== null) return refusal(refused);
    if (call !== null) this.#return(call, agent, null);
    return null;
  }

  /** The one who is asked leaves: the agent is with the contact again. */
  leave(asked: Agent): boolean {
    const call = asked.consultedOn;
    const consultation = call?.consultation ?? null;
    if (call === null || consultation === null) return false;
    const { by } = consultation;
    if (this.#parts.floor.step(by, { type: 'return' }) === null) this.#return(call, by, `${asked.seat.name} left`);
    return true;
  }

  /** The target of a consultation is gone: the contact is on hold. */
  targetLost(call: Call): void {
    const { consultation } = call;
    if (consultation !== null) this.#over(call, consultation, `${consultation.name} left`);
  }

  /** The call is over, and with it what was asked about it. */
  callOver(call: Call): void {
    const { consultation } = call;
    call.consultation = null;
    if (consultation !== null) this.#free(consultation.asked);
  }

  /** Checks the agent's state and the target. */
  #prepare(agent: Agent, to: TransferTarget, type: 'transfer' | 'consult'): Hand | Refusal {
    const { floor } = this.#parts;
    const target = to.kind === 'agent' ? this.#takes(agent, to.agentId) : null;
    if (target !== null && 'ok' in target) return target;
    const { call } = agent;
    if (call?.leaving === true) return refusal('call-ended');
    const refused = floor.step(agent, { type });
    if (refused !== null) return refusal(refused);
    if (call === null) return refusal('no-call');
    const name = to.kind === 'number' ? to.number : (target?.seat.name ?? to.agentId);
    return { call, name, asked: target };
  }

  #takes(agent: Agent, agentId: AgentId): Agent | Refusal {
    const target = this.#parts.floor.get(agentId);
    if (target === agent) return refusal('transfer-target-unavailable', 'That is you.');
    if (target?.state === 'ready' && target.phone.state === 'up') return target;
    const name = target?.seat.name ?? agentId;
    const state = target === undefined ? 'not at work' : target.state === 'ready' ? 'without a phone' : target.state;
    return refusal('transfer-target-unavailable', `${name} is ${state}.`);
  }

  /** To somebody outside: the call ends for us, and the contact talks on. */
  #handOut(call: Call, agent: Agent, { name, how }: { name: string; how: 'blind' | 'attended' }, to: string | null) {
    const { telephony, sink, floor } = this.#parts;
    const interaction = agent.interaction;
    call.hungUpBy = 'agent';
    call.detail = `the agent transferred it (${how})`;
    const done = (result: PortResult): void => {
      if (!result.ok) {
        if (call.state === 'ended') return;
        call.hungUpBy = null;
        call.detail = null;
        if (call.consultation !== null) call.consultation.state = 'talking';
        changeLine(floor, agent, { notice: result.message });
        return;
      }
      sink.fact({ ...factOf(call, agent), to: name, toAgentId: null, how });
      if (agent.interaction === interaction) changeLine(floor, agent, { transferredTo: name });
    };
    if (to === null) telephony.completeTransfer(call.id, done);
    else telephony.transferBlind(call.id, to as Extract<TransferTarget, { kind: 'number' }>['number'], done);
  }

  /** To another agent at once. */
  #handOn(call: Call, from: Agent, to: Agent): void {
    const { ids, sink, delivery, telephony, floor } = this.#parts;
    sink.fact({ ...factOf(call, from), to: to.seat.name, toAgentId: to.id, how: 'blind' });
    changeLine(floor, from, { transferredTo: to.seat.name });
    call.step('hand-on', this.#nowMs());
    this.#part(from);
    const interaction = newInteraction(ids<InteractionId>(), call, true);
    interaction.picture.origin = `transferred by ${from.seat.name}: ${call.record.name || call.record.number}`;
    telephony.release(call.id, () => undefined);
    delivery.handOn(call, to, interaction);
  }

  /** The agent who was asked has the contact now. */
  #handedOver(call: Call, consultation: ConsultationUnderWay, result: PortResult): void {
    const { floor, sink } = this.#parts;
    const { by, asked, name } = consultation;
    if (call.consultation !== consultation || asked === null) return;
    if (!result.ok) {
      consultation.state = 'talking';
      changeLine(floor, by, { notice: result.message });
      return;
    }
    sink.fact({ ...factOf(call, by), to: name, toAgentId: asked.id, how: 'attended' });
    changeLine(floor, by, { transferredTo: name, consultation: null });
    call.consultation = null;
    call.step('resume', this.#nowMs());
    this.#part(by);
    asked.consultedOn = null;
    asked.call = call;
    call.agent = asked;
    if (asked.interaction !== null) asked.interaction.picture.origin = originText(call, true);
    floor.step(asked, { type: 'connected' });
  }

  /** The agent's part is over: they wrap up. */
  #part(agent: Agent): void {
    agent.call = null;
    agent.today.calls += 1;
    this.#parts.wrapUp.begin(agent);
  }

  #ask(call: Call, by: Agent, asked: Agent): void {
    const { ids, floor } = this.#parts;
    const interaction = newInteraction(ids<InteractionId>(), call, false);
    interaction.picture.origin = `consultation with ${by.seat.name} about ${call.record.name || call.record.number}`;
    const { interactionId } = interaction.picture;
    asked.consultedOn = call;
    const inHand = { interactionId, campaignId: call.campaign.id, callId: call.id };
    floor.step(asked, { type: 'join', inHand }, interaction);
  }

  #return(call: Call, agent: Agent, notice: string | null): void {
    const { floor, telephony } = this.#parts;
    const { consultation } = call;
    call.consultation = null;
    call.step('resume', this.#nowMs());
    changeLine(floor, agent, { consultation: null, notice });
    this.#free(consultation?.asked ?? null);
    telephony.cancelTransfer(call.id, (result) => {
      if (result.ok || agent.call !== call || agent.state !== 'talking') return;
      call.step('hold', this.#nowMs());
      floor.step(agent, { type: 'hold' });
      changeLine(floor, agent, { notice: `still on hold: ${result.message}` });
    });
  }

  /** Not taken, or gone again: the contact waits on hold. */
  #over(call: Call, consultation: ConsultationUnderWay, notice: string): void {
    const { floor } = this.#parts;
    call.consultation = null;
    this.#free(consultation.asked);
    floor.step(consultation.by, { type: 'consult-over' });
    changeLine(floor, consultation.by, { consultation: null, notice });
  }

  #free(asked: Agent | null): void {
    if (asked === null) return;
    asked.consultedOn = null;
    this.#parts.floor.step(asked, { type: 'withdraw' });
  }

  #nowMs(): number {
    return this.#parts.clock.nowMs();
  }
}

function factOf(call: Call, agent: Agent) {
  const attemptId = call.direction === 'outbound' ? call.attemptId : null;
  return { type: 'transferred' as const, callId: call.id, attemptId, agentId: agent.id };
}
