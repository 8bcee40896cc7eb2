/** The server's side of the bus: one engine at a time, watched by its heartbeats, answered from the store. */
import {
  type AgentId,
  BUS_PROTOCOL,
  type Clock,
  type EngineEpoch,
  type EngineMessage,
  every,
  type LeftCall,
  type LivePicture,
  type MonitorTick,
  type ResumedCall,
  type ServerMessage,
  Silence,
} from '@outdial/shared';
import { policiesOf } from '../rules/policies.ts';
import type { Store } from '../store/port.ts';
import { Commands } from './commands.ts';
import { DeskOfRecords } from './desk-of-records.ts';
import { configurationWithHistory, engineConfiguration } from './engine-configuration.ts';
import { Listeners } from './listeners.ts';
import { Mirror } from './mirror.ts';
import type { Bus, BusLog, BusOptions, ConfigurationSource, EngineStatus } from './port.ts';
import type { GoesOn, Restore } from './restore.ts';
import { openSockets, type Peer, type Sockets } from './sockets.ts';

/** How often it is written down that the engine lives. */
const NOTE_MS = 2_000;
const SILENT: BusLog = { info: () => undefined, warn: () => undefined };

interface Engine {
  peer: Peer;
  epoch: EngineEpoch;
  telephony: string;
  pid: number;
  /** What its earlier life left up at the carrier. */
  left: readonly LeftCall[];
  readonly silence: Silence;
  notedAtMs: number;
  /** From hello on it is greeted; once welcomed, another hello is answered anew. */
  greeting: boolean;
  /** What it was given to restore, until it is heard to have got it; null: not worked out yet. */
  restore: Restore[] | null;
}

/** Throws `EndpointRefusedError`, and what the store or the sockets say. */
export async function startBus(options: BusOptions): Promise<Bus> {
  const log = options.log ?? SILENT;
  const { store, configuration } = options;
  await store.setPolicies(policiesOf(configuration.current()));
  const mirror = await Mirror.open(store, log);
  const link = new Link(options, mirror, log);
  const sockets = await openSockets(
    { control: options.controlEndpoint, live: options.liveEndpoint },
    {
      message: (peer, message) => link.take(peer, message),
      live: ({ picture }) => link.show(picture),
      disconnected: () => link.probe(),
      unreachable: (peer) => link.unreachable(peer),
    },
    log,
  );
  link.open(sockets);
  return {
    engine: () => link.status,
    agents: () => mirror.agents(),
    picture: () => link.picture,
    command: (command, { expectedVersion, timeoutMs = options.commandTimeoutMs ?? 3_000 } = {}) =>
      link.afterConfiguration(() => link.commands.start(command, { expectedVersion, timeoutMs }, link.sender())),
    onAgents: (listener) => mirror.changed.add(listener),
    onPicture: (listener) => link.pictures.add(listener),
    onEngine: (listener) => link.statuses.add(listener),
    onMonitor: (monitorId, listener) =>
      link.ticks.add((tick) => {
        if (tick.monitorId === monitorId) listener(tick);
      }),
    async forgetLast(person) {
      const agents = await mirror.forgetLast(person);
      const forget = (agentId: AgentId) =>
        link.commands.start({ type: 'agent.forget-last', agentId }, { timeoutMs: 3_000 }, link.sender());
      await Promise.all(agents.map(forget));
    },
    close: () => link.close(),
  };
}

/** What the engine found, and what the store knows of it. */
function together(left: readonly LeftCall[], calls: readonly ResumedCall[]): GoesOn[] {
  return calls.flatMap((call) => {
    const found = left.find(({ callId }) => callId === call.callId);
    return found === undefined ? [] : [{ left: found, call }];
  });
}

class Link {
  readonly #store: Store;
  readonly #configuration: ConfigurationSource;
  readonly #clock: Clock;
  readonly #log: BusLog;
  readonly #mirror: Mirror;
  readonly #desk: DeskOfRecords;
  readonly #heartbeatMs: number;
  readonly #engineLostMs: number;
  readonly #stops: (() => void)[] = [];
  readonly commands: Commands;
  readonly pictures: Listeners<LivePicture>;
  readonly statuses: Listeners<EngineStatus>;
  readonly ticks: Listeners<MonitorTick>;
  status: EngineStatus;
  picture: LivePicture | null = null;
  #engine: Engine | null = null;
  /** The engine that fell silent: it may be heard again. */
  #wasLost: Engine | null = null;
  #sockets: Sockets | null = null;
  /** Epochs that another engine took the place of: told nothing more. */
  readonly #replaced = new Set<EngineEpoch>();
  /** Greetings and configurations, one after the other. */
  #inTurn: Promise<void> = Promise.resolve();
  /** The newest configuration on its way to the engine; null: it has it. */
  #telling: Promise<void> | null = null;

  constructor(options: BusOptions, mirror: Mirror, log: BusLog) {
    const { store, configuration, clock, ids } = options;
    this.#store = store;
    this.#configuration = configuration;
    this.#clock = clock;
    this.#log = log;
    this.#mirror = mirror;
    this.#heartbeatMs = options.heartbeatMs ?? 500;
    this.#engineLostMs = options.engineLostMs ?? 1_500;
    this.#desk = new DeskOfRecords({ store, clock, ids, leaseMs: options.leaseMs ?? 120_000, log });
    this.commands = new Commands(clock, ids);
    this.pictures = new Listeners(log);
    this.statuses = new Listeners(log);
    this.ticks = new Listeners(log);
    this.status = { state: 'lost', sinceMs: clock.nowMs() };
  }

  open(sockets: Sockets): void {
    this.#sockets = sockets;
    const beat = every(this.#clock, this.#heartbeatMs, () => this.#beat());
    this.#stops.push(
      () => beat.cancel(),
      this.#configuration.onChange(() => this.#tellConfiguration()),
    );
  }

  /** What follows from a change (a campaign was started, now get its first record) must not overtake it. */
  afterConfiguration<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#telling === null ? work() : this.#telling.then(work);
  }

  #tellConfiguration(): void {
    const telling = this.#later('telling the configuration', () => this.#configure()).then(() => {
      if (this.#telling === telling) this.#telling = null;
    });
    this.#telling = telling;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    this.commands.engineLost();
    this.#engine = null;
    await this.#inTurn;
    await this.#sockets?.close();
  }

  /** Null while no engine is connected. */
  sender(): ((message: ServerMessage) => void) | null {
    const engine = this.#engine;
    return engine === null || this.status.state === 'lost' ? null : (message) => this.#send(engine, message);
  }

  show(picture: LivePicture): void {
    if (picture.epoch !== this.#engine?.epoch || this.status.state === 'lost') return;
    this.picture = picture;
    this.pictures.tell(picture);
  }

  /** A process that is gone does not wait to be found silent: a beat that cannot be sent says so at once. */
  probe(): void {
    if (this.#engine !== null) this.#send(this.#engine, { type: 'heartbeat', atMs: this.#clock.nowMs() });
  }

  unreachable(peer: Peer): void {
    if (this.#engine?.peer === peer) this.#lose(this.#engine);
  }

  take(peer: Peer, message: EngineMessage): void {
    if (message.type === 'hello') {
      this.#greet(peer, message);
      return;
    }
    const engine = this.#engine;
    if (engine === null || engine.peer !== peer || ('epoch' in message && message.epoch !== engine.epoch)) {
      this.#log.warn({ type: message.type }, 'Refused a message of an engine that is not the one at work.');
      return;
    }
    this.#heard(engine);
    switch (message.type) {
      case 'heartbeat':
        return;
      case 'lease.request':
        this.#answer(engine, this.#desk.lease(message));
        return;
      case 'lease.return':
        this.#answer(engine, this.#desk.giveBack(message));
        return;
      case 'intent.batch':
        this.#answer(engine, this.#desk.intend(message));
        return;
      case 'facts':
        this.#answer(engine, this.#desk.facts(message));
        return;
      case 'command.result':
        if (!this.commands.answer(message.id, message.result)) {
          this.#log.info({ id: message.id }, 'A command was answered after its time.');
        }
        return;
      case 'message.request':
        this.#answer(engine, this.#desk.sound(message));
        return;
      case 'pacers':
        this.#answer(engine, this.#desk.pacers(message));
        return;
      case 'agents':
        this.#mirror.take(message.agents);
        return;
      case 'monitor':
        this.ticks.tell(message.tick);
    }
  }

  #greet(peer: Peer, hello: Extract<EngineMessage, { type: 'hello' }>): void {
    if (hello.protocol !== BUS_PROTOCOL) {
      this.#log.warn({ protocol: hello.protocol }, `Refused an engine: this server speaks protocol ${BUS_PROTOCOL}.`);
      return;
    }
    const former = this.#engine;
    const { epoch, telephony, pid, left = [] } = hello;
    if (former !== null && former.epoch === epoch) {
      former.peer = peer;
      former.silence.heard();
      if (!former.greeting) this.#startGreeting(former);
      return;
    }
    if (this.#replaced.has(epoch)) return;
    if (former !== null) {
      this.#replaced.add(former.epoch);
      this.picture = null;
      this.commands.engineLost();
    }
    const silence = new Silence(this.#clock, this.#heartbeatMs);
    this.#engine = {
      ...{ peer, epoch, telephony, pid, left, silence },
      ...{ notedAtMs: silence.heardAtMs, greeting: false, restore: null },
    };
    this.#startGreeting(this.#engine);
  }

  #startGreeting(engine: Engine): void {
    engine.greeting = true;
    this.#later('greeting the engine', async () => {
      try {
        if (engine === this.#engine) await this.#welcome(engine);
      } finally {
        engine.greeting = false;
      }
    });
  }

  /** Closes what older engines left before the new one is told anything. */
  async #welcome(engine: Engine): Promise<void> {
    const { epoch, telephony, pid } = engine;
    const nowMs = this.#clock.nowMs();
    const left = this.#mirror.inHand(engine.left);
    const reading = this.#mirror.reading();
    const loss = await this.#store.closeUnderWay({ liveEpoch: epoch, nowMs, goOn: left, reading });
    const { closed, freed, goesOn, kept, returning, tooLate } = loss;
    if (tooLate) {
      this.#log.warn({ epoch }, 'Refused an engine that was taken for lost: its attempts are closed; start it anew.');
      this.#replaced.add(epoch);
      if (engine === this.#engine) this.#engine = null;
      return;
    }
    engine.restore ??= returning ? [] : await this.#mirror.renew(nowMs, together(left, goesOn), kept);
    const { restore } = engine;
    const configuration = await configurationWithHistory(this.#configuration.current(), this.#store, nowMs);
    if (engine !== this.#engine) return;
    this.#send(engine, { type: 'welcome', protocol: BUS_PROTOCOL, epoch, configuration, restore });
    const counted = {
      epoch,
      closed: closed.length,
      goesOn: goesOn.length,
      kept: kept.length,
      freed,
      restored: restore.length,
    };
    this.#log.info(counted, 'An engine is connected.');
    this.#become({ state: 'connected', epoch, telephony, pid, sinceMs: nowMs });
  }

  async #configure(): Promise<void> {
    const current = this.#configuration.current();
    await this.#store.setPolicies(policiesOf(current));
    const configuration = await engineConfiguration(current, this.#store);
    this.sender()?.({ type: 'configure', configuration });
  }

  /** An engine that was only slow is back as soon as it is heard. */
  #heard(engine: Engine): void {
    engine.silence.heard();
    // It speaks, so it was welcomed: whoever logs out from now on is not to be restored by a later hello.
    engine.restore = [];
    if (this.status.state === 'lost' && this.#wasLost === engine) {
      this.#wasLost = null;
      const { epoch, telephony, pid } = engine;
      this.#become({ state: 'connected', epoch, telephony, pid, sinceMs: engine.silence.heardAtMs });
    }
  }

  #beat(): void {
    const engine = this.#engine;
    if (engine === null) return;
    const nowMs = this.#clock.nowMs();
    if (engine.silence.atBeat() >= this.#engineLostMs) this.#lose(engine);
    else if (nowMs - engine.notedAtMs >= NOTE_MS) this.#note(engine);
    this.probe();
  }

  #lose(engine: Engine): void {
    if (this.status.state === 'lost') return;
    this.#wasLost = engine;
    this.#note(engine);
    this.picture = null;
    this.commands.engineLost();
    this.#become({ state: 'lost', sinceMs: this.#clock.nowMs() });
  }

  /** The next server has to know until when this engine lived, should both be gone. */
  #note(engine: Engine): void {
    engine.notedAtMs = this.#clock.nowMs();
    this.#store.engineHeard({ epoch: engine.epoch, atMs: engine.silence.heardAtMs }).catch((error: unknown) => {
      this.#log.warn({ error: String(error) }, 'That the engine lives could not be noted.');
    });
  }

  #become(status: EngineStatus): void {
    this.status = status;
    this.statuses.tell(status);
  }

  #answer(engine: Engine, work: Promise<ServerMessage | null>): void {
    work.then(
      (message) => {
        if (message !== null) this.#send(engine, message);
      },
      (error: unknown) => this.#log.warn({ error: String(error) }, 'A message of the engine could not be carried out.'),
    );
  }

  #send(engine: Engine, message: ServerMessage): void {
    this.#sockets?.send(engine.peer, message);
  }

  #later(what: string, work: () => Promise<void>): Promise<void> {
    this.#inTurn = this.#inTurn.then(work).catch((error: unknown) => {
      this.#log.warn({ error: String(error) }, `The bus failed at ${what}.`);
    });
    return this.#inTurn;
  }
}
