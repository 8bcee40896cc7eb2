/**
 * What an earlier life of this engine left in Asterisk, read from the names of channels and bridges. People who talk are
 * left alone until somebody takes them over; who rings, and whatever only the earlier life could use, is ended at once.
 */
import type { AgentId, CallId, Clock, LeftCall } from '@outdial/shared';
import { type AriBridge, type AriChannel, readBridges } from './ari-events.ts';
import { type AriRest, path } from './ari-rest.ts';
import { type OurName, readCallKey, readName } from './names.ts';
import type { LeftPhone } from './phones.ts';

/** Who waits alone is not left so for longer, should nobody say what is to become of them. */
const UNDECIDED_MS = 2_000;
/** What goes on without us: both sides of a transfer, and a recording, which ends with its call. */
const GOES_ON: ReadonlySet<string> = new Set(['transfer', 'record']);

interface Found<Thing> {
  readonly thing: Thing;
  readonly name: OurName;
}

interface LeftChannel extends LeftCall {
  readonly channel: AriChannel;
}

export class LeftBehind {
  readonly #rest: AriRest;
  readonly #clock: Clock;
  readonly #app: string;
  readonly #life: string;
  readonly #told = Promise.withResolvers<readonly LeftCall[]>();
  readonly #calls = new Map<CallId, LeftChannel>();
  readonly #phones = new Map<string, LeftPhone>();

  constructor(board: { rest: AriRest; clock: Clock; app: string; life: string }) {
    this.#rest = board.rest;
    this.#clock = board.clock;
    this.#app = board.app;
    this.#life = board.life;
  }

  get left(): Promise<readonly LeftCall[]> {
    return this.#told.promise;
  }

  /** Asterisk cannot be asked now: there is nothing to be taken over. */
  unknown(): void {
    this.#told.resolve([]);
  }

  /** Asterisk is there for the first time, with these channels. */
  async find(channels: readonly AriChannel[]): Promise<void> {
    const bridges = this.#ours(readBridges(await this.#rest.get('/bridges').catch(() => [])));
    const found = this.#ours(channels);
    const homes = bridges.filter(({ name }) => name.role === 'home');
    const kept = new Set<string>(
      bridges.filter(({ name }) => GOES_ON.has(name.role)).flatMap(({ thing }) => [thing.id, ...thing.channelIds]),
    );
    for (const { name, thing } of found) if (GOES_ON.has(name.role)) kept.add(thing.id);
    for (const { name, thing } of found) {
      if (thing.state !== 'Up' || kept.has(thing.id)) continue;
      const home = homes.find((bridge) => bridge.thing.channelIds.includes(thing.id));
      if (name.role === 'phone' && home?.name.key === name.key) {
        this.#phones.set(name.key, { channelId: thing.id, bridgeId: home.thing.id });
        kept.add(thing.id).add(home.thing.id);
      }
      const ids = name.role === 'call' ? readCallKey(name.key) : null;
      if (ids === null) continue;
      this.#calls.set(ids.callId, { ...ids, agentId: (home?.name.key as AgentId) ?? null, channel: thing });
      kept.add(thing.id);
    }
    this.#end(found, bridges, (id) => !kept.has(id));
    this.#endCallers(channels);
    const calls = [...this.#calls.values()].map(({ channel: _, ...call }) => call);
    this.#clock.after(UNDECIDED_MS, () => {
      for (const { agentId, callId } of calls) if (agentId === null) this.#hangUp(callId);
    });
    this.#told.resolve(calls);
  }

  takeCall(callId: CallId): AriChannel | null {
    const left = this.#calls.get(callId);
    this.#calls.delete(callId);
    return left?.channel ?? null;
  }

  takePhone(agentId: AgentId): LeftPhone | null {
    const left = this.#phones.get(agentId) ?? null;
    this.#phones.delete(agentId);
    return left;
  }

  /** Ends all that nobody took over. */
  letGo(): void {
    for (const callId of [...this.#calls.keys()]) this.#hangUp(callId);
    for (const { bridgeId, channelId } of this.#phones.values()) {
      this.#rest.delete(path`/channels/${channelId}`).catch(() => undefined);
      this.#rest.delete(path`/bridges/${bridgeId}`).catch(() => undefined);
    }
    this.#phones.clear();
  }

  /** Who called the earlier life: nobody knows of them any more, and a phone with one of them on it is taken by the next contact. */
  #endCallers(channels: readonly AriChannel[]): void {
    for (const { id, appData } of channels) {
      if (readName(this.#app, id) !== null || !appData.startsWith(`${this.#app},inbound,`)) continue;
      this.#rest.delete(path`/channels/${id}`).catch(() => undefined);
    }
  }

  #hangUp(callId: CallId): void {
    const channel = this.takeCall(callId);
    if (channel !== null) this.#rest.delete(path`/channels/${channel.id}`).catch(() => undefined);
  }

  #ours<Thing extends AriChannel | AriBridge>(things: readonly Thing[]): Found<Thing>[] {
    return things.flatMap((thing) => {
      const name = readName(this.#app, thing.id);
      return name === null || name.life === this.#life ? [] : [{ thing, name }];
    });
  }

  #end(channels: readonly Found<AriChannel>[], bridges: readonly Found<AriBridge>[], useless: (id: string) => boolean) {
    for (const { thing } of bridges) {
      if (useless(thing.id)) this.#rest.delete(path`/bridges/${thing.id}`).catch(() => undefined);
    }
    for (const { thing } of channels) {
      if (useless(thing.id)) this.#rest.delete(path`/channels/${thing.id}`).catch(() => undefined);
    }
  }
}
