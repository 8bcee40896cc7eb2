/** One outgoing channel: a contact, a target, or a phone of ours, from its creation to its end. */
import type { Clock } from '@outdial/shared';
import { AriError, type AriRest, path } from './ari-rest.ts';

export interface LegEnd {
  readonly wasUp: boolean;
  /** We hung it up. */
  readonly byUs: boolean;
  readonly sipStatus: number | null;
  readonly q850: number | null;
  /** Asterisk itself did not do it: in words. */
  readonly failure: string | null;
}

export interface LegHooks {
  ringing?(): void;
  progress?(): void;
  up(): void;
  gone(end: LegEnd): void;
  dtmf?(digit: string): void;
}

export interface LegRequest {
  readonly channelId: string;
  readonly endpoint: string;
  readonly variables?: Readonly<Record<string, string>>;
  /** Asterisk's own limit, should we be gone: seconds until the answer. */
  readonly answerWithinS: number;
  /** What must stand before the first packet comes: bridges and taps. */
  readonly beforeDial?: () => Promise<void>;
}

export interface LegStart extends LegRequest {
  readonly app: string;
  /** Makes the channel and waits until it is in our application: before, it can be put into no bridge. */
  readonly arrive: (make: () => Promise<unknown>) => Promise<void>;
}

export type LegState = 'creating' | 'dialing' | 'ringing' | 'up' | 'gone';

/** Asterisk confirms an end by an event; where that was missed, the leg is over after so long all the same. */
const END_CONFIRMED_MS = 2_000;

export class Leg {
  readonly channelId: string;
  state: LegState;
  readonly #rest: AriRest;
  readonly #clock: Clock;
  readonly #hooks: LegHooks;
  readonly #forget: (leg: Leg) => void;
  #hangingUp = false;
  #created: boolean;

  /** `state` is `up` for a channel that an earlier life of the engine made, `ringing` for one that came in. */
  constructor(
    rest: AriRest,
    clock: Clock,
    channelId: string,
    hooks: LegHooks,
    forget: (leg: Leg) => void,
    state: 'creating' | 'ringing' | 'up' = 'creating',
  ) {
    this.state = state;
    this.#created = state !== 'creating';
    this.#rest = rest;
    this.#clock = clock;
    this.channelId = channelId;
    this.#hooks = hooks;
    this.#forget = forget;
  }

  get hangingUp(): boolean {
    return this.#hangingUp;
  }

  async start({ answerWithinS, app, arrive, beforeDial, endpoint, variables = {} }: LegStart): Promise<void> {
    const { channelId } = this;
    try {
      await arrive(() => this.#rest.post('/channels/create', { endpoint, app, channelId }, { variables }));
      this.#created = true;
      if (this.#over()) return;
      if (beforeDial !== undefined) await beforeDial();
      if (this.#over()) return;
      await this.#rest.post(path`/channels/${channelId}/dial`, { timeout: answerWithinS });
    } catch (error) {
      // The far end may have refused in the meantime: then that is the end, and this is only its echo.
      if (this.#isGone()) return;
      if (error instanceof AriError && error.status === 404 && this.#created) {
        this.#clock.after(END_CONFIRMED_MS, () => this.#failed(error));
      } else this.#failed(error);
    }
  }

  hangUp(): void {
    if (this.#hangingUp || this.state === 'gone') return;
    this.#hangingUp = true;
    if (this.#created) this.#delete();
  }

  ringing(): void {
    if (this.state !== 'creating' && this.state !== 'dialing') return;
    this.state = 'ringing';
    this.#hooks.ringing?.();
  }

  progress(): void {
    if (this.state !== 'up' && this.state !== 'gone') this.#hooks.progress?.();
  }

  up(): void {
    if (this.state === 'up' || this.state === 'gone') return;
    this.state = 'up';
    this.#hooks.up();
  }

  dtmf(digit: string): void {
    this.#hooks.dtmf?.(digit);
  }

  gone(codes: { sipStatus: number | null; q850: number | null }, failure: string | null = null): void {
    if (this.state === 'gone') return;
    const wasUp = this.state === 'up';
    this.state = 'gone';
    this.#forget(this);
    this.#hooks.gone({ ...codes, wasUp, byUs: this.#hangingUp, failure });
  }

  /** Whether somebody hung it up while it was being made. */
  #over(): boolean {
    if (this.#hangingUp) this.#delete();
    return this.#hangingUp || this.#isGone();
  }

  #isGone(): boolean {
    return this.state === 'gone';
  }

  #failed(error: unknown): void {
    if (this.#created) this.#rest.delete(path`/channels/${this.channelId}`).catch(() => undefined);
    this.gone({ sipStatus: null, q850: null }, error instanceof Error ? error.message : String(error));
  }

  #delete(): void {
    const confirm = (): void => {
      this.#clock.after(END_CONFIRMED_MS, () => this.gone({ sipStatus: null, q850: null }));
    };
    this.#rest.delete(path`/channels/${this.channelId}`).then(confirm, confirm);
  }
}
