/**
 * The engine's end of the bus, without its sockets: hello until welcomed, heartbeats both ways, questions with time-outs,
 * facts kept until acknowledged. A server silent for two seconds is lost: the engine says hello again until it is back.
 */
import {
  type AgentId,
  type AgentMirror,
  BUS_PROTOCOL,
  type CampaignId,
  type Clock,
  type ContactId,
  type EngineConfiguration,
  type EngineEpoch,
  type EngineMessage,
  every,
  type FactBody,
  type Intent,
  type IntentAnswer,
  type LeaseGrant,
  type LeftCall,
  type MessageId,
  type MonitorTick,
  type ServerMessage,
  Silence,
  type Timer,
} from '@outdial/shared';
import type { Engine } from '../engine.ts';
import type { FactSink, ForAgent, RecordSource } from '../ports.ts';
import { Outbox } from './outbox.ts';
import { Requests } from './requests.ts';

export interface LinkParts {
  readonly clock: Clock;
  readonly epoch: EngineEpoch;
  /** The name of the telephony adapter, for the server's health page. */
  readonly telephony: string;
  readonly pid: number;
  readonly send: (message: EngineMessage) => void;
  /** The connection broke: what waits in a queue must not reach a later server. */
  readonly forget?: () => void;
  /** Words for the log. */
  readonly say?: (words: string) => void;
}

const HEARTBEAT_MS = 500;
const SERVER_LOST_MS = 2_000;
const LEASE_TIMEOUT_MS = 3_000;
const INTENT_TIMEOUT_MS = 2_000;
/** Facts that are not acknowledged within this long are sent again. */
const ACK_TIMEOUT_MS = 3_000;
/** Facts and mirrors that fall within this long share a message. */
const GATHER_MS = 2;
const MOST_IN_A_MESSAGE = 500;
const PACERS_EVERY_MS = 10_000;

export class ServerLink implements RecordSource, FactSink {
  readonly #parts: LinkParts;
  readonly #outbox = new Outbox();
  readonly #leases: Requests<LeaseGrant>;
  readonly #intents: Requests<readonly IntentAnswer[]>;
  readonly #mirrors = new Map<AgentId, AgentMirror>();
  readonly #beat: Timer;
  #engine: Engine | null = null;
  #left: readonly LeftCall[] = [];
  #connected = false;
  readonly #silence: Silence;
  /** When facts were last acknowledged, or last sent again. */
  #progressMs: number;
  #ids = 0;
  #gathering: Timer | null = null;
  /** Messages whose sound has come. */
  readonly #messages = new Set<MessageId>();
  #pacersToldMs: number;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#silence = new Silence(parts.clock, HEARTBEAT_MS);
    this.#progressMs = parts.clock.nowMs();
    this.#pacersToldMs = this.#progressMs;
    this.#leases = new Requests(parts.clock, LEASE_TIMEOUT_MS);
    this.#intents = new Requests(parts.clock, INTENT_TIMEOUT_MS);
    this.#beat = every(parts.clock, HEARTBEAT_MS, () => this.#onBeat());
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Facts that the server has not acknowledged yet. */
  get unacknowledged(): number {
    return this.#outbox.size;
  }

  /** The engine that commands go to, and the calls that its earlier life left; the first hello follows. */
  attach(engine: Engine, left: readonly LeftCall[] = []): void {
    this.#engine = engine;
    this.#left = left;
    engine.serverLost();
    this.#hello();
  }

  lease(campaignId: CampaignId, n: number, done: (grant: LeaseGrant | null) => void, forAgent?: ForAgent): void {
    if (!this.#connected) {
      done(null);
      return;
    }
    const id = ++this.#ids;
    this.#leases.add(id, done);
    const kept = forAgent === undefined ? {} : { forAgent };
    this.#parts.send({ type: 'lease.request', id, campaignId, n, epoch: this.#parts.epoch, ...kept });
  }

  leaseCallbacks(
    campaignId: CampaignId,
    n: number,
    agents: readonly AgentId[],
    done: (grant: LeaseGrant | null) => void,
  ): void {
    if (!this.#connected) {
      done(null);
      return;
    }
    const id = ++this.#ids;
    this.#leases.add(id, done);
    const { epoch } = this.#parts;
    this.#parts.send({ type: 'lease.request', id, campaignId, n, epoch, callbacksFor: agents });
  }

  /** Without a server nothing is sent: it takes back what is leased to an engine by itself when the lease ends. */
  giveBack(campaignId: CampaignId, contactIds: readonly ContactId[], position: 'top' | 'retry'): void {
    if (!this.#connected) return;
    // The facts that close these attempts come first.
    this.#flush();
    this.#parts.send({ type: 'lease.return', contactIds, campaignId, position, epoch: this.#parts.epoch });
  }

  intend(intents: readonly Intent[], done: (answers: readonly IntentAnswer[] | null) => void): void {
    if (!this.#connected) {
      done(null);
      return;
    }
    // Whoever is redialed must have been told to be over.
    if (intents.some(({ redialOf }) => redialOf !== undefined)) this.#flush();
    const id = ++this.#ids;
    this.#intents.add(id, done);
    this.#parts.send({ type: 'intent.batch', id, epoch: this.#parts.epoch, intents });
  }

  fact(body: FactBody): void {
    const nowMs = this.#parts.clock.nowMs();
    if (this.#outbox.size === 0) this.#progressMs = nowMs;
    this.#outbox.add(body, nowMs);
    // That somebody answered is told at once: after a crash it decides what the attempt was.
    if (body.type === 'answered') this.#flush();
    else this.#gather();
  }

  agent(mirror: AgentMirror): void {
    // The newest of an agent is all that counts, in its place behind the others' changes.
    this.#mirrors.delete(mirror.agentId);
    this.#mirrors.set(mirror.agentId, mirror);
    this.#gather();
  }

  monitor(tick: MonitorTick): void {
    if (this.#connected) this.#parts.send({ type: 'monitor', epoch: this.#parts.epoch, tick });
  }

  /** One message from the server. */
  receive(message: ServerMessage): void {
    this.#silence.heard();
    const engine = this.#engine;
    if (engine === null) return;
    switch (message.type) {
      case 'welcome':
        this.#welcomed(engine, message);
        return;
      case 'heartbeat':
        return;
      case 'lease.grant':
        this.#leases.answer(message.id, message.grant);
        return;
      case 'lease.refused':
        this.#parts.say?.(`a lease was refused: ${message.reason}`);
        this.#leases.answer(message.id, null);
        return;
      case 'intent.answers':
        this.#intents.answer(message.id, message.answers);
        return;
      case 'ack':
        if (message.epoch === this.#parts.epoch) this.#outbox.ack(message.seq);
        this.#progressMs = this.#silence.heardAtMs;
        return;
      case 'configure':
        engine.configure(message.configuration);
        this.#askForMessages(message.configuration);
        return;
      case 'message.sound':
        this.#messages.add(message.messageId);
        engine.addMessage(message.messageId, samplesOf(message.samples));
        return;
      case 'command': {
        const result = engine.command(message.command, message.expectedVersion);
        // What the command changed reaches the server before its answer does.
        this.#flush();
        this.#parts.send({ type: 'command.result', id: message.id, result });
        return;
      }
    }
  }

  /** Sends what is gathered and stops; the sockets are closed by their owner. */
  close(): void {
    this.#flush();
    this.#beat.cancel();
    this.#gathering?.cancel();
    this.#connected = false;
    this.#leases.abandonAll();
    this.#intents.abandonAll();
  }

  #onBeat(): void {
    const { clock, epoch, send } = this.#parts;
    const nowMs = clock.nowMs();
    const silentMs = this.#silence.atBeat();
    if (this.#connected && silentMs >= SERVER_LOST_MS) this.#lost(silentMs);
    if (!this.#connected) {
      this.#hello();
      return;
    }
    send({ type: 'heartbeat', epoch, atMs: nowMs });
    if (this.#engine !== null) this.#tellPacers(this.#engine, nowMs);
    if (this.#outbox.size === 0 || nowMs - this.#progressMs < ACK_TIMEOUT_MS) return;
    this.#progressMs = nowMs;
    this.#outbox.resend();
    this.#flush();
  }

  #hello(): void {
    if (this.#engine === null) return;
    const { epoch, telephony, pid, send } = this.#parts;
    const left = this.#left.length === 0 ? {} : { left: this.#left };
    send({ type: 'hello', protocol: BUS_PROTOCOL, epoch, telephony, pid, ...left });
  }

  #welcomed(
    engine: Engine,
    { configuration, restore, protocol, epoch }: Extract<ServerMessage, { type: 'welcome' }>,
  ): void {
    if (epoch !== this.#parts.epoch) return;
    if (protocol !== BUS_PROTOCOL) {
      this.#parts.say?.(
        `the server speaks protocol ${protocol}, this engine ${BUS_PROTOCOL}: install the same version`,
      );
      return;
    }
    this.#parts.say?.('the server answers');
    this.#connected = true;
    this.#outbox.resend();
    engine.configure(configuration);
    this.#askForMessages(configuration);
    // Agents who are logged in here stay as they are: this engine is the authority on them.
    for (const command of restore) engine.command(command);
    this.#left = [];
    engine.restored();
    this.#mirrors.clear();
    for (const mirror of engine.agents()) this.#mirrors.set(mirror.agentId, mirror);
    this.#flush();
    engine.serverBack();
  }

  /** A message keeps its id for good: it is asked for until it was heard of once. */
  #askForMessages({ messages = [] }: EngineConfiguration): void {
    const { epoch, send } = this.#parts;
    for (const { messageId } of messages) {
      if (!this.#messages.has(messageId)) send({ type: 'message.request', epoch, messageId });
    }
  }

  /** Every now and then what the pacers have learnt, so that the next engine need not start from nothing. */
  #tellPacers(engine: Engine, nowMs: number): void {
    if (nowMs < this.#pacersToldMs + PACERS_EVERY_MS) return;
    this.#pacersToldMs = nowMs;
    const states = engine.pacersToKeep();
    if (states.length > 0) this.#parts.send({ type: 'pacers', epoch: this.#parts.epoch, states });
  }

  #lost(silentMs: number): void {
    this.#parts.say?.(
      `the server has been silent for ${silentMs} ms: calls under way are finished, nothing new is dialed`,
    );
    this.#connected = false;
    this.#parts.forget?.();
    this.#engine?.serverLost();
    this.#leases.abandonAll();
    this.#intents.abandonAll();
  }

  #gather(): void {
    this.#gathering ??= this.#parts.clock.after(GATHER_MS, () => this.#flush());
  }

  #flush(): void {
    this.#gathering?.cancel();
    this.#gathering = null;
    if (!this.#connected) return;
    const { epoch, send } = this.#parts;
    for (
      let facts = this.#outbox.next(MOST_IN_A_MESSAGE);
      facts.length > 0;
      facts = this.#outbox.next(MOST_IN_A_MESSAGE)
    ) {
      send({ type: 'facts', epoch, facts });
    }
    if (this.#mirrors.size === 0) return;
    const agents = [...this.#mirrors.values()];
    this.#mirrors.clear();
    send({ type: 'agents', epoch, agents });
  }
}

/** 16-bit little-endian, in base64; read bytewise, because a decoded buffer need not begin at an even place. */
function samplesOf(base64: string): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
}
