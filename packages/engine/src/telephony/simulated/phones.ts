/** The agents' phones at the simulated carrier: called at log-in and kept up, or called for each conversation. */
import type { AgentId, CallId, Clock } from '@outdial/shared';
import type { AgentPhone, Media, PhoneEvent } from '../port.ts';

const PHONE_ANSWERS_MS = 400;
/** How long the zip tone sounds. */
const ZIP_MS = 150;
const MESSAGE_MS = 5_000;

export type PhoneBehaviour = 'answers' | 'unreachable';

export interface Phone {
  readonly seat: AgentPhone;
  readonly listener: (event: PhoneEvent) => void;
  /** Nailed up and answered. */
  up: boolean;
  /** Whose contact it is joined to. */
  callId: CallId | null;
  hearsMediaUntilMs: number;
}

export class AgentPhones {
  readonly #clock: Clock;
  /** Told when a phone goes away from under a call. */
  readonly #onLost: (callId: CallId, agentId: AgentId) => void;
  readonly #phones = new Map<AgentId, Phone>();
  readonly #behaviours = new Map<string, PhoneBehaviour>();

  constructor(clock: Clock, onLost: (callId: CallId, agentId: AgentId) => void) {
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** How the phone at an address takes calls from now on. */
  behaves(address: string, behaviour: PhoneBehaviour): void {
    this.#behaviours.set(address, behaviour);
  }

  reachable(address: string): boolean {
    return this.#behaviours.get(address) !== 'unreachable';
  }

  open(seat: AgentPhone, listener: (event: PhoneEvent) => void): void {
    this.close(seat.agentId);
    const phone: Phone = { seat, listener, up: false, callId: null, hearsMediaUntilMs: 0 };
    this.#phones.set(seat.agentId, phone);
    if (seat.mode === 'on-demand') return;
    this.#clock.after(PHONE_ANSWERS_MS, () => {
      if (this.#phones.get(seat.agentId) !== phone) return;
      const atMs = this.#clock.nowMs();
      phone.up = this.reachable(seat.address);
      if (phone.up) listener({ type: 'up', atMs });
      else listener({ type: 'down', atMs, reason: `the phone ${seat.address} does not answer` });
    });
  }

  close(agentId: AgentId): void {
    const phone = this.#phones.get(agentId);
    if (phone === undefined) return;
    this.#phones.delete(agentId);
    this.#lose(phone);
  }

  /** The phone goes dead: what a pulled cable or a closed browser does. */
  drop(agentId: AgentId, reason: string): void {
    const phone = this.#phones.get(agentId);
    if (phone === undefined) return;
    const wasUp = phone.up;
    phone.up = false;
    this.#lose(phone);
    if (wasUp) phone.listener({ type: 'down', atMs: this.#clock.nowMs(), reason });
  }

  find(agentId: AgentId): Phone | undefined {
    return this.#phones.get(agentId);
  }

  /** Whether a contact can be joined to it: it is up, or it answers when it is called for this. */
  joinable(phone: Phone): boolean {
    return phone.up || (phone.seat.mode === 'on-demand' && this.reachable(phone.seat.address));
  }

  /** The conversation is over; a phone that is nailed up stays up. */
  free(agentId: AgentId): void {
    const phone = this.#phones.get(agentId);
    if (phone !== undefined) phone.callId = null;
  }

  play(agentId: AgentId, media: Media): void {
    const phone = this.#phones.get(agentId);
    if (phone === undefined) return;
    phone.hearsMediaUntilMs = this.#clock.nowMs() + (media.kind === 'tone' ? ZIP_MS : MESSAGE_MS);
  }

  clear(): void {
    this.#phones.clear();
  }

  #lose(phone: Phone): void {
    const { callId } = phone;
    phone.callId = null;
    if (callId !== null) this.#onLost(callId, phone.seat.agentId);
  }
}
