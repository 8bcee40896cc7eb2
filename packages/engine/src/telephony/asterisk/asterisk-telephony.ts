/** The telephony port on a real Asterisk: calls, agents' phones and all between them, steered by ARI. */
import type { AgentId, CallId, Clock, E164, TransferTarget } from '@outdial/shared';
import type { EarlierLife } from '../earlier-life.ts';
import type {
  AudioFrame,
  CallEvent,
  CarrierEvent,
  DialRequest,
  Done,
  EndCause,
  MonitorMode,
  MonitorRequest,
  PhoneEvent,
  Media as PortMedia,
  PortResult,
  Tap,
  Telephony,
  TrunkPicture,
} from '../port.ts';
import { CLOSED, noSuchCall, refused, wrongState } from '../results.ts';
import type { KeepRecording } from '../simulated/recorder.ts';
import type { AriChannel } from './ari-events.ts';
import { AriLink } from './ari-link.ts';
import { Backstop } from './backstop.ts';
import type { AsteriskCall } from './call.ts';
import { Conversation } from './conversation.ts';
import { Dialing } from './dialing.ts';
import { Hearing } from './hearing.ts';
import { Incoming } from './incoming.ts';
import { LeftBehind, type LeftChannel } from './left-behind.ts';
import { Media } from './media.ts';
import { Monitors } from './monitors.ts';
import { type AsteriskOptions, DEFAULT_APP, DEFAULT_SETUP_LIMIT_MS, phoneEndpoint } from './options.ts';
import { type EndpointOf, type Phone, Phones, type Seat } from './phones.ts';
import { Playing } from './playing.ts';
import { Recordings } from './recordings.ts';
import { Switchboard } from './switchboard.ts';
import { Ties } from './ties.ts';
import { type Later, Transfers } from './transfers.ts';
import { TrunkHealth } from './trunk-health.ts';
import { Trunks } from './trunks.ts';

const LOOPBACK = '127.0.0.1';
/** Closing hangs up all that is up, and waits so long for it. */
const CLOSING_MS = 2_000;
const DIGITS = /^[0-9*#A-Da-d]{1,32}$/;

export interface AsteriskParts {
  readonly options: AsteriskOptions;
  readonly clock: Clock;
  /** Troubles in words, for the log. */
  readonly say?: (words: string) => void;
  /** Where finished recordings go; without it they stay in Asterisk's spool, and nobody is told of them. */
  readonly keepRecording?: KeepRecording;
  /** Where this is one node of several: its name, and what is dialed for a phone's address. */
  readonly name?: string;
  readonly endpointOf?: EndpointOf;
  /** Asterisk is gone, and all channels with it. */
  readonly onLost?: () => void;
}

export class AsteriskTelephony implements Telephony {
  readonly name = 'asterisk';
  readonly #clock: Clock;
  readonly #say: (words: string) => void;
  readonly #onLost: () => void;
  readonly #link: AriLink;
  readonly #board: Switchboard;
  readonly #media: Media;
  readonly #hearing: Hearing;
  readonly #trunks: Trunks;
  readonly #health: TrunkHealth;
  readonly #phones: Phones;
  readonly #dialing: Dialing;
  readonly #conversation: Conversation;
  readonly #transfers: Transfers;
  readonly #playing: Playing;
  readonly #recordings: Recordings;
  readonly #monitors: Monitors;
  readonly #left: LeftBehind;
  readonly #backstop: Backstop;
  readonly earlierLife: EarlierLife;
  /** What other nodes are put through to. */
  readonly ties: Ties;
  readonly #incoming: Incoming;
  #listener: (event: CarrierEvent) => void = () => undefined;
  readonly #calls = new Map<CallId, AsteriskCall>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #closed = false;
  #firstUp = true;
  /** Why Asterisk cannot be used now; said once. */
  #trouble: string | null = null;

  constructor(parts: AsteriskParts) {
    const { clock, options, say = () => undefined, keepRecording, onLost = () => undefined } = parts;
    const endpointOf = parts.endpointOf ?? ((address: string) => phoneEndpoint(options, address));
    const app = options.app ?? DEFAULT_APP;
    const mediaHost = options.mediaHost ?? LOOPBACK;
    this.#clock = clock;
    this.#say = say;
    this.#onLost = onLost;
    this.#trunks = new Trunks(options.trunks);
    this.#link = new AriLink(options, app, clock, {
      event: (event) => {
        if (event.type === 'replaced')
          this.#say(`another program took over the application ${app}: give each engine its own`);
        else this.#board.event(event);
      },
      up: (channels, sameLife) => this.#up(channels, sameLife),
      down: (reason) => this.#down(reason),
      failed: (reason) => {
        this.#left.unknown();
        if (this.#trouble !== reason) this.#down(reason);
      },
      gone: (reason) => {
        this.#down(reason);
        this.#lose(reason);
      },
    });
    this.#board = new Switchboard(this.#link.rest, clock, app, (event) => this.#came(event));
    this.#media = new Media({ host: mediaHost === LOOPBACK ? LOOPBACK : '0.0.0.0', port: options.mediaPort ?? 0 });
    this.#hearing = new Hearing({ clock, host: mediaHost, port: this.#media.port, say });
    const ears = { board: this.#board, media: this.#media, mediaHost, hearing: this.#hearing };
    this.#health = new TrunkHealth(this.#link.rest, clock, this.#trunks, this.#say);
    this.#left = new LeftBehind(this.#board, parts.name ?? '');
    this.#backstop = new Backstop(this.#board);
    this.earlierLife = {
      left: this.#left.left,
      take: (agentId, request, link, listener) => this.#take(agentId, request, link, listener),
      letGo: () => {
        this.#left.letGo();
        this.#phones.restAll();
        this.#recordings.keepLeft();
      },
    };
    this.#phones = new Phones({
      ...{ board: this.#board, endpointOf, ringMs: options.phoneRingMs },
      onLost: (call, agentId) => this.#agentLost(call, agentId),
      left: (agentId) => this.#left.takePhone(agentId),
    });
    this.ties = new Ties(this.#board, this.#phones, options);
    this.#monitors = new Monitors(this.#board, this.#media, options, endpointOf, this.#say);
    this.#dialing = new Dialing({
      ...{ board: this.#board, ears, phones: this.#phones, say: this.#say },
      setupLimitMs: options.setupLimitMs ?? DEFAULT_SETUP_LIMIT_MS,
      answered: (call) => this.#backstop.follow(call),
      ended: (call) => this.#over(call),
    });
    this.#conversation = new Conversation(this.#board, this.#phones, options.musicClass, (call) => this.#moved(call));
    this.#transfers = new Transfers(this.#board, this.#trunks, this.#phones, this.#conversation, (call) =>
      this.#handedOver(call),
    );
    this.#playing = new Playing(this.#board, this.#conversation, this.#backstop, options.messages);
    this.#recordings = new Recordings(this.#board, keepRecording ?? null, this.#say, (event) => this.#tell(event));
    this.#incoming = new Incoming({
      ...{ board: this.#board, ears, node: parts.name ?? '' },
      add: (call) => this.#calls.set(call.request.callId, call),
      tell: (event) => this.#tell(event),
      answered: (call) => this.#backstop.follow(call),
      ended: (call) => this.#over(call),
    });
    this.#trunks.setDown('connecting to Asterisk');
    this.#link.open();
  }

  /** Resolves when Asterisk is there for the first time. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Resolves after `close`, when all is hung up. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /** One line: how the link to Asterisk is, and what to check where it is down. */
  get detail(): string {
    return this.#link.detail;
  }

  dial(request: DialRequest, listener: (event: CallEvent) => void): void {
    if (this.#closed || this.#calls.has(request.callId)) {
      this.#refuse('failed', listener);
      return;
    }
    if (!this.#link.up) {
      this.#refuse('trunk-failure', listener);
      return;
    }
    const trunk = this.#trunks.take(this.#clock.nowMs());
    if (trunk === null) this.#refuse('congestion', listener);
    else this.#calls.set(request.callId, this.#dialing.dial(request, trunk, this.#listens(request), listener));
  }

  listen(listener: (event: CarrierEvent) => void): void {
    this.#listener = listener;
  }

  answer(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#incoming.answer(call));
  }

  hangUp(callId: CallId): void {
    this.#calls.get(callId)?.leg?.hangUp();
  }

  tap(callId: CallId, onFrame: (frame: AudioFrame, atMs: number) => void): Tap {
    return { close: this.#calls.get(callId)?.ear.add(onFrame) ?? (() => undefined) };
  }

  openPhone(phone: Seat, listener: (event: PhoneEvent) => void): void {
    if (this.#closed) return;
    this.#phones.open(phone, (event) => {
      if (!this.#closed) listener(event);
    });
  }

  closePhone(agentId: AgentId): void {
    this.#phones.close(agentId);
  }

  /** Whether the link to Asterisk is there. */
  get up(): boolean {
    return this.#link.up;
  }

  /** What the agent's phone is on. */
  callOf(agentId: AgentId): CallId | null {
    return this.#phones.find(agentId)?.call?.request.callId ?? null;
  }

  /** Whether an earlier life of the engine left the agent's own phone here. */
  hasLeftPhone(agentId: AgentId): boolean {
    return this.#left.hasPhone(agentId);
  }

  connect(callId: CallId, agentId: AgentId, done: Done): void {
    this.#ask(callId, done, (call) => this.#conversation.connect(call, agentId));
  }

  release(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#conversation.release(call));
  }

  hold(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#conversation.hold(call));
  }

  resume(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#conversation.resume(call));
  }

  mute(callId: CallId, muted: boolean, done: Done): void {
    this.#ask(callId, done, (call) => this.#conversation.mute(call, muted));
  }

  sendDtmf(callId: CallId, digits: string, done: Done): void {
    this.#ask(callId, done, async (call) => {
      if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
      if (DIGITS.test(digits)) return this.#conversation.sendDigits(call, digits);
      return refused('wrong-call-state', `${JSON.stringify(digits)} are no digits: 0 to 9, *, # and A to D are`);
    });
  }

  transferBlind(callId: CallId, target: E164, done: Done): void {
    this.#ask(callId, done, (call) => this.#transfers.blind(call, target));
  }

  consult(callId: CallId, target: TransferTarget, done: Done): void {
    this.#ask(callId, done, (call) => this.#transfers.consult(call, target));
  }

  completeTransfer(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#transfers.complete(call));
  }

  cancelTransfer(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#transfers.cancel(call));
  }

  addMessage(messageId: string, samples: Int16Array): void {
    const trouble = this.#playing.add(messageId, samples);
    if (trouble !== null) this.#say(trouble);
  }

  play(callId: CallId, playbackId: string, media: PortMedia, done: Done): void {
    this.#ask(callId, done, (call) => this.#playing.play(call, playbackId, media));
  }

  stopPlaying(callId: CallId, playbackId: string): void {
    const call = this.#calls.get(callId);
    call?.inTurn(() => this.#playing.stop(call, playbackId).catch((error) => this.#sayTrouble(callId, error)));
  }

  playToAgent(agentId: AgentId, media: PortMedia): void {
    const uri = media.kind === 'message' ? this.#playing.uri(media.messageId) : null;
    if (media.kind === 'tone' || uri !== null) this.#phones.play(agentId, uri);
  }

  startRecording(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#recordings.start(call));
  }

  stopRecording(callId: CallId, done: Done): void {
    this.#ask(callId, done, (call) => this.#recordings.stop(call));
  }

  monitor(request: MonitorRequest, done: Done): void {
    const { callId } = request;
    this.#ask(callId, done, async (call) => ({ later: this.#monitors.start(call, request) }));
  }

  setMonitorMode(monitorId: string, mode: MonitorMode, done: Done): void {
    if (this.#closed) this.#later(() => done(CLOSED));
    else this.#answer(`monitor ${monitorId}`, this.#monitors.setMode(monitorId, mode), done);
  }

  stopMonitor(monitorId: string): void {
    this.#monitors.stop(monitorId);
  }

  freeLines(): number {
    return this.#closed || !this.#link.up ? 0 : this.#trunks.free(this.#clock.nowMs());
  }

  trunks(): readonly TrunkPicture[] {
    const { trouble } = this.#hearing;
    return this.#trunks.all.map((trunk) => {
      const picture = trunk.picture(this.#clock.nowMs());
      return trouble === null || !picture.up ? picture : { ...picture, deaf: true, detail: trouble };
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#health.close();
    for (const call of this.#calls.values()) {
      call.silence();
      call.ear.close();
      this.#monitors.end(call);
    }
    this.#calls.clear();
    this.#backstop.close();
    this.#phones.clear();
    const over = this.#clock.nowMs() + CLOSING_MS;
    const legs = this.#board.hangUpAll();
    const wait = (): void => {
      const left = legs.some((leg) => leg.state !== 'gone');
      if (left && this.#link.up && this.#clock.nowMs() < over) this.#clock.after(20, wait);
      else this.#leave();
    };
    wait();
  }

  async #leave(): Promise<void> {
    await this.#board.sweep().catch(() => undefined);
    this.#link.close();
    this.#link.rest.close();
    this.#board.close();
    this.#media.close();
    this.#gone.resolve();
  }

  #up(channels: readonly AriChannel[], sameLife: boolean): void {
    if (!sameLife) this.#lose('Asterisk was started anew');
    this.#board.reconcile(channels);
    if (this.#firstUp) void this.#left.find(channels);
    this.#firstUp = false;
    this.#trouble = null;
    this.#trunks.setDown(null);
    this.#health.open();
    this.#ready.resolve();
  }

  #lose(reason: string): void {
    this.#board.lose(reason);
    this.#onLost();
  }

  #down(reason: string): void {
    if (this.#trouble !== reason) this.#say(reason);
    this.#trouble = reason;
    this.#health.close();
    this.#trunks.setDown(reason);
  }

  /** Answers later, and about the call as it stands then. */
  #ask(callId: CallId, done: Done, act: (call: AsteriskCall) => Promise<PortResult | Later>): void {
    const call = this.#calls.get(callId);
    if (this.#closed || call === undefined || call.leaving) {
      this.#later(() => done(this.#closed ? CLOSED : noSuchCall(callId)));
      return;
    }
    call.inTurn(async () => {
      if (this.#closed || call.leaving) done(this.#closed ? CLOSED : noSuchCall(callId));
      else {
        const result = await act(call).catch((error) => this.#failure(call, error));
        if ('later' in result) this.#answer(`call ${callId}`, result.later, done, call);
        else done(this.#closed ? CLOSED : result);
      }
    });
  }

  #answer(what: string, result: Promise<PortResult>, done: Done, call: AsteriskCall | null = null): void {
    result.then(
      (answer) => done(this.#closed ? CLOSED : answer),
      (error) => done(this.#closed ? CLOSED : this.#failure(call, error, what)),
    );
  }

  /** Asterisk did not do it: because the call ended meanwhile, or for a reason that it told. */
  #failure(call: AsteriskCall | null, error: unknown, what = 'the call'): PortResult {
    if (call?.leaving === true) return noSuchCall(call.request.callId);
    const reason = error instanceof Error ? error.message : String(error);
    this.#say(`${call === null ? what : `call ${call.request.callId}`}: ${reason}`);
    return refused('trunk-unavailable', `Asterisk did not do it: ${reason}`);
  }

  #sayTrouble(callId: CallId, error: unknown): void {
    this.#say(`call ${callId}: ${error instanceof Error ? error.message : String(error)}`);
  }

  #refuse(cause: EndCause, listener: (event: CallEvent) => void): void {
    this.#later(() => listener({ type: 'ended', atMs: this.#clock.nowMs(), cause }));
  }

  #later(action: () => void): void {
    this.#clock.after(0, action);
  }

  /** Contact and agent were joined, or parted. */
  #moved(call: AsteriskCall): void {
    this.#monitors.follow(call);
    this.#backstop.follow(call);
  }

  #take(
    agentId: AgentId,
    request: DialRequest,
    link: 'connected' | 'held',
    listener: (event: CallEvent) => void,
  ): void {
    const phone = this.#phones.find(agentId);
    const left = this.#left.takeCall(request.callId);
    const call = phone === undefined || left === null ? null : this.#takenOver(request, left, listener);
    if (phone === undefined || call === null) {
      this.#refuse('hung-up-by-contact', listener);
      return;
    }
    phone.call = call;
    call.phone = phone;
    call.link = link;
    this.#calls.set(request.callId, call);
    const recorder = this.#left.recorderOf(request.callId);
    if (recorder !== null) this.#recordings.takeOver(call, recorder);
  }

  /** A call that came in is on no line of ours. */
  #takenOver(
    request: DialRequest,
    { attemptId, channel }: LeftChannel,
    listener: (event: CallEvent) => void,
  ): AsteriskCall | null {
    if (attemptId === null) return this.#incoming.takeOver(request, channel.id, listener);
    const trunk = this.#trunks.of(channel.name);
    return trunk === null ? null : this.#dialing.takeOver(request, trunk, channel.id, listener);
  }

  /** WX-1: the phone of the agent who hears the call ring, where it is there, or another node puts through to it. */
  #listens({ agentId }: DialRequest): Phone | null {
    const phone = agentId === undefined ? undefined : this.#phones.find(agentId);
    if (phone === undefined || phone.call !== null) return null;
    return phone.leg?.state === 'up' || phone.seat.tie !== undefined ? phone : null;
  }

  #came(event: Parameters<Incoming['came']>[0]): void {
    if (!this.#closed && !this.ties.came(event)) this.#incoming.came(event);
  }

  #tell(event: CarrierEvent): void {
    if (!this.#closed) this.#listener(event);
  }

  #agentLost(call: AsteriskCall, agentId: AgentId): void {
    if (call.target?.phone?.seat.agentId === agentId) {
      this.#transfers.lost(call);
      return;
    }
    this.#transfers.release(call);
    const heldMusic = call.link === 'held' || call.link === 'consulting';
    call.phone = null;
    call.link = 'alone';
    call.muted = false;
    if (heldMusic) call.inTurn(() => this.#conversation.music(call, false).catch(() => undefined));
    this.#moved(call);
    if (!this.#closed) call.tell({ type: 'agent-leg-lost', atMs: this.#clock.nowMs(), agentId });
  }

  #over(call: AsteriskCall): void {
    if (call.leg !== null && this.#transfers.ended(call.leg)) return;
    this.#forget(call);
  }

  #handedOver(call: AsteriskCall): void {
    this.#forget(call);
    call.ear.close();
    call.tellEnd({ type: 'ended', atMs: this.#clock.nowMs(), cause: 'hung-up-by-us', q850: 16 });
  }

  #forget(call: AsteriskCall): void {
    if (this.#calls.get(call.request.callId) === call) this.#calls.delete(call.request.callId);
    this.#transfers.release(call);
    this.#backstop.forget(call);
    this.#monitors.end(call);
    this.#recordings.end(call);
    const { phone } = call;
    call.phone = null;
    if (phone !== null) this.#phones.free(phone);
  }
}
