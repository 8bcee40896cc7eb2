/** The phones of agents: called at log-in and kept in a bridge of their own, or called for each conversation. */
import type { AgentId, Clock } from '@outdial/shared';
import type { AgentPhone, PhoneEvent } from '../port.ts';
import { path } from './ari-rest.ts';
import type { AsteriskCall } from './call.ts';
import type { Leg, LegEnd } from './leg.ts';
import { type AsteriskOptions, DEFAULT_PHONE_RING_MS, phoneEndpoint } from './options.ts';
import type { Switchboard } from './switchboard.ts';

const ZIP_MEDIA = 'tone:1400/150';
const ZIP_MS = 150;

export interface Phone {
  readonly seat: AgentPhone;
  readonly listener: (event: PhoneEvent) => void;
  leg: Leg | null;
  /** Where contacts are brought. */
  bridgeId: string | null;
  call: AsteriskCall | null;
  muted: boolean;
}

/** Up, in its home bridge. */
export interface LeftPhone {
  readonly channelId: string;
  readonly bridgeId: string;
}

export class Phones {
  readonly #board: Switchboard;
  readonly #clock: Clock;
  readonly #options: AsteriskOptions;
  /** Told when a phone goes away from under a call. */
  readonly #onLost: (call: AsteriskCall, agentId: AgentId) => void;
  /** What an earlier life of the engine left of an agent's phone, told once. */
  readonly #left: (agentId: AgentId) => LeftPhone | null;
  readonly #phones = new Map<AgentId, Phone>();

  constructor(
    board: Switchboard,
    options: AsteriskOptions,
    onLost: (call: AsteriskCall, agentId: AgentId) => void,
    left: (agentId: AgentId) => LeftPhone | null,
  ) {
    this.#left = left;
    this.#board = board;
    this.#clock = board.clock;
    this.#options = options;
    this.#onLost = onLost;
  }

  find(agentId: AgentId): Phone | undefined {
    return this.#phones.get(agentId);
  }

  open(seat: AgentPhone, listener: (event: PhoneEvent) => void): void {
    this.close(seat.agentId);
    const phone: Phone = { seat, listener, leg: null, bridgeId: null, call: null, muted: false };
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
    return new Promise((resolve) => {
      this.#ring(phone, (failure) => resolve(failure === null ? phone.bridgeId : null));
    });
  }

  /** The conversation is over; a phone that is nailed up stays up. */
  free(phone: Phone): void {
    phone.call = null;
    this.mute(phone, false).catch(() => undefined);
    if (phone.seat.mode === 'on-demand') this.#letGo(phone);
  }

  /** Back from another agent's bridge into its own. */
  home(phone: Phone): void {
    phone.call = null;
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
    const { address, agentId } = phone.seat;
    const endpoint = phoneEndpoint(this.#options, address);
    if (endpoint === null) {
      this.#clock.after(0, () =>
        told(`the phone ${address} is no address that can be dialed: check the agent's phone`),
      );
      return;
    }
    const ringMs = this.#options.phoneRingMs ?? DEFAULT_PHONE_RING_MS;
    const channelId = this.#board.name('phone', agentId);
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
          if (phone.leg === leg) told(null);
        },
        gone: (end) => {
          patience.cancel();
          if (phone.leg !== leg) return;
          this.#letGo(phone);
          if (!end.wasUp) told(whyNot(address, end));
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
    phone.muted = false;
    leg?.hangUp();
    if (bridgeId !== null) this.#board.unbridge(bridgeId);
  }
}

function whyNot(address: string, { byUs, failure, q850, sipStatus }: LegEnd): string {
  if (failure !== null) return `the phone ${address} cannot be called: ${failure}`;
  if (byUs) return `the phone ${address} does not answer`;
  const said = sipStatus !== null ? `SIP ${sipStatus}` : `cause ${q850 ?? 'unknown'}`;
  return `the phone ${address} does not answer (${said}): is it registered, and switched on?`;
}
