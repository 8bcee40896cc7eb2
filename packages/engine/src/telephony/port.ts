/**
 * The telephony port: all that the engine asks of a carrier, and all that it is told.
 * Adapters (the simulated carrier, Asterisk) pass one contract suite. Nothing here waits: every request is answered
 * by its `done`, and what happens to a call arrives as events in the order in which it happened, none after `ended`.
 */
import type { AgentId, AttemptId, CallId, CampaignId, E164, MonitorMode, TransferTarget } from '@outdial/shared';
import type { EarlierLife } from './earlier-life.ts';

/** Signed linear samples, 8 kHz mono, 20 ms: 160 of them. */
export type AudioFrame = Int16Array;

interface CallerId {
  number: E164;
  name?: string;
}

export interface DialRequest {
  /** Ours: the adapter uses it to name the call at the carrier, so that a retry or a reconciliation finds it. */
  callId: CallId;
  attemptId: AttemptId;
  campaignId: CampaignId;
  number: E164;
  callerId: CallerId;
  /** From the first ringing on; the adapter ends the call with cause `ring-timeout` when it passes. */
  ringTimeoutMs: number;
  /**
   * WX-1: this agent, whose phone is up, hears the ringing from the start and is with the person the moment that they
   * answer, without a `connect`. Where the phone is not there the call is dialed all the same.
   */
  agentId?: AgentId;
}

/**
 * Why a call ended, as far as the network said it. The mapping to an outcome is the engine's (`calls/outcome.ts`).
 * `hung-up-by-us` before the answer is a cancellation.
 */
export type EndCause =
  | 'busy'
  | 'ring-timeout'
  | 'unavailable'
  | 'invalid-number'
  | 'rejected'
  | 'congestion'
  | 'trunk-failure'
  | 'hung-up-by-us'
  | 'hung-up-by-contact'
  | 'failed';

export const END_CAUSES: readonly EndCause[] = [
  'busy',
  'ring-timeout',
  'unavailable',
  'invalid-number',
  'rejected',
  'congestion',
  'trunk-failure',
  'hung-up-by-us',
  'hung-up-by-contact',
  'failed',
];

export type CallEvent =
  | { type: 'ringing'; atMs: number }
  /** Sound before the answer: a carrier's announcement or its tones. The tap hears it. */
  | { type: 'early-media'; atMs: number }
  | { type: 'answered'; atMs: number }
  | { type: 'dtmf'; atMs: number; digit: string }
  | { type: 'playback-finished'; atMs: number; playbackId: string; completed: boolean }
  /** The agent's side of a connected call is gone while the contact's still stands. */
  | { type: 'agent-leg-lost'; atMs: number; agentId: AgentId }
  /** The target of a consultation is gone again: the contact waits on hold, to be resumed. */
  | { type: 'target-lost'; atMs: number }
  | { type: 'ended'; atMs: number; cause: EndCause; sipStatus?: number; q850?: number };

/** What belongs to no call that we dialed. */
export type CarrierEvent =
  /**
   * Somebody calls one of our numbers, and hears it ring. Whoever is told follows the call at once or never; it is
   * answered with `answer`, hung up like any other, and ends by itself when the caller gives up.
   */
  | {
      type: 'incoming';
      atMs: number;
      callId: CallId;
      /** Null where the caller hides it. */
      from: E164 | null;
      to: E164;
      follow(listener: (event: CallEvent) => void): void;
    }
  /**
   * A recording is whole: `file` lies in the folder that the adapter was given. `attemptId` tells of what it is where the
   * call was an earlier engine's and is over.
   */
  | {
      type: 'recorded';
      callId: CallId;
      attemptId?: AttemptId;
      file: string;
      startedAtMs: number;
      durationMs: number;
      bytes: number;
    };

export type PortResult = { ok: true } | { ok: false; code: PortErrorCode; message: string };

export type PortErrorCode =
  | 'no-such-call'
  | 'no-such-agent-phone'
  | 'wrong-call-state'
  | 'no-such-message'
  | 'no-such-monitor'
  | 'phone-unreachable'
  | 'trunk-unavailable'
  | 'recording-unavailable'
  | 'closed';

export type Done = (result: PortResult) => void;

/** Hears one call from the moment it is opened (early media included) until it is closed or the call ends. */
export interface Tap {
  close(): void;
}

export type { MonitorMode, TransferTarget } from '@outdial/shared';

export type PhoneEvent = { type: 'up'; atMs: number } | { type: 'down'; atMs: number; reason: string };

export interface AgentPhone {
  agentId: AgentId;
  /** A SIP endpoint or a number; the simulated carrier takes anything. */
  address: string;
  /** `nailed-up`: called at log-in and kept; `on-demand`: called for each conversation. */
  mode: 'nailed-up' | 'on-demand';
}

export type Media = { kind: 'message'; messageId: string } | { kind: 'tone'; tone: 'zip' | 'hold' };

export interface TrunkPicture {
  name: string;
  up: boolean;
  /** It refused calls for want of room, and gets fewer for a while. */
  slowed?: boolean;
  /** Its calls are not heard: the detector can judge nothing. */
  deaf?: boolean;
  linesInUse: number;
  maxLines: number;
  callsPerSecond: number;
  detail: string;
}

export interface Telephony {
  readonly name: string;
  /** Where calls outlive the engine that made them. */
  readonly earlierLife?: EarlierLife;
  /** Originates one call. Refusals of the carrier arrive as `ended`, never as an exception. */
  dial(request: DialRequest, listener: (event: CallEvent) => void): void;
  hangUp(callId: CallId): void;

  /** Calls that come in, and recordings that are whole. One listener; the newest takes the place of the one before. */
  listen(listener: (event: CarrierEvent) => void): void;
  /** Takes an incoming call; `answered` is told to whoever follows it. */
  answer(callId: CallId, done: Done): void;

  /**
   * Frames of 20 ms of what the contact's side says, `atMs` being when the frame ended. A frame is the adapter's and may
   * be heard by others too: read it or copy it inside the callback, never write to it.
   */
  tap(callId: CallId, onFrame: (frame: AudioFrame, atMs: number) => void): Tap;

  /** Calls the agent's phone where it is nailed up. `listener` hears of it until the phone is closed. */
  openPhone(phone: AgentPhone, listener: (event: PhoneEvent) => void): void;
  closePhone(agentId: AgentId): void;

  /** Joins contact and agent; both hear each other when `done` says ok. */
  connect(callId: CallId, agentId: AgentId, done: Done): void;
  /** The agent leaves a call that goes on (a voicemail drop) and is free at once; the contact hears nobody. */
  release(callId: CallId, done: Done): void;
  /** On hold the contact hears music and no agent. */
  hold(callId: CallId, done: Done): void;
  resume(callId: CallId, done: Done): void;
  /** Mutes what the agent says to the contact. */
  mute(callId: CallId, muted: boolean, done: Done): void;
  sendDtmf(callId: CallId, digits: string, done: Done): void;

  /** Hands the contact to `target` and lets go of it: after `done` the call ends, as hung up by us. */
  transferBlind(callId: CallId, target: E164, done: Done): void;
  /**
   * Holds the contact and brings the agent together with `target`, `done` when it answers; then complete or cancel (the
   * agent is back with the contact). A target that does not answer leaves the contact on hold. Completed, a number keeps
   * the contact and the call ends, as hung up by us; an agent is connected in place of the one before, and it goes on.
   */
  consult(callId: CallId, target: TransferTarget, done: Done): void;
  completeTransfer(callId: CallId, done: Done): void;
  cancelTransfer(callId: CallId, done: Done): void;

  /** A message that can be played from now on: linear samples, 8 kHz, mono. An id names the same sound for good. */
  addMessage(messageId: string, samples: Int16Array): void;
  /** Plays to the contact; `playback-finished` follows with the same id. */
  play(callId: CallId, playbackId: string, media: Media, done: Done): void;
  stopPlaying(callId: CallId, playbackId: string): void;
  /** Plays to the agent alone. */
  playToAgent(agentId: AgentId, media: Media): void;

  startRecording(callId: CallId, done: Done): void;
  stopRecording(callId: CallId, done: Done): void;

  /** Calls the supervisor's phone and lets it hear the call; `onFrame` hears the same, for the console's meter. */
  monitor(request: MonitorRequest, done: Done): void;
  setMonitorMode(monitorId: string, mode: MonitorMode, done: Done): void;
  stopMonitor(monitorId: string): void;

  /** Lines that could be used now: every trunk's limit less what is in use. */
  freeLines(): number;
  trunks(): readonly TrunkPicture[];
  /** From now on no event and no frame is told, and every request is answered by `closed`; a dial ends as `failed`. */
  close(): void;
}

export interface MonitorRequest {
  monitorId: string;
  callId: CallId;
  mode: MonitorMode;
  /** Null where nobody listens by phone: the console's meter alone. */
  supervisorPhone: string | null;
  onFrame?: (frame: AudioFrame, side: 'contact' | 'agent', atMs: number) => void;
  /** The supervisor's phone hung up: the monitor is over, the call is not. */
  onPhoneGone?: () => void;
}
