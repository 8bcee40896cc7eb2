/** The phones of agents: called at log-in and kept in a bridge of their own, or called for each conversation. */
import type { AgentId, Clock } from '@outdial/shared';
import type { AgentPhone, PhoneEvent } from '../port.ts';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import type { Leg, LegEnd } from './leg.ts';
import { DEFAULT_PHONE_RING_MS } from './options.ts';
import type { Switchboard } from './switchboard.ts';

const ZIP_MEDIA = 'tone:1400/150';
const ZIP_MS = 150;
/** Another node puts through at once, or does not. */
const TIE_MS = 3_000;

/** What Asterisk dials for an address; null where the address could mean something else to it. */
export type EndpointOf = (address: string) => string | null;

/** The agent's own phone, or the way to it: `tie` is dialed then, and another node puts it through. */
export interface Seat extends AgentPhone {
  readonly tie?: string;
}

export interface PhonesParts {
  readonly board: Switchboard;
  readonly endpointOf: EndpointOf;
  readonly ringMs?: number | undefined;
  /** Told when a phone goes away from under a call. */
  readonly onLost: (call: AsteriskCall, agentId: AgentId) => void;
  /** What an earlier life of the engine left of an agent's phone, told once. */
  readonly left: (agentId: AgentId) => LeftPhone | null;
}

export interface Phone {
  readonly seat: Seat;
  readonly listener: (event: PhoneEvent) => void;
  leg: Leg | null;
  /** Where contacts are brought. */
  bridgeId: string | null;
  call: AsteriskCall | null;
  muted: boolean;
  /** While a phone on demand is called: its bridge, once it has answered. */
  answer: Promise<string | null> | null;
}

/** Up, in its home bridge. */
export interface LeftPhone {
  readonly channelId: string;
  readonly bridgeId: string;
  /** It leads to another node, where the phone is. */
  readonly isTie: boolean;
}

export class Phones {
  readonly #board: Switchboard;
  readonly #clock: Clock;
  readonly #endpointOf: EndpointOf;
  readonly #ringMs: number;
  readonly #onLost: PhonesParts['onLost'];
  readonly #left: PhonesParts['left'];
  readonly #phones = new Map<AgentId, Phone>();

  constructor({ board, endpointOf, left, onLost, ringMs = DEFAULT_PHONE_RING_MS }: PhonesParts) {
    this.#board = board;
    this.#clock = board.clock;
    this.#endpointOf = endpointOf;
    this.#ringMs = ringMs;
    this.#left = left;
    this.#onLost = onLost;
  }

  find(agentId: AgentId): Phone | undefined {
    return this.#phones.get(agentId);
  }

  /** The bridge of a phone that is up. */
  homeOf(agentId: AgentId): string | null {
    const phone = this.#phones.get(agentId);
    return phone?.leg?.state === 'up' ? phone.bridgeId : null;
  }

  open(seat: Seat, listener: (event: PhoneEvent) => void): void {
    this.close(seat.agentId);
    const phone: Phone = { seat, listener, leg: null, bridgeId: null, call: null, muted: false, answer: null };
    this.#phones.set(seat.agentId, phone);
    const left = this.#left(seat.agentId);
    if (left !== null) {
      this.#take(phone, left);
      this.#clock.after(0, () => {
        if (phone.leg?.state === 'up') listener({ type: 'up', atMs: this.#clock.nowMs() });
      });
      return;
    }
    if (seat.mode === 'on-demand') return;
    this.#ring(phone, (failure) => {
      if (this.#phones.get(seat.agentId) !== phone) return;
      const atMs = this.#clock.nowMs();
      if (failure === null) listener({ type: 'up', atMs });
      else listener({ type: 'down', atMs, reason: failure });
    });
  }

  close(agentId: AgentId): void {
    const phone = this.#phones.get(agentId);
    if (phone === undefined) return;
    this.#phones.delete(agentId);
    this.#part(phone);
    this.#letGo(phone);
  }

  /** The phone's bridge, once the phone is up in it: at once where it is nailed up, else when it has answered. */
  reach(phone: Phone): Promise<string | null> {
    if (phone.leg?.state === 'up' && phone.bridgeId !== null) return Promise.resolve(phone.bridgeId);
    if (phone.seat.mode === 'nailed-up') return Promise.resolve(null);
    phone.answer ??= this.#answerOf(phone);
    return phone.answer;
  }

  #answerOf(phone: Phone): Promise<string | null> {
    const answer = new Promise<string | null>((resolve) => {
      this.#ring(phone, (failure) => {
        // Let go meanwhile, it may be called anew.
        if (phone.answer === answer) phone.answer = null;
        resolve(failure === null ? phone.bridgeId : null);
      });
    });
    return answer;
  }

  /** The conversation is over; a phone that is nailed up stays up. */
  free(phone: Phone): void {
    phone.call = null;
    this.mute(phone, false).catch(() => undefined);
    this.rest(phone);
  }

  /** A phone that is called for each conversation, and has none, is let go. */
  rest(phone: Phone): void {
    if (phone.seat.mode === 'on-demand' && phone.call === null) this.#letGo(phone);
  }

  restAll(): void {
    for (const phone of this.#phones.values()) this.rest(phone);
  }

  /** Back from another agent's bridge into its own. */
  home(phone: Phone): void {
    phone.call = null;
    this.rest(phone);
    if (phone.leg?.state !== 'up' || phone.bridgeId === null) return;
    this.#board.join(phone.bridgeId, phone.leg.channelId).catch(() => undefined);
  }

  async mute(phone: Phone, muted: boolean): Promise<void> {
    if (phone.muted === muted || phone.leg?.state !== 'up') return;
    phone.muted = muted;
    const where = path`/channels/${phone.leg.channelId}/mute`;
    if (muted) await this.#board.rest.post(where, { direction: 'in' });
    else await this.#board.rest.delete(where, { direction: 'in' });
  }

  /** Plays to the agent alone. */
  play(agentId: AgentId, media: string | null): void {
    const phone = this.#phones.get(agentId);
    if (phone?.leg?.state !== 'up') return;
    const playbackId = media === null ? this.#zipOf(agentId) : this.#board.name('play', agentId);
    const started = (): void => {
      if (media === null) this.#clock.after(ZIP_MS, () => this.#board.stopPlaying(playbackId));
    };
    const hooks = { started, finished: () => undefined };
    this.#board.play(phone.leg.channelId, playbackId, media ?? ZIP_MEDIA, hooks).catch(() => undefined);
  }

  /** The same in every life: Asterisk lists no playbacks, and only who knows its name can end one. */
  #zipOf(agentId: AgentId): string {
    return `${this.#board.app}~zip~${agentId}`;
  }

  clear(): void {
    this.#phones.clear();
  }

  /** A phone that an earlier life of the engine called, and that is up. */
  #take(phone: Phone, { bridgeId, channelId }: LeftPhone): void {
    const leg = this.#board.take(channelId, {
      up: () => undefined,
      gone: (end) => {
        if (phone.leg !== leg) return;
        this.#letGo(phone);
        this.#dropped(phone, end);
      },
    });
    phone.leg = leg;
    phone.bridgeId = bridgeId;
    // A tone that the earlier life began and did not end keeps the agent out of the talk.
    this.#board.stopPlaying(this.#zipOf(phone.seat.agentId));
    // Nobody remembers whether the agent was muted.
    this.#board.rest.delete(path`/channels/${channelId}/mute`, { direction: 'in' }).catch(() => undefined);
  }

  #ring(phone: Phone, told: (failure: string | null) => void): void {
    const { address, agentId, tie } = phone.seat;
    const endpoint = tie ?? this.#endpointOf(address);
    if (endpoint === null) {
      this.#clock.after(0, () =>
        told(`the phone ${address} is no address that can be dialed: check the agent's phone`),
      );
      return;
    }
    const ringMs = tie === undefined ? this.#ringMs : TIE_MS;
    const channelId = this.#board.name(tie === undefined ? 'phone' : 'tie', agentId);
    let answered = false;
    const patience = this.#clock.after(ringMs, () => leg.hangUp());
    const leg = this.#board.call(
      {
        ...{ channelId, endpoint, answerWithinS: Math.ceil(ringMs / 1_000) + 5 },
        beforeDial: async () => {
          const bridgeId = await this.#board.bridge('home', agentId);
          if (phone.leg === leg) phone.bridgeId = bridgeId;
          else this.#board.unbridge(bridgeId);
          if (phone.leg === leg) await this.#board.join(bridgeId, channelId);
        },
      },
      {
        up: () => {
          patience.cancel();
          if (phone.leg !== leg) return;
          answered = true;
          told(null);
        },
        gone: (end) => {
          patience.cancel();
          if (phone.leg !== leg) {
            if (!answered) told('it was let go before it answered');
            return;
          }
          this.#letGo(phone);
          if (!end.wasUp) told(whyNot(phone.seat, end));
          else this.#dropped(phone, end);
        },
      },
    );
    phone.leg = leg;
  }

  #dropped(phone: Phone, end: LegEnd): void {
    this.#part(phone);
    if (phone.seat.mode === 'on-demand' || this.#phones.get(phone.seat.agentId) !== phone) return;
    const reason = end.failure ?? `the phone ${phone.seat.address} hung up`;
    phone.listener({ type: 'down', atMs: this.#clock.nowMs(), reason });
  }

  #part(phone: Phone): void {
    const { call } = phone;
    phone.call = null;
    if (call !== null) this.#onLost(call, phone.seat.agentId);
  }

  #letGo(phone: Phone): void {
    const { bridgeId, leg } = phone;
    phone.leg = null;
    phone.bridgeId = null;
    phone.answer = null;
    phone.muted = false;
    leg?.hangUp();
    if (bridgeId !== null) this.#board.unbridge(bridgeId);
  }
}

function whyNot({ address, tie }: Seat, { byUs, failure, q850, sipStatus }: LegEnd): string {
  if (tie !== undefined) {
    const said = failure ?? (sipStatus === null ? `cause ${q850 ?? 'unknown'}` : `SIP ${sipStatus}`);
    return `the node of the phone ${address} does not put through (${said}): check its endpoint and its dialplan`;
  }
  if (failure !== null) return `the phone ${address} cannot be called: ${failure}`;
  if (byUs) return `the phone ${address} does not answer`;
  const said = sipStatus !== null ? `SIP ${sipStatus}` : `cause ${q850 ?? 'unknown'}`;
  return `the phone ${address} does not answer (${said}): is it registered, and switched on?`;
}
