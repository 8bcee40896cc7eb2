/**
 * What an earlier life of this engine left in Asterisk, read from the names of channels and bridges. People who talk are
 * left alone until somebody takes them over; who rings, and whatever only the earlier life could use, is ended at once.
 */
import type { AgentId, CallId, Clock, LeftCall } from '@outdial/shared';
import { type AriBridge, type AriChannel, readBridges } from './ari-events.ts';
import { type AriRest, path } from './ari-rest.ts';
import { incomingCallId, type OurName, readCallKey, readName } from './names.ts';
import type { LeftPhone } from './phones.ts';
import type { Switchboard } from './switchboard.ts';

/** Who waits alone is not left so for longer, should nobody say what is to become of them. */
const UNDECIDED_MS = 2_000;
/** Two who talk on without us: contact and target of a transfer, another node and a phone that is called for it. */
const PAIRS: ReadonlySet<string> = new Set(['transfer', 'relay']);
/** What goes on without us: such pairs, and a recording, which ends with its call. */
const GOES_ON: ReadonlySet<string> = new Set([...PAIRS, 'record']);
/** Ways to an agent: their phone, or another node where it is. */
const TO_AGENTS: ReadonlySet<string> = new Set(['phone', 'tie']);

interface Found<Thing> {
  readonly thing: Thing;
  readonly name: OurName;
}

export interface LeftChannel extends LeftCall {
  readonly channel: AriChannel;
}

type Board = Pick<Switchboard, 'rest' | 'clock' | 'app' | 'life' | 'has' | 'take' | 'unbridge'>;

export class LeftBehind {
  readonly #board: Board;
  readonly #rest: AriRest;
  readonly #clock: Clock;
  readonly #app: string;
  readonly #life: string;
  readonly #node: string;
  readonly #told = Promise.withResolvers<readonly LeftCall[]>();
  readonly #calls = new Map<CallId, LeftChannel>();
  readonly #phones = new Map<string, LeftPhone>();
  /** Of a call's id: the channel by which it is recorded. */
  readonly #recorders = new Map<string, string>();
  /** It is decided who is taken over: what is found later is nobody's. */
  #decided = false;

  /** `node`: the name of this Asterisk where it is one of several. */
  constructor(board: Board, node: string) {
    this.#node = node;
    this.#board = board;
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
    for (const { name, thing } of found) if (name.role === 'record') this.#recorders.set(name.key, thing.id);
    for (const { name, thing } of found) {
      if (thing.state !== 'Up' || kept.has(thing.id)) continue;
      const home = homes.find((bridge) => bridge.thing.channelIds.includes(thing.id));
      if (TO_AGENTS.has(name.role) && home?.name.key === name.key) {
        const isTie = name.role === 'tie';
        this.#phones.set(name.key, { channelId: thing.id, bridgeId: home.thing.id, isTie });
        kept.add(thing.id).add(home.thing.id);
      }
      const ids = name.role === 'call' ? readCallKey(name.key) : null;
      if (ids === null) continue;
      this.#calls.set(ids.callId, { ...ids, agentId: (home?.name.key as AgentId) ?? null, channel: thing });
      kept.add(thing.id);
    }
    for (const channel of channels) {
      if (!this.#cameIn(channel) || kept.has(channel.id)) continue;
      // Who rang rings for nobody any more: nobody here knows of them.
      if (channel.state !== 'Up') this.#drop(channel.id);
      else {
        const callId = incomingCallId(this.#node, channel.id, channel.createdAtMs);
        const home = homes.find((bridge) => bridge.thing.channelIds.includes(channel.id));
        this.#calls.set(callId, { callId, attemptId: null, agentId: (home?.name.key as AgentId) ?? null, channel });
      }
    }
    this.#end(found, bridges, (id) => !kept.has(id));
    const inUse = bridges.filter(({ thing }) => kept.has(thing.id));
    this.#endIdleTies(channels, new Set(inUse.flatMap(({ thing }) => thing.channelIds)));
    for (const { name, thing } of inUse) if (PAIRS.has(name.role)) this.#follow(thing);
    const calls = [...this.#calls.values()].map(({ channel: _, ...call }) => call);
    this.#clock.after(UNDECIDED_MS, () => {
      for (const { agentId, callId } of calls) if (agentId === null) this.#hangUp(callId);
    });
    this.#told.resolve(calls);
    if (this.#decided) this.letGo();
  }

  takeCall(callId: CallId): LeftChannel | null {
    const left = this.#calls.get(callId) ?? null;
    this.#calls.delete(callId);
    return left;
  }

  /** Whether the agent's own phone is up here, and nobody took it over yet. */
  hasPhone(agentId: AgentId): boolean {
    return this.#phones.get(agentId)?.isTie === false;
  }

  takePhone(agentId: AgentId): LeftPhone | null {
    const left = this.#phones.get(agentId) ?? null;
    this.#phones.delete(agentId);
    return left;
  }

  /** The channel by which an earlier life records the call. */
  recorderOf(callId: CallId): string | null {
    return this.#recorders.get(callId) ?? null;
  }

  /** Ends all that nobody took over. */
  letGo(): void {
    this.#decided = true;
    for (const callId of [...this.#calls.keys()]) this.#hangUp(callId);
    for (const { bridgeId, channelId } of this.#phones.values()) {
      this.#drop(channelId);
      this.#rest.delete(path`/bridges/${bridgeId}`).catch(() => undefined);
    }
    this.#phones.clear();
  }

  /** Who called an earlier life of this application, in person. */
  #cameIn({ appData, id }: AriChannel): boolean {
    return appData.startsWith(`${this.#app},inbound,`) && readName(this.#app, id) === null && !this.#board.has(id);
  }

  /** Another node that is not with an agent came for nobody. */
  #endIdleTies(channels: readonly AriChannel[], inUse: ReadonlySet<string>): void {
    for (const { appData, id } of channels) {
      const tie = appData.startsWith(`${this.#app},tie,`) && readName(this.#app, id) === null;
      if (tie && !inUse.has(id) && !this.#board.has(id)) this.#drop(id);
    }
  }

  /** One of a pair is gone: so is the other. */
  #follow({ channelIds, id }: AriBridge): void {
    const end = (): void => {
      for (const leg of legs) leg.hangUp();
      this.#board.unbridge(id);
    };
    const legs = channelIds.map((channelId) => this.#board.take(channelId, { up: () => undefined, gone: end }));
  }

  #hangUp(callId: CallId): void {
    const left = this.takeCall(callId);
    if (left !== null) this.#drop(left.channel.id);
  }

  #drop(channelId: string): void {
    this.#rest.delete(path`/channels/${channelId}`).catch(() => undefined);
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
      if (useless(thing.id)) this.#drop(thing.id);
    }
  }
}
