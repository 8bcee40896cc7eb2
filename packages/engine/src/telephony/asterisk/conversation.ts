/** Agent and contact: joined in the agent's bridge, on hold outside of it, muted, and parted. */
import type { AgentId } from '@outdial/shared';
import type { PortResult } from '../port.ts';
import { noSuchCall, noSuchPhone, OK, refused, wrongState } from '../results.ts';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import type { Phone, Phones } from './phones.ts';
import type { Switchboard } from './switchboard.ts';

/** A pressed key, and the pause after it. */
const PRESS_MS = 80;
const PAUSE_MS = 60;

export class Conversation {
  readonly #board: Switchboard;
  readonly #phones: Phones;
  readonly #musicClass: string | undefined;
  /** Who hears the call by a snoop must follow it to another agent. */
  readonly #onMoved: (call: AsteriskCall) => void;

  constructor(
    board: Switchboard,
    phones: Phones,
    musicClass: string | undefined,
    onMoved: (call: AsteriskCall) => void,
  ) {
    this.#board = board;
    this.#phones = phones;
    this.#musicClass = musicClass;
    this.#onMoved = onMoved;
  }

  async connect(call: AsteriskCall, agentId: AgentId): Promise<PortResult> {
    const { callId } = call.request;
    const phone = this.#phones.find(agentId);
    if (phone === undefined) return noSuchPhone(agentId);
    if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
    if (call.phone !== null) return wrongState(callId, call.link, 'without an agent');
    if (phone.call !== null) {
      return refused(
        'wrong-call-state',
        `agent ${agentId} is on call ${phone.call.request.callId}: end that one first`,
      );
    }
    phone.call = call;
    call.phone = phone;
    const bridgeId = await this.#phones.reach(phone);
    if (call.phone !== phone || call.leaving) return noSuchCall(callId);
    if (bridgeId === null) {
      this.#part(call, phone);
      return refused(
        'phone-unreachable',
        `the phone of agent ${agentId} is down: open it again, or take another agent`,
      );
    }
    if (call.playback?.ariId === null) await this.music(call, false);
    try {
      await this.#board.join(bridgeId, call.channelId);
    } catch (error) {
      this.#part(call, phone);
      throw error;
    }
    call.link = 'connected';
    call.muted = false;
    call.ear.moved();
    this.#onMoved(call);
    return OK;
  }

  /** The agent leaves a call that goes on. */
  async release(call: AsteriskCall): Promise<PortResult> {
    const { phone } = call;
    if (phone === null || (call.link !== 'connected' && call.link !== 'held')) {
      return wrongState(call.request.callId, call.link, 'connected or held');
    }
    if (call.link === 'held') await this.music(call, false);
    else if (phone.bridgeId !== null) await this.#board.leave(phone.bridgeId, call.channelId);
    this.#part(call, phone);
    this.#phones.free(phone);
    this.#onMoved(call);
    return OK;
  }

  async hold(call: AsteriskCall): Promise<PortResult> {
    const { phone } = call;
    if (call.link !== 'connected' || phone?.bridgeId == null) {
      return wrongState(call.request.callId, call.link, 'connected');
    }
    await this.#board.leave(phone.bridgeId, call.channelId);
    await this.music(call, true);
    call.link = 'held';
    return OK;
  }

  async resume(call: AsteriskCall): Promise<PortResult> {
    if (call.link !== 'held') return wrongState(call.request.callId, call.link, 'held');
    await this.rejoin(call);
    return OK;
  }

  /** The contact, who heard music, is with the agent again. */
  async rejoin(call: AsteriskCall): Promise<void> {
    const { phone } = call;
    await this.music(call, false);
    if (phone?.bridgeId == null) return;
    await this.#board.join(phone.bridgeId, call.channelId);
    call.link = 'connected';
    await this.#phones.mute(phone, call.muted);
  }

  /** Another agent is on the call. */
  moved(call: AsteriskCall): void {
    this.#onMoved(call);
  }

  async mute(call: AsteriskCall, muted: boolean): Promise<PortResult> {
    if (call.phone === null) return wrongState(call.request.callId, call.link, 'connected');
    call.muted = muted;
    // Towards a consultation's target the agent speaks; the contact hears music then anyway.
    if (call.link !== 'consulting') await this.#phones.mute(call.phone, muted);
    return OK;
  }

  /** Answers when the last digit is out. */
  async sendDigits(call: AsteriskCall, digits: string): Promise<PortResult> {
    const query = { dtmf: digits, duration: PRESS_MS, between: PAUSE_MS };
    await this.#board.rest.post(path`/channels/${call.channelId}/dtmf`, query);
    await new Promise<void>((resolve) => {
      this.#board.clock.after(digits.length * (PRESS_MS + PAUSE_MS), resolve);
    });
    return OK;
  }

  async music(call: AsteriskCall, on: boolean): Promise<void> {
    const where = path`/channels/${call.channelId}/moh`;
    if (on) await this.#board.rest.post(where, { mohClass: this.#musicClass });
    else await this.#board.rest.delete(where);
  }

  #part(call: AsteriskCall, phone: Phone): void {
    if (phone.call === call) phone.call = null;
    if (call.phone !== phone) return;
    call.phone = null;
    call.link = 'alone';
    call.muted = false;
  }
}
