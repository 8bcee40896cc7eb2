/** One call at Asterisk: what it is doing, and the channels and bridges that belong to it. */
import type { AgentId, Timer } from '@outdial/shared';
import type { CallEvent, DialRequest } from '../port.ts';
import type { CallEar } from './call-ear.ts';
import type { Leg } from './leg.ts';
import type { Phone } from './phones.ts';
import type { Trunk } from './trunk.ts';

export type Phase = 'dialing' | 'answered' | 'ended';
/** How contact and agent are joined; with a `consulting` agent the contact hears music. */
export type Link = 'alone' | 'connected' | 'held' | 'consulting';

export interface Playback {
  readonly playbackId: string;
  /** Asterisk's name of it; null for music. */
  readonly ariId: string | null;
  stopped: boolean;
}

export interface Target {
  /** Null while another agent's phone is called. */
  readonly leg: Leg | null;
  /** Set where it is another agent's. */
  readonly phone: Phone | null;
}

export interface Recording {
  readonly snoopId: string;
  readonly name: string;
}

export class AsteriskCall {
  readonly request: DialRequest;
  /** Null: the call came in. */
  readonly trunk: Trunk | null;
  readonly ear: CallEar;
  readonly #listener: (event: CallEvent) => void;

  phase: Phase = 'dialing';
  link: Link = 'alone';
  leg: Leg | null = null;
  ringTimer: Timer | null = null;
  ringTimedOut = false;
  earlyMedia = false;
  phone: Phone | null = null;
  /** Who was to hear it ring, and was not there (WX-1). */
  missed: AgentId | null = null;
  muted = false;
  playback: Playback | null = null;
  target: Target | null = null;
  recording: Recording | null = null;
  readonly monitorIds = new Set<string>();
  /** Requests are done one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(request: DialRequest, trunk: Trunk | null, ear: CallEar, listener: (event: CallEvent) => void) {
    this.request = request;
    this.trunk = trunk;
    this.ear = ear;
    this.#listener = listener;
  }

  get channelId(): string {
    return this.leg?.channelId ?? '';
  }

  get agentId(): AgentId | null {
    return this.phone?.seat.agentId ?? null;
  }

  /** Over, or about to be. */
  get leaving(): boolean {
    return this.phase === 'ended' || this.leg?.hangingUp === true;
  }

  tell(event: CallEvent): void {
    if (this.phase !== 'ended') this.#listener(event);
  }

  /** The last that is told. */
  tellEnd(event: Extract<CallEvent, { type: 'ended' }>): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.#listener(event);
  }

  /** Says nothing more, not even its end. */
  silence(): void {
    this.phase = 'ended';
  }

  inTurn(act: () => Promise<void>): void {
    this.#turn = this.#turn.then(act, act);
  }
}
