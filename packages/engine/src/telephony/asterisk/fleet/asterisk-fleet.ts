/**
 * The telephony port on several Asterisks. A call lives at one node from its dial to its end, and everything that is
 * asked of it is asked there; a person who is talked to by an agent of another node reaches that agent by a call between
 * the two.
 */
import type { AgentId, CallId, Clock, E164, LeftCall, TransferTarget } from '@outdial/shared';
import type { EarlierLife } from '../../earlier-life.ts';
import type {
  AgentPhone,
  AudioFrame,
  CallEvent,
  CarrierEvent,
  DialRequest,
  Done,
  Media,
  MonitorMode,
  MonitorRequest,
  PhoneEvent,
  Tap,
  Telephony,
  TrunkPicture,
} from '../../port.ts';
import { CLOSED, noSuchCall, noSuchMonitor, refused } from '../../results.ts';
import { type AsteriskParts, AsteriskTelephony } from '../asterisk-telephony.ts';
import { type AsteriskNode, phoneEndpoint } from '../options.ts';
import { Homes } from './homes.ts';
import { type Node, nodeForCall } from './nodes.ts';

/** A node that does not say in this time what an earlier life left there is not waited for. */
const LEFT_WITHIN_MS = 2_500;

export interface FleetParts extends Omit<AsteriskParts, 'options' | 'endpointOf' | 'onLost' | 'name'> {
  readonly nodes: readonly AsteriskNode[];
}

export class AsteriskFleet implements Telephony {
  readonly name = 'asterisk';
  readonly earlierLife: EarlierLife;
  readonly #clock: Clock;
  readonly #nodes: readonly Node[];
  readonly #homes: Homes;
  readonly #calls = new Map<CallId, Node>();
  readonly #monitors = new Map<string, Node>();
  #closed = false;

  constructor({ nodes, ...parts }: FleetParts) {
    const { clock, say = () => undefined } = parts;
    this.#clock = clock;
    this.#nodes = nodes.map((node) => ({ ...node, telephony: this.#open(node, parts, say) }));
    this.#homes = new Homes(this.#nodes, clock.nowMs().toString(36));
    this.earlierLife = this.#earlierLife();
  }

  /** Resolves when every node is there for the first time. */
  get ready(): Promise<unknown> {
    return Promise.all(this.#nodes.map(({ telephony }) => telephony.ready));
  }

  /** Resolves after `close`, when all is hung up. */
  get gone(): Promise<unknown> {
    return Promise.all(this.#nodes.map(({ telephony }) => telephony.gone));
  }

  dial(request: DialRequest, listener: (event: CallEvent) => void): void {
    const { callId } = request;
    // Where nobody has a line, any node says so in its own words.
    const node = nodeForCall(this.#nodes) ?? this.#nodes.find(({ telephony }) => telephony.up) ?? this.#nodes[0];
    if (this.#closed || this.#calls.has(callId) || node === undefined) {
      this.#later(() => listener({ type: 'ended', atMs: this.#clock.nowMs(), cause: 'failed' }));
      return;
    }
    this.#calls.set(callId, node);
    node.telephony.dial(request, this.#until(callId, listener));
  }

  listen(listener: (event: CarrierEvent) => void): void {
    for (const node of this.#nodes) {
      node.telephony.listen((event) => {
        if (event.type !== 'incoming') {
          listener(event);
          return;
        }
        this.#calls.set(event.callId, node);
        const follow = (told: (event: CallEvent) => void): void => event.follow(this.#until(event.callId, told));
        listener({ ...event, follow });
      });
    }
  }

  answer(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.answer(callId, done));
  }

  hangUp(callId: CallId): void {
    this.#calls.get(callId)?.telephony.hangUp(callId);
  }

  tap(callId: CallId, onFrame: (frame: AudioFrame, atMs: number) => void): Tap {
    return this.#calls.get(callId)?.telephony.tap(callId, onFrame) ?? { close: () => undefined };
  }

  openPhone(phone: AgentPhone, listener: (event: PhoneEvent) => void): void {
    if (!this.#closed) this.#homes.open(phone, listener);
  }

  closePhone(agentId: AgentId): void {
    this.#homes.close(agentId);
  }

  connect(callId: CallId, agentId: AgentId, done: Done): void {
    this.#ask(callId, done, (node) => {
      const other = this.#callElsewhere(agentId, node);
      if (other === null) node.telephony.connect(callId, agentId, done);
      else {
        const busy = refused('wrong-call-state', `agent ${agentId} is on call ${other}: end that one first`);
        this.#later(() => done(busy));
      }
    });
  }

  release(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.release(callId, done));
  }

  hold(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.hold(callId, done));
  }

  resume(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.resume(callId, done));
  }

  mute(callId: CallId, muted: boolean, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.mute(callId, muted, done));
  }

  sendDtmf(callId: CallId, digits: string, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.sendDtmf(callId, digits, done));
  }

  transferBlind(callId: CallId, target: E164, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.transferBlind(callId, target, done));
  }

  consult(callId: CallId, target: TransferTarget, done: Done): void {
    this.#ask(callId, done, (node) => {
      if (target.kind === 'number' || this.#callElsewhere(target.agentId, node) === null) {
        node.telephony.consult(callId, target, done);
        return;
      }
      const busy = `the phone of agent ${target.agentId} is on another call: take another agent`;
      this.#later(() => done(refused('phone-unreachable', busy)));
    });
  }

  completeTransfer(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.completeTransfer(callId, done));
  }

  cancelTransfer(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.cancelTransfer(callId, done));
  }

  addMessage(messageId: string, samples: Int16Array): void {
    for (const { telephony } of this.#nodes) telephony.addMessage(messageId, samples);
  }

  play(callId: CallId, playbackId: string, media: Media, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.play(callId, playbackId, media, done));
  }

  stopPlaying(callId: CallId, playbackId: string): void {
    this.#calls.get(callId)?.telephony.stopPlaying(callId, playbackId);
  }

  playToAgent(agentId: AgentId, media: Media): void {
    const node = this.#homes.of(agentId) ?? this.#nodes.find(({ telephony }) => telephony.callOf(agentId) !== null);
    node?.telephony.playToAgent(agentId, media);
  }

  startRecording(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.startRecording(callId, done));
  }

  stopRecording(callId: CallId, done: Done): void {
    this.#ask(callId, done, ({ telephony }) => telephony.stopRecording(callId, done));
  }

  monitor(request: MonitorRequest, done: Done): void {
    const { callId, monitorId } = request;
    this.#ask(callId, done, (node) => {
      if (!this.#monitors.has(monitorId)) this.#monitors.set(monitorId, node);
      node.telephony.monitor(request, done);
    });
  }

  setMonitorMode(monitorId: string, mode: MonitorMode, done: Done): void {
    const node = this.#monitors.get(monitorId);
    if (node === undefined || this.#closed) this.#later(() => done(this.#closed ? CLOSED : noSuchMonitor(monitorId)));
    else node.telephony.setMonitorMode(monitorId, mode, done);
  }

  stopMonitor(monitorId: string): void {
    this.#monitors.get(monitorId)?.telephony.stopMonitor(monitorId);
    this.#monitors.delete(monitorId);
  }

  freeLines(): number {
    return this.#nodes.reduce((sum, { telephony }) => sum + telephony.freeLines(), 0);
  }

  trunks(): readonly TrunkPicture[] {
    return this.#nodes.flatMap(({ name, telephony }) =>
      telephony.trunks().map((trunk) => ({ ...trunk, name: `${name}/${trunk.name}` })),
    );
  }

  close(): void {
    this.#closed = true;
    for (const { telephony } of this.#nodes) telephony.close();
  }

  #open(node: AsteriskNode, parts: Omit<FleetParts, 'nodes'>, say: (words: string) => void): AsteriskTelephony {
    const { name, options } = node;
    return new AsteriskTelephony({
      ...{ ...parts, options, name },
      say: (words) => say(`${name}: ${words}`),
      endpointOf: (address) => this.#homes.endpointOf(name, address, (own) => phoneEndpoint(options, own)),
      onLost: () => {
        for (const { telephony } of this.#nodes) telephony.ties.lost(name);
      },
    });
  }

  /** A call is known until its end is told. */
  #until(callId: CallId, listener: (event: CallEvent) => void): (event: CallEvent) => void {
    return (event) => {
      if (event.type === 'ended') this.#calls.delete(callId);
      listener(event);
    };
  }

  #callElsewhere(agentId: AgentId, node: Node): CallId | null {
    for (const other of this.#nodes) {
      const callId = other === node ? null : other.telephony.callOf(agentId);
      if (callId !== null) return callId;
    }
    return null;
  }

  #ask(callId: CallId, done: Done, ask: (node: Node) => void): void {
    const node = this.#calls.get(callId);
    if (node === undefined || this.#closed) this.#later(() => done(this.#closed ? CLOSED : noSuchCall(callId)));
    else ask(node);
  }

  #earlierLife(): EarlierLife {
    const at = new Map<CallId, Node>();
    const lefts = this.#nodes.map(async (node): Promise<readonly LeftCall[]> => {
      const left = await this.#inTime(node.telephony.earlierLife.left);
      for (const { callId } of left) at.set(callId, node);
      return left;
    });
    return {
      left: Promise.all(lefts).then((left) => left.flat()),
      take: (agentId, request, link, listener) => {
        const { callId } = request;
        const node = at.get(callId) ?? this.#nodes[0];
        if (node === undefined) return;
        this.#calls.set(callId, node);
        node.telephony.earlierLife.take(agentId, request, link, this.#until(callId, listener));
      },
      letGo: () => {
        for (const { telephony } of this.#nodes) telephony.earlierLife.letGo();
      },
    };
  }

  #inTime(left: Promise<readonly LeftCall[]>): Promise<readonly LeftCall[]> {
    const late = Promise.withResolvers<readonly LeftCall[]>();
    const timer = this.#clock.after(LEFT_WITHIN_MS, () => late.resolve([]));
    return Promise.race([left, late.promise]).finally(() => timer.cancel());
  }

  #later(action: () => void): void {
    this.#clock.after(0, action);
  }
}
