/** The simulated carrier: the telephony port played by seeded chance, on any clock. */
import type { AgentId, CallId, Clock, E164, Random, TransferTarget } from '@outdial/shared';
import type { Clip } from '../../amd/clips.ts';
import type { FarEnd } from '../far-end.ts';
import type {
  AgentPhone,
  AudioFrame,
  CallEvent,
  CarrierEvent,
  DialRequest,
  Done,
  EndCause,
  Media,
  MonitorMode,
  MonitorRequest,
  PhoneEvent,
  PortResult,
  Tap,
  Telephony,
  TrunkPicture,
} from '../port.ts';
import { CLOSED, noSuchCall, noSuchPhone, OK, refused, wrongState } from '../results.ts';
import { SoundBank } from './bank.ts';
import { SimulatedCall } from './call.ts';
import { CallAudio } from './call-audio.ts';
import { type Caller, Callers } from './callers.ts';
import { type FateDrawer, fateDrawer, scriptedFate } from './fate.ts';
import type { Link } from './hearing.ts';
import { type Ledger, NO_LEDGER } from './ledger.ts';
import { CallLife, NETWORK_CODES } from './life.ts';
import { type LineLimits, Lines } from './lines.ts';
import { Monitors } from './monitors.ts';
import { expectedOpening, type KnownOpening, openingNow } from './openings.ts';
import { AgentPhones, type PhoneBehaviour } from './phones.ts';
import { pictureOf, type SimulatedCallPicture } from './picture.ts';
import { type CarrierProfileInput, carrierProfile } from './profile.ts';
import { FramePump } from './pump.ts';
import { type KeepRecording, Recorder } from './recorder.ts';
import { Transfers } from './transfers.ts';
import type { Opening } from './voice.ts';

/** How long requests take: a command, joining an agent who is there, joining one whose phone must ring first. */
const COMMAND_MS = 2;
const JOIN_MS = 20;
const RING_AND_JOIN_MS = 2_000;
/** How long a carrier takes to refuse a call for which it has no line. */
const CONGESTION_MS = 30;
const ZIP_MS = 150;
const RATE_HZ = 8_000;

export interface SimulatedCarrierOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly profile?: CarrierProfileInput;
  readonly limits?: LineLimits;
  /** Where every call received is written first. Without one, no book is kept. */
  readonly ledger?: Ledger;
  /** What answered calls sound like. Without clips they are silent, and people speak for no time at the answer. */
  readonly clips?: readonly Clip[];
  /** Told at the dial how a call will sound at first and when, before or after its answer: for a detector that hears ahead of the clock. */
  readonly onSoundExpected?: (sound: Opening, atMs: number) => void;
  /** Length in milliseconds of every message that can be played, by its id. */
  readonly messages?: Readonly<Record<string, number>>;
  /** Where recordings go; without it none can be made. */
  readonly keepRecording?: KeepRecording;
}

export class SimulatedCarrier implements Telephony {
  readonly name = 'simulated';
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #startMs: number;
  readonly #drawFate: FateDrawer;
  readonly #ledger: Ledger;
  readonly #bank: SoundBank;
  readonly #onSoundExpected: ((sound: Opening, atMs: number) => void) | undefined;
  readonly #messages: Map<string, number>;
  readonly #lines: Lines;
  readonly #life: CallLife;
  readonly #phones: AgentPhones;
  readonly #transfers: Transfers;
  readonly #callers: Callers;
  readonly #keepRecording: KeepRecording | null;
  readonly #monitors = new Monitors();
  readonly #pump: FramePump;
  readonly #calls = new Map<CallId, SimulatedCall>();
  /** Contacts who talk on with the target of a transfer. */
  readonly #handedOver = new Map<CallId, SimulatedCall>();
  readonly #farEnds = new Map<E164, FarEnd>();
  #closed = false;

  /** Throws CarrierProfileError where the profile cannot be used. */
  constructor(options: SimulatedCarrierOptions) {
    this.#clock = options.clock;
    this.#random = options.random;
    this.#startMs = options.clock.nowMs();
    const profile = carrierProfile(options.profile);
    this.#drawFate = fateDrawer(profile);
    this.#keepRecording = options.keepRecording ?? null;
    this.#ledger = options.ledger ?? NO_LEDGER;
    this.#bank = new SoundBank(options.clips ?? [], options.random.stream('sounds'));
    this.#onSoundExpected = options.onSoundExpected;
    this.#messages = new Map(Object.entries(options.messages ?? {}));
    this.#lines = new Lines(options.limits ?? {}, this.#startMs);
    this.#life = new CallLife(this.#clock, this.#lines, this.#bank, (call, cause) => this.#forget(call, cause));
    this.#phones = new AgentPhones(this.#clock, (callId, agentId) => this.#agentLost(callId, agentId));
    this.#transfers = new Transfers(
      this.#clock,
      this.#life,
      this.#lines,
      this.#phones,
      (number) => this.#farEnds.get(number),
      (call) => this.#handedOver.delete(call.request.callId),
    );
    this.#pump = new FramePump(this.#clock);
    this.#callers = new Callers({
      ...{ clock: this.#clock, random: options.random.stream('callers') },
      profileOf: (campaignId) => profile.byCampaign.get(campaignId) ?? profile.standard,
      arrived: (call) => this.#arrived(call),
    });
  }

  /** Prepares all sounds now (some tenths of a second): in real time the first calls would be late for it. */
  warmUp(): void {
    for (const recording of this.#bank.recordings()) recording.frames.at(0);
  }

  /** From now on calls to this number go exactly so. */
  plays(number: E164, farEnd: FarEnd): void {
    this.#farEnds.set(number, farEnd);
  }

  phoneBehaves(address: string, behaviour: PhoneBehaviour): void {
    this.#phones.behaves(address, behaviour);
  }

  /** Somebody calls one of our numbers. */
  comesIn(caller: Caller): CallId {
    return this.#callers.call(caller);
  }

  /** A supervisor who monitors hangs up their phone. */
  hangUpSupervisor(address: string): void {
    this.#monitors.hangUpPhone(address);
  }

  /** An agent's phone goes dead under its conversation. */
  dropPhone(agentId: AgentId, reason = 'the phone went away'): void {
    this.#phones.drop(agentId, reason);
  }

  picture(callId: CallId): SimulatedCallPicture | null {
    const call = this.#calls.get(callId) ?? this.#handedOver.get(callId);
    if (call === undefined) return null;
    const phone = call.agentId === null ? undefined : this.#phones.find(call.agentId);
    return pictureOf(call, phone !== undefined && phone.hearsMediaUntilMs > this.#clock.nowMs());
  }

  dial(request: DialRequest, listener: (event: CallEvent) => void): void {
    const nowMs = this.#clock.nowMs();
    const { attemptId, callId, campaignId, number, ringTimeoutMs } = request;
    const booked = this.#ledger.write({ atMs: nowMs, attemptId, callId, campaignId, number });
    // A call that cannot be booked (a full disk) is not placed: what was dialed must stand in the book.
    if (!booked || this.#closed || this.#calls.has(callId)) {
      this.#refuse('failed', listener);
      return;
    }
    if (!this.#lines.take(nowMs)) {
      this.#refuse('congestion', listener);
      return;
    }
    const stream = this.#random.stream(attemptId);
    const farEnd = this.#farEnds.get(number);
    const fate =
      farEnd === undefined
        ? this.#drawFate({ campaignId, ringTimeoutMs, elapsedMs: nowMs - this.#startMs }, stream)
        : scriptedFate(farEnd, stream);
    const call = new SimulatedCall(request, fate, nowMs, stream, listener);
    this.#calls.set(callId, call);
    this.#letHear(call, request.agentId);
    this.#expectSound(call);
    this.#life.rearm(call);
  }

  listen(listener: (event: CarrierEvent) => void): void {
    this.#callers.listen((event) => {
      if (!this.#closed) listener(event);
    });
  }

  answer(callId: CallId, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) => {
      if (call.incoming === null || call.phase === 'answered') return wrongState(callId, call.phase, 'coming in');
      this.#life.take(call, call.incoming.taker);
      return OK;
    });
  }

  hangUp(callId: CallId): void {
    const call = this.#calls.get(callId);
    if (call !== undefined) this.#life.hangUp(call);
  }

  tap(callId: CallId, onFrame: (frame: AudioFrame, atMs: number) => void): Tap {
    const call = this.#calls.get(callId);
    if (call === undefined) return { close: () => undefined };
    const audio = this.#audio(call);
    audio.addTap(onFrame);
    this.#pump.add(audio);
    return { close: () => audio.removeTap(onFrame) };
  }

  /** How a call's contact sounds at first, for a detector that hears ahead of the clock; null where nothing is heard yet. */
  soundAhead(callId: CallId): KnownOpening | null {
    const call = this.#calls.get(callId);
    return call === undefined ? null : openingNow(call, this.#bank);
  }

  openPhone(phone: AgentPhone, listener: (event: PhoneEvent) => void): void {
    if (!this.#closed) this.#phones.open(phone, listener);
  }

  closePhone(agentId: AgentId): void {
    this.#phones.close(agentId);
  }

  connect(callId: CallId, agentId: AgentId, done: Done): void {
    const rings = this.#phones.find(agentId)?.seat.mode === 'on-demand';
    this.#ask(callId, done, rings ? RING_AND_JOIN_MS : JOIN_MS, (call) => {
      const phone = this.#phones.find(agentId);
      if (phone === undefined) return noSuchPhone(agentId);
      if (call.phase !== 'answered') return wrongState(callId, call.phase, 'answered');
      if (call.link !== 'alone') return wrongState(callId, call.link, 'without an agent');
      if (!this.#phones.joinable(phone)) {
        return refused(
          'phone-unreachable',
          `the phone of agent ${agentId} is down: open it again, or take another agent`,
        );
      }
      if (phone.callId !== null) {
        return refused('wrong-call-state', `agent ${agentId} is on call ${phone.callId}: end that one first`);
      }
      phone.callId = callId;
      call.agentId = agentId;
      call.muted = false;
      return this.#relink(call, 'connected');
    });
  }

  release(callId: CallId, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) => {
      if (call.agentId === null || (call.link !== 'connected' && call.link !== 'held')) {
        return wrongState(callId, call.link, 'connected or held');
      }
      this.#phones.free(call.agentId);
      call.agentId = null;
      call.muted = false;
      return this.#relink(call, 'alone');
    });
  }

  hold(callId: CallId, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) =>
      call.link === 'connected' ? this.#relink(call, 'held') : wrongState(callId, call.link, 'connected'),
    );
  }

  resume(callId: CallId, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) =>
      call.link === 'held' ? this.#relink(call, 'connected') : wrongState(callId, call.link, 'held'),
    );
  }

  mute(callId: CallId, muted: boolean, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) => {
      if (call.link === 'alone') return wrongState(callId, call.link, 'connected');
      call.muted = muted;
      return OK;
    });
  }

  sendDtmf(callId: CallId, digits: string, done: Done): void {
    this.#askAnswered(callId, done, (call) => {
      call.digits += digits;
      return OK;
    });
  }

  transferBlind(callId: CallId, _target: E164, done: Done): void {
    this.#askAndAnswer(callId, done, COMMAND_MS, (call) => this.#transfers.blind(call, done));
  }

  consult(callId: CallId, target: TransferTarget, done: Done): void {
    this.#askAndAnswer(callId, done, COMMAND_MS, (call) => this.#transfers.consult(call, target, done));
  }

  completeTransfer(callId: CallId, done: Done): void {
    this.#askAndAnswer(callId, done, COMMAND_MS, (call) => this.#transfers.complete(call, done));
  }

  cancelTransfer(callId: CallId, done: Done): void {
    this.#ask(callId, done, COMMAND_MS, (call) => this.#transfers.cancel(call));
  }

  addMessage(messageId: string, samples: Int16Array): void {
    this.#messages.set(messageId, Math.round((1_000 * samples.length) / RATE_HZ));
  }

  play(callId: CallId, playbackId: string, media: Media, done: Done): void {
    this.#askAnswered(callId, done, (call) => {
      if (call.playback !== null) {
        return refused('wrong-call-state', `call ${callId} is playing ${call.playback.playbackId}: stop that first`);
      }
      const lengthMs = this.#lengthMs(media);
      if (lengthMs === undefined)
        return refused('no-such-message', `no message ${JSON.stringify(media)}: record it first`);
      const startedMs = this.#clock.nowMs();
      const endless = lengthMs === Number.POSITIVE_INFINITY;
      const timer = endless ? null : this.#clock.after(lengthMs, () => this.#stopPlaying(call, playbackId, true));
      call.playback = { playbackId, startedMs, endsMs: startedMs + lengthMs, timer };
      if (media.kind === 'message') this.#life.hearMessage(call);
      this.#life.rearm(call);
      return OK;
    });
  }

  stopPlaying(callId: CallId, playbackId: string): void {
    this.#clock.after(COMMAND_MS, () => {
      const call = this.#calls.get(callId);
      if (call !== undefined) this.#stopPlaying(call, playbackId, false);
    });
  }

  playToAgent(agentId: AgentId, media: Media): void {
    this.#phones.play(agentId, media);
  }

  startRecording(callId: CallId, done: Done): void {
    this.#askAnswered(callId, done, (call) => {
      if (call.recorder?.on === true) return wrongState(callId, 'recorded already', 'not recorded');
      if (this.#keepRecording === null) return refused('recording-unavailable', 'no folder for recordings was named');
      call.recorder ??= new Recorder(this.#clock.nowMs());
      call.recorder.on = true;
      this.#pump.add(this.#audio(call));
      return OK;
    });
  }

  stopRecording(callId: CallId, done: Done): void {
    this.#askAnswered(callId, done, (call) => {
      if (call.recorder?.on !== true) return wrongState(callId, 'not recorded', 'recorded');
      call.recorder.on = false;
      return OK;
    });
  }

  monitor(request: MonitorRequest, done: Done): void {
    const { callId, supervisorPhone } = request;
    this.#ask(callId, done, supervisorPhone === null ? COMMAND_MS : RING_AND_JOIN_MS, (call) => {
      if (supervisorPhone !== null && !this.#phones.reachable(supervisorPhone)) {
        return refused('phone-unreachable', `the supervisor's phone ${supervisorPhone} does not answer`);
      }
      const result = this.#monitors.start(call, request);
      if (result.ok) this.#pump.add(this.#audio(call));
      return result;
    });
  }

  setMonitorMode(monitorId: string, mode: MonitorMode, done: Done): void {
    this.#clock.after(COMMAND_MS, () => done(this.#closed ? CLOSED : this.#monitors.setMode(monitorId, mode)));
  }

  stopMonitor(monitorId: string): void {
    this.#monitors.stop(monitorId);
  }

  freeLines(): number {
    return this.#closed ? 0 : this.#lines.free(this.#clock.nowMs());
  }

  trunks(): readonly TrunkPicture[] {
    return [this.#lines.picture(this.#clock.nowMs())];
  }

  /** All calls vanish, and nobody hears of anything any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const call of this.#calls.values()) this.#life.discard(call);
    for (const call of this.#handedOver.values()) call.timer?.cancel();
    this.#calls.clear();
    this.#handedOver.clear();
    this.#phones.clear();
    this.#monitors.clear();
    this.#pump.stop();
    this.#ledger.close();
  }

  /** Answers later, as a network does, and about the call as it stands then. */
  #ask(callId: CallId, done: Done, afterMs: number, act: (call: SimulatedCall) => PortResult): void {
    this.#askAndAnswer(callId, done, afterMs, (call) => done(act(call)));
  }

  #askAnswered(callId: CallId, done: Done, act: (call: SimulatedCall) => PortResult): void {
    this.#ask(callId, done, COMMAND_MS, (call) =>
      call.phase === 'answered' ? act(call) : wrongState(callId, call.phase, 'answered'),
    );
  }

  #askAndAnswer(callId: CallId, done: Done, afterMs: number, act: (call: SimulatedCall) => void): void {
    this.#clock.after(afterMs, () => {
      const call = this.#calls.get(callId);
      if (this.#closed) done(CLOSED);
      else if (call === undefined || call.hangingUp) done(noSuchCall(callId));
      else act(call);
    });
  }

  #refuse(cause: 'failed' | 'congestion', listener: (event: CallEvent) => void): void {
    this.#clock.after(CONGESTION_MS, () => {
      listener({ type: 'ended', atMs: this.#clock.nowMs(), cause, ...NETWORK_CODES[cause] });
    });
  }

  #expectSound(call: SimulatedCall): void {
    const sound = this.#onSoundExpected === undefined ? null : expectedOpening(call, this.#bank);
    if (sound !== null) this.#onSoundExpected?.(sound, sound.beganMs);
  }

  #relink(call: SimulatedCall, link: Link): PortResult {
    call.setLink(link, this.#clock.nowMs());
    this.#life.rearm(call);
    return OK;
  }

  #audio(call: SimulatedCall): CallAudio {
    call.audio ??= new CallAudio(call, this.#bank);
    return call.audio;
  }

  #lengthMs(media: Media): number | undefined {
    if (media.kind === 'message') return this.#messages.get(media.messageId);
    return media.tone === 'zip' ? ZIP_MS : Number.POSITIVE_INFINITY;
  }

  #stopPlaying(call: SimulatedCall, playbackId: string, completed: boolean): void {
    if (call.playback?.playbackId !== playbackId) return;
    call.stopPlayback(this.#clock.nowMs());
    this.#life.rearm(call);
    call.listener({ type: 'playback-finished', atMs: this.#clock.nowMs(), playbackId, completed });
  }

  #agentLost(callId: CallId, agentId: AgentId): void {
    const call = this.#calls.get(callId);
    if (call === undefined) return;
    if (call.target?.agentId === agentId) {
      this.#transfers.lost(call);
      return;
    }
    this.#transfers.release(call);
    call.agentId = null;
    call.listeningId = null;
    this.#relink(call, 'alone');
    call.listener({ type: 'agent-leg-lost', atMs: this.#clock.nowMs(), agentId });
  }

  /** WX-1: the agent is on the line before the answer, where their phone is there. */
  #letHear(call: SimulatedCall, agentId: AgentId | undefined): void {
    const phone = agentId === undefined ? undefined : this.#phones.find(agentId);
    if (phone === undefined || !phone.up || phone.callId !== null) return;
    phone.callId = call.request.callId;
    call.agentId = phone.seat.agentId;
    call.listeningId = phone.seat.agentId;
  }

  #arrived(call: SimulatedCall): boolean {
    const { callId } = call.request;
    if (this.#closed || this.#calls.has(callId) || !this.#lines.take(this.#clock.nowMs())) return false;
    this.#calls.set(callId, call);
    this.#life.rearm(call);
    return true;
  }

  #keep({ request: { callId }, recorder }: SimulatedCall): void {
    if (recorder === null || this.#keepRecording === null) return;
    const { startedAtMs, durationMs } = recorder;
    const wav = recorder.wav();
    this.#keepRecording(callId, wav, (file) => {
      if (file === null) return;
      this.#callers.tell({ type: 'recorded', callId, file, startedAtMs, durationMs, bytes: wav.length });
    });
  }

  #forget(call: SimulatedCall, cause: EndCause): void {
    this.#keep(call);
    this.#callers.over(call, cause);
    this.#calls.delete(call.request.callId);
    if (call.link === 'handed-over') this.#handedOver.set(call.request.callId, call);
    else this.#transfers.release(call);
    if (call.agentId !== null) this.#phones.free(call.agentId);
    this.#monitors.forget(call);
  }
}
