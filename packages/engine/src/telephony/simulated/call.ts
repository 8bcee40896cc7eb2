/** One call at the simulated carrier: its state, and when its far end does the next thing. */
import type { AgentId, Random, Timer } from '@outdial/shared';
import type { CallEvent, DialRequest } from '../port.ts';
import type { CallAudio } from './call-audio.ts';
import type { Fate, Taker } from './fate.ts';
import type { CallSound, Link } from './hearing.ts';
import type { Monitor } from './monitors.ts';
import type { Recorder } from './recorder.ts';

export type Phase = 'dialing' | 'ringing' | 'answered' | 'ended';

export interface Playback {
  readonly playbackId: string;
  readonly startedMs: number;
  /** Infinite for music, which goes on until it is stopped. */
  readonly endsMs: number;
  readonly timer: Timer | null;
}

/** The other leg of a consultation: a number outside, or another agent's phone. */
export interface Target {
  up: boolean;
  readonly agentId: AgentId | null;
}

export class SimulatedCall {
  readonly request: DialRequest;
  readonly fate: Fate;
  readonly startedMs: number;
  /** Chance of this call alone. */
  readonly stream: Random;
  readonly listener: (event: CallEvent) => void;

  phase: Phase = 'dialing';
  link: Link = 'alone';
  hangingUp = false;
  earlyMediaMs: number | null = null;
  ringingMs: number | null = null;
  answeredMs = 0;
  taker: Taker | null = null;
  /** How long the taker speaks at the answer. */
  greetingMs = 0;
  agentId: AgentId | null = null;
  muted = false;
  recorder: Recorder | null = null;
  /** Set where the call came in: who is on it, and when they give up. */
  incoming: { readonly taker: Taker; readonly givesUpMs: number } | null = null;
  /** WX-1: this agent hears it ring. */
  listeningId: AgentId | null = null;
  /** Somebody has spoken to the contact. */
  talked = false;
  digits = '';
  playback: Playback | null = null;
  target: Target | null = null;
  readonly monitors: Monitor[] = [];
  /** Made when somebody first listens. */
  audio: CallAudio | null = null;
  timer: Timer | null = null;
  /** Digits that its far end will press. */
  readonly presses: Timer[] = [];

  /** Since when nobody has been with the contact, the agent has, or the contact is on hold. */
  #aloneMs = 0;
  #linkedMs = 0;
  #heldMs = 0;
  #talkLeftMs = 0;

  constructor(
    request: DialRequest,
    fate: Fate,
    startedMs: number,
    stream: Random,
    listener: (event: CallEvent) => void,
  ) {
    this.request = request;
    this.fate = fate;
    this.startedMs = startedMs;
    this.stream = stream;
    this.listener = listener;
  }

  answer(taker: Taker, greetingMs: number, nowMs: number): void {
    this.phase = 'answered';
    this.answeredMs = nowMs;
    this.taker = taker;
    this.greetingMs = greetingMs;
    this.#talkLeftMs = taker.talkMs;
    this.#aloneMs = nowMs + greetingMs;
  }

  /** Joins or parts agent and contact; the contact's clocks follow. */
  setLink(link: Link, nowMs: number): void {
    if (link === 'connected') this.talked = true;
    const wasLinked = this.link !== 'alone';
    const wasHeld = this.link === 'held' || this.link === 'consulting';
    if (wasLinked && link === 'alone') {
      this.#talkLeftMs -= nowMs - this.#linkedMs;
      this.#aloneMs = nowMs;
    }
    if (!wasLinked && link !== 'alone') this.#linkedMs = nowMs;
    if (!wasHeld && (link === 'held' || link === 'consulting')) this.#heldMs = nowMs;
    this.link = link;
  }

  /** The message or music is over; a person's patience starts anew. */
  stopPlayback(nowMs: number): void {
    this.playback?.timer?.cancel();
    this.playback = null;
    this.#aloneMs = Math.max(this.#aloneMs, nowMs);
  }

  /** When the far end does the next thing by itself; infinite where it waits for us. */
  dueMs(): number {
    return this.phase === 'answered' ? this.leavesMs() : this.#networkDueMs();
  }

  /** When our ring time-out passes; infinite before the first ringing. */
  ringTimeoutMs(): number {
    return this.ringingMs === null ? Number.POSITIVE_INFINITY : this.ringingMs + this.request.ringTimeoutMs;
  }

  /** When the fate brings the answer or the refusal. */
  fateEndMs(): number {
    return this.fate.end.type === 'nobody' ? Number.POSITIVE_INFINITY : this.startedMs + this.fate.end.atMs;
  }

  /** When whoever took the call hangs up: at the end of the talk, out of patience, or because it always does. */
  leavesMs(): number {
    const { taker } = this;
    if (taker === null) return Number.POSITIVE_INFINITY;
    const latest = this.answeredMs + taker.staysMs;
    return taker.party === 'human' ? Math.min(latest, this.#tiresMs(taker)) : latest;
  }

  #tiresMs(taker: Taker): number {
    switch (this.link) {
      case 'alone': {
        if (this.playback === null) return this.#aloneMs + taker.patienceMs;
        if (this.playback.endsMs === Number.POSITIVE_INFINITY) return this.playback.startedMs + taker.holdPatienceMs;
        return Math.max(this.#aloneMs, this.playback.endsMs) + taker.patienceMs;
      }
      case 'held':
      case 'consulting':
        return Math.min(this.#linkedMs + this.#talkLeftMs, this.#heldMs + taker.holdPatienceMs);
      case 'connected':
      case 'handed-over':
        return this.#linkedMs + this.#talkLeftMs;
    }
  }

  #networkDueMs(): number {
    const { ringsAtMs, earlyMediaAtMs } = this.fate;
    if (this.incoming !== null) return this.incoming.givesUpMs;
    let due = Math.min(this.fateEndMs(), this.ringTimeoutMs());
    if (this.ringingMs === null && ringsAtMs !== null) due = Math.min(due, this.startedMs + ringsAtMs);
    if (this.earlyMediaMs === null && earlyMediaAtMs !== null) due = Math.min(due, this.startedMs + earlyMediaAtMs);
    return due;
  }

  sound(): CallSound {
    return {
      answered: this.phase === 'answered' || this.link === 'handed-over',
      ringingHeard: this.listeningId !== null && (this.ringingMs !== null || this.earlyMediaMs !== null),
      link: this.link,
      muted: this.muted,
      messagePlaying: this.playback !== null,
      targetUp: this.target?.up === true,
      targetIsAgent: this.target !== null && this.target.agentId !== null,
      monitors: this.monitors.map((monitor) => monitor.mode),
    };
  }
}
