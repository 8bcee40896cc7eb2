/** Channels, bridges and playbacks of one Asterisk under names of our own, and which event goes to whom. */
import type { Clock } from '@outdial/shared';
import { type AriChannel, type AriEvent, readChannels } from './ari-events.ts';
import { AriError, type AriRest, path } from './ari-rest.ts';
import { Leg, type LegHooks, type LegRequest } from './leg.ts';
import { readName, writeName } from './names.ts';

/** A channel that Asterisk makes is there within this, or it will not be. */
const STASIS_WITHIN_MS = 3_000;
const LEGS: ReadonlySet<string> = new Set(['call', 'target', 'phone', 'tie', 'relay', 'supervisor']);

export interface PlaybackHooks {
  started(): void;
  finished(failed: boolean): void;
}

export class Switchboard {
  readonly rest: AriRest;
  readonly clock: Clock;
  readonly app: string;
  readonly #legs = new Map<string, Leg>();
  readonly #playbacks = new Map<string, PlaybackHooks>();
  readonly #arrivals = new Map<string, () => void>();
  /** In every name, so that what an earlier life left is told from what is ours. */
  readonly life: string;
  readonly #strangers: (event: Extract<AriEvent, { type: 'stasis-start' }>) => void;
  readonly #recordings = new Map<string, (failed: boolean) => void>();
  #count = 0;

  /** `strangers`: channels that come into our application and were not made by us. */
  constructor(
    rest: AriRest,
    clock: Clock,
    app: string,
    strangers: (event: Extract<AriEvent, { type: 'stasis-start' }>) => void = () => undefined,
  ) {
    this.#strangers = strangers;
    this.rest = rest;
    this.clock = clock;
    this.app = app;
    this.life = clock.nowMs().toString(36);
  }

  /** A name that only this engine gives, and gives once: `outdial~LIFE~call-…`. */
  name(role: string, key: string): string {
    this.#count += 1;
    return writeName(this.app, this.life, role, key, this.#count);
  }

  call(request: LegRequest, hooks: LegHooks): Leg {
    const leg = new Leg(this.rest, this.clock, request.channelId, hooks, ({ channelId }) => {
      this.#legs.delete(channelId);
    });
    this.#legs.set(request.channelId, leg);
    const { channelId } = request;
    void leg.start({ ...request, app: this.app, arrive: (make) => this.arrive(channelId, make) });
    return leg;
  }

  /** Whether the channel is a leg of this life. */
  has(channelId: string): boolean {
    return this.#legs.has(channelId);
  }

  /** A channel of an earlier life, up; where it is gone by now its end is told. */
  take(channelId: string, hooks: LegHooks): Leg {
    const leg = new Leg(this.rest, this.clock, channelId, hooks, () => this.#legs.delete(channelId), 'up');
    this.#legs.set(channelId, leg);
    const cameIn = readName(this.app, channelId) === null;
    const asked = cameIn ? this.#subscribe(channelId).catch(() => undefined) : Promise.resolve();
    asked
      .then(() => this.rest.get(path`/channels/${channelId}`))
      .catch((error: unknown) => {
        if (error instanceof AriError && error.status === 404) leg.gone({ sipStatus: null, q850: null });
      });
    return leg;
  }

  /** A channel that came in is one of ours from now on. */
  adopt(channelId: string, hooks: LegHooks): Leg {
    const leg = new Leg(this.rest, this.clock, channelId, hooks, () => this.#legs.delete(channelId), 'ringing');
    this.#legs.set(channelId, leg);
    this.#subscribe(channelId).catch(() => leg.gone({ sipStatus: null, q850: null }));
    return leg;
  }

  /** The end of a channel that came in is told only to who asked for it, and may have been before. */
  #subscribe(channelId: string): Promise<unknown> {
    return this.rest.post(path`/applications/${this.app}/subscription`, { eventSource: `channel:${channelId}` });
  }

  /** Told each time that Asterisk closes a recording of this name, until it is told to stop. */
  onRecording(name: string, finished: (failed: boolean) => void): () => void {
    this.#recordings.set(name, finished);
    return () => this.#recordings.delete(name);
  }

  event(event: AriEvent): void {
    switch (event.type) {
      case 'stasis-start':
        if (this.#arrivals.has(event.channelId)) this.#arrivals.get(event.channelId)?.();
        else if (!event.channelId.startsWith(`${this.app}~`) && !this.#legs.has(event.channelId))
          this.#strangers(event);
        return;
      case 'recording-finished':
        this.#recordings.get(event.name)?.(event.failed);
        return;
      case 'state':
        if (event.state === 'Up') this.#legs.get(event.channelId)?.up();
        else if (event.state === 'Ringing') this.#legs.get(event.channelId)?.ringing();
        return;
      case 'dial':
        if (event.status === 'RINGING') this.#legs.get(event.channelId)?.ringing();
        else if (event.status === 'PROGRESS') this.#legs.get(event.channelId)?.progress();
        return;
      case 'dtmf':
        this.#legs.get(event.channelId)?.dtmf(event.digit);
        return;
      case 'destroyed':
        this.#legs.get(event.channelId)?.gone(event);
        return;
      case 'playback-started':
        this.#playbacks.get(event.playbackId)?.started();
        return;
      case 'playback-finished': {
        const hooks = this.#playbacks.get(event.playbackId);
        this.#playbacks.delete(event.playbackId);
        hooks?.finished(event.failed);
        return;
      }
      case 'replaced':
        return;
    }
  }

  /** After a lost link: what is not there any more ended meanwhile, what is up was answered meanwhile. */
  reconcile(channels: readonly AriChannel[]): void {
    const states = new Map(channels.map(({ id, state }) => [id, state]));
    for (const leg of [...this.#legs.values()]) {
      const state = states.get(leg.channelId);
      if (state === undefined && leg.state !== 'creating') leg.gone({ sipStatus: null, q850: null });
      if (state === 'Ringing') leg.ringing();
      if (state === 'Up') leg.up();
    }
    for (const { id } of channels) {
      if (this.#isCall(id) && !this.#legs.has(id)) this.drop(id);
    }
  }

  /** Asterisk is gone, and all channels with it. */
  lose(reason: string): void {
    for (const leg of [...this.#legs.values()]) leg.gone({ sipStatus: null, q850: null }, reason);
    for (const hooks of [...this.#playbacks.values()]) hooks.finished(true);
    this.#playbacks.clear();
  }

  /** Of this life, and a leg: media and snoops are looked after by those who made them. */
  #isCall(id: string): boolean {
    const name = readName(this.app, id);
    return name?.life === this.life && LEGS.has(name.role);
  }

  hangUpAll(): readonly Leg[] {
    const legs = [...this.#legs.values()];
    for (const leg of legs) leg.hangUp();
    return legs;
  }

  /** Ends all that this and earlier lives of the engine left. */
  async sweep(): Promise<void> {
    const ours = (value: unknown): string[] =>
      readChannels(value)
        .map(({ id }) => id)
        .filter((id) => readName(this.app, id) !== null);
    const [bridges, channels] = await Promise.all([this.rest.get('/bridges'), this.rest.get('/channels')]);
    const ends = [
      ...ours(bridges).map((id) => this.rest.delete(path`/bridges/${id}`)),
      ...ours(channels).map((id) => this.rest.delete(path`/channels/${id}`)),
    ];
    await Promise.allSettled(ends);
  }

  async bridge(role: string, key: string): Promise<string> {
    const bridgeId = this.name(role, key);
    await this.rest.post(path`/bridges/${bridgeId}`, { type: 'mixing' });
    return bridgeId;
  }

  /** Nobody is told who else is there: a contact sees the campaign's caller ID, and never an agent's. */
  async join(bridgeId: string, ...channelIds: string[]): Promise<void> {
    const query = { channel: channelIds.join(','), inhibitConnectedLineUpdates: 'true' };
    await this.rest.post(path`/bridges/${bridgeId}/addChannel`, query);
  }

  async leave(bridgeId: string, channelId: string): Promise<void> {
    await this.rest.post(path`/bridges/${bridgeId}/removeChannel`, { channel: channelId });
  }

  /** Takes down a bridge; who was in it stays, without it. */
  unbridge(bridgeId: string): void {
    this.rest.delete(path`/bridges/${bridgeId}`).catch(() => undefined);
  }

  /** Ends a channel that is no leg. */
  drop(channelId: string): void {
    this.rest.delete(path`/channels/${channelId}`).catch(() => undefined);
  }

  /** Makes a channel and waits until it can be used. */
  async arrive(channelId: string, make: () => Promise<unknown>): Promise<void> {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    this.#arrivals.set(channelId, resolve);
    const late = new AriError(0, `channel ${channelId} did not arrive within ${STASIS_WITHIN_MS} ms`);
    const timer = this.clock.after(STASIS_WITHIN_MS, () => reject(late));
    try {
      await make();
      await promise;
    } finally {
      timer.cancel();
      this.#arrivals.delete(channelId);
    }
  }

  /** Plays on a channel, to it alone. */
  async play(channelId: string, playbackId: string, media: string, hooks: PlaybackHooks): Promise<void> {
    this.#playbacks.set(playbackId, hooks);
    try {
      await this.rest.post(path`/channels/${channelId}/play/${playbackId}`, { media });
    } catch (error) {
      this.#playbacks.delete(playbackId);
      throw error;
    }
  }

  stopPlaying(playbackId: string): void {
    this.rest.delete(path`/playbacks/${playbackId}`).catch(() => undefined);
  }

  close(): void {
    this.#legs.clear();
    this.#playbacks.clear();
  }
}
