/** Transfers: the contact is bridged with a number that we call for them, at once or after the agent has asked there. */
import type { AgentId, E164, TransferTarget } from '@outdial/shared';
import type { PortResult } from '../port.ts';
import { noSuchCall, noSuchPhone, OK, refused, wrongState } from '../results.ts';
import type { AsteriskCall } from './call.ts';
import type { Conversation } from './conversation.ts';
import type { Leg, LegEnd } from './leg.ts';
import type { Phone, Phones } from './phones.ts';
import type { Switchboard } from './switchboard.ts';
import type { Trunks } from './trunks.ts';

/** How long a target may ring. */
const TARGET_TIMEOUT_MS = 30_000;

/** An answer that takes its time: other requests for the call go on meanwhile. */
export interface Later {
  readonly later: Promise<PortResult>;
}

/** Contact and target who talk on without us. */
interface Pair {
  readonly bridgeId: string;
  readonly contact: Leg;
  readonly target: Leg;
}

export class Transfers {
  readonly #board: Switchboard;
  readonly #trunks: Trunks;
  readonly #phones: Phones;
  readonly #conversation: Conversation;
  /** The call is over for us, its contact is not. */
  readonly #onHandedOver: (call: AsteriskCall) => void;
  readonly #pairs = new Map<Leg, Pair>();

  constructor(
    board: Switchboard,
    trunks: Trunks,
    phones: Phones,
    conversation: Conversation,
    onHandedOver: (call: AsteriskCall) => void,
  ) {
    this.#board = board;
    this.#trunks = trunks;
    this.#phones = phones;
    this.#conversation = conversation;
    this.#onHandedOver = onHandedOver;
  }

  async blind(call: AsteriskCall, number: E164): Promise<PortResult> {
    const { callId } = call.request;
    const { leg: contact } = call;
    if (contact === null || (call.link !== 'connected' && call.link !== 'held')) {
      return wrongState(callId, call.link, 'connected or held');
    }
    const bridgeId = await this.#board.bridge('transfer', callId);
    if (call.link === 'held') await this.#conversation.music(call, false);
    await this.#board.join(bridgeId, call.channelId);
    // In one bridge with it from the start, the contact hears it ring.
    const target = this.#call(call, number, bridgeId, { up: () => undefined, failed: () => undefined });
    if (target === null) {
      this.#board.unbridge(bridgeId);
      await this.#conversation.rejoin(call);
      return noLine(number);
    }
    this.#handOver(call, { bridgeId, contact, target });
    return OK;
  }

  /** The contact hears music from now on; `later` answers when the target does, or when it does not. */
  async consult(call: AsteriskCall, to: TransferTarget): Promise<PortResult | Later> {
    const { callId } = call.request;
    const bridgeId = call.phone?.bridgeId ?? null;
    if (call.phone === null || bridgeId === null || (call.link !== 'connected' && call.link !== 'held')) {
      return wrongState(callId, call.link, 'connected or held');
    }
    if (to.kind === 'agent') return this.#consultAgent(call, to.agentId, bridgeId);
    const { number } = to;
    await this.#holdForConsultation(call);
    const { promise, resolve } = Promise.withResolvers<PortResult>();
    const leg = this.#call(call, number, bridgeId, {
      up: () => resolve(OK),
      failed: () => {
        if (call.phase === 'ended') resolve(noSuchCall(callId));
        else if (call.target?.leg !== leg) resolve(cancelled(number));
        else {
          call.target = null;
          call.link = 'held';
          resolve(notTaken(number));
        }
      },
    });
    if (leg === null) return noLine(number);
    call.target = { leg, phone: null };
    call.link = 'consulting';
    return { later: promise };
  }

  /** The other agent's phone comes into this one's bridge: at once where it is up, else when it has answered. */
  async #consultAgent(call: AsteriskCall, agentId: AgentId, bridgeId: string): Promise<PortResult | Later> {
    const phone = this.#phones.find(agentId);
    if (phone === undefined) return noSuchPhone(agentId);
    const down = phone.leg?.state !== 'up' && phone.seat.mode === 'nailed-up';
    if (down || phone.call !== null) {
      const is = down ? 'down' : 'on another call';
      return refused('phone-unreachable', `the phone of agent ${agentId} is ${is}: take another agent`);
    }
    phone.call = call;
    await this.#holdForConsultation(call);
    return { later: this.#askAgent(call, phone, bridgeId) };
  }

  async #askAgent(call: AsteriskCall, phone: Phone, bridgeId: string): Promise<PortResult> {
    call.link = 'consulting';
    call.target = { leg: phone.leg, phone };
    await this.#phones.reach(phone);
    const { leg } = phone;
    if (call.phase === 'ended') return noSuchCall(call.request.callId);
    if (call.target?.phone !== phone) return cancelled(phone.seat.address);
    if (leg?.state !== 'up') {
      this.release(call);
      call.link = 'held';
      return notTaken(phone.seat.address);
    }
    call.target = { leg, phone };
    await this.#board.join(bridgeId, leg.channelId);
    return OK;
  }

  async #holdForConsultation(call: AsteriskCall): Promise<void> {
    if (call.link === 'connected') await this.#conversation.hold(call);
    if (call.phone !== null) await this.#phones.mute(call.phone, false);
  }

  async complete(call: AsteriskCall): Promise<PortResult> {
    const { leg: contact, target } = call;
    if (call.link !== 'consulting' || contact === null || target?.leg?.state !== 'up') {
      return wrongState(call.request.callId, call.link, 'consulting, with the target on the line');
    }
    if (target.phone !== null) {
      await this.#handOn(call, target.phone);
      return OK;
    }
    const bridgeId = await this.#board.bridge('transfer', call.request.callId);
    await this.#conversation.music(call, false);
    await this.#board.join(bridgeId, call.channelId, target.leg.channelId);
    call.target = null;
    this.#handOver(call, { bridgeId, contact, target: target.leg });
    return OK;
  }

  /** The agent who was asked has the contact, in the bridge of their own phone. */
  async #handOn(call: AsteriskCall, to: Phone): Promise<void> {
    const from = call.phone;
    if (to.leg === null || to.bridgeId === null) throw new Error('the phone went away');
    await this.#conversation.music(call, false);
    await this.#board.join(to.bridgeId, to.leg.channelId, call.channelId);
    call.target = null;
    call.phone = to;
    call.link = 'connected';
    call.muted = false;
    if (from !== null) this.#phones.free(from);
    this.#conversation.moved(call);
  }

  /** The target's phone went away under the consultation: the contact is on hold. */
  lost(call: AsteriskCall): void {
    call.target = null;
    call.link = 'held';
    call.tell({ type: 'target-lost', atMs: this.#board.clock.nowMs() });
  }

  async cancel(call: AsteriskCall): Promise<PortResult> {
    if (call.link !== 'consulting') return wrongState(call.request.callId, call.link, 'consulting');
    this.release(call);
    await this.#conversation.rejoin(call);
    return OK;
  }

  /** Lets go of the target, where there is one. */
  release(call: AsteriskCall): void {
    const { target } = call;
    call.target = null;
    if (target === null) return;
    if (target.phone === null) target.leg?.hangUp();
    else this.#phones.home(target.phone);
  }

  /** One of a pair is gone: so is the other. False where it belongs to no pair. */
  ended(leg: Leg): boolean {
    const pair = this.#pairs.get(leg);
    if (pair === undefined) return false;
    this.#pairs.delete(pair.contact);
    this.#pairs.delete(pair.target);
    pair.contact.hangUp();
    pair.target.hangUp();
    this.#board.unbridge(pair.bridgeId);
    return true;
  }

  #handOver(call: AsteriskCall, pair: Pair): void {
    this.#pairs.set(pair.contact, pair);
    this.#pairs.set(pair.target, pair);
    this.#onHandedOver(call);
  }

  /** Calls the target into a bridge. Null where there is no line. */
  #call(call: AsteriskCall, number: E164, bridgeId: string, told: { up: () => void; failed: () => void }): Leg | null {
    const trunk = this.#trunks.take(this.#board.clock.nowMs());
    if (trunk === null) return null;
    const channelId = this.#board.name('target', call.request.callId);
    const patience = this.#board.clock.after(TARGET_TIMEOUT_MS, () => leg.hangUp());
    const leg: Leg = this.#board.call(
      {
        ...{ channelId, endpoint: trunk.endpoint(number), answerWithinS: TARGET_TIMEOUT_MS / 1_000 + 5 },
        variables: { 'CONNECTEDLINE(num,i)': call.request.callerId.number },
        beforeDial: () => this.#board.join(bridgeId, channelId),
      },
      {
        up: () => {
          patience.cancel();
          told.up();
        },
        gone: (end) => {
          patience.cancel();
          trunk.release();
          this.#gone(call, leg, end, told.failed);
        },
      },
    );
    return leg;
  }

  #gone(call: AsteriskCall, leg: Leg, { wasUp }: LegEnd, failed: () => void): void {
    if (this.ended(leg)) return;
    if (!wasUp) failed();
    else if (call.target?.leg === leg) {
      // The target hung up on the agent: the contact waits on hold, to be resumed.
      this.lost(call);
    }
  }
}

function noLine(number: E164): PortResult {
  return refused('trunk-unavailable', `no free line to call ${number}: try again in a moment`);
}

function cancelled(whom: string): PortResult {
  return refused('wrong-call-state', `the consultation with ${whom} was cancelled`);
}

function notTaken(whom: string): PortResult {
  return refused('phone-unreachable', `${whom} did not take the call: the contact is on hold, resume or try another`);
}
