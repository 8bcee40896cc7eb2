/** What is heard of one call: its taps and monitors, fed with the contact's and the agent's voice. */
import type { AudioFrame } from '../port.ts';
import type { LineSounds, SoundBank } from './bank.ts';
import type { SimulatedCall } from './call.ts';
import type { Taker } from './fate.ts';
import { hearing } from './hearing.ts';
import type { FrameSource } from './pump.ts';
import { FRAME_MS } from './recording.ts';
import { type Opening, openingOf, Voice } from './voice.ts';

export type OnFrame = (frame: AudioFrame, atMs: number) => void;

/** Carriers tell a number that does not exist by special information tones before any answer. */
const EARLY_PARTY = 'sit';
/** The agents' headsets are one line of the bank: a clear one. */
const AGENT_LINE_DRAW = 0;

export class CallAudio implements FrameSource {
  readonly #call: SimulatedCall;
  readonly #bank: SoundBank;
  readonly #taps: OnFrame[] = [];
  #early: Voice | null = null;
  #contact: Voice | null = null;
  #agent: Voice | null = null;

  constructor(call: SimulatedCall, bank: SoundBank) {
    this.#call = call;
    this.#bank = bank;
  }

  get heard(): boolean {
    return this.#call.phase !== 'ended' && (this.#taps.length > 0 || this.#call.monitors.length > 0);
  }

  addTap(onFrame: OnFrame): void {
    this.#taps.push(onFrame);
  }

  removeTap(onFrame: OnFrame): void {
    const at = this.#taps.indexOf(onFrame);
    if (at !== -1) this.#taps.splice(at, 1);
  }

  emit(atMs: number): void {
    const frame = this.#contactFrame(atMs);
    if (frame === null) return;
    for (let i = 0; i < this.#taps.length; i++) this.#taps[i]?.(frame, atMs);
    if (this.#call.monitors.length > 0) this.#emitToMonitors(frame, atMs);
  }

  /** How the contact's side sounds at first, and since when; null where it carries nothing yet. */
  opening(): (Opening & { readonly beganMs: number }) | null {
    const { phase, taker, answeredMs, earlyMediaMs } = this.#call;
    if (phase === 'answered') return { ...this.#takersOpening(taker), beganMs: answeredMs };
    return earlyMediaMs === null ? null : { ...this.#earlyOpening(), beganMs: earlyMediaMs };
  }

  /** The openings that the call's fate will bring. */
  expected(): Opening[] {
    const { earlyMediaAtMs, end } = this.#call.fate;
    if (end.type === 'answer') return [this.#takersOpening(end.taker)];
    return earlyMediaAtMs === null ? [] : [this.#earlyOpening()];
  }

  #takersOpening(taker: Taker | null): Opening {
    const line = this.#bank.line(taker?.lineDraw ?? 0);
    return openingOf(line, taker?.party ?? 'silence', taker?.clipDraw ?? 0);
  }

  #earlyOpening(): Opening {
    return openingOf(this.#line(), EARLY_PARTY, this.#earlyDraw());
  }

  #emitToMonitors(frame: AudioFrame, atMs: number): void {
    const call = this.#call;
    const heard = call.phase === 'answered' ? hearing('supervisor', call.sound()) : null;
    for (const monitor of [...call.monitors]) {
      // The early media of an unanswered call is the contact's side as well.
      if (heard === null || heard.has('contact')) monitor.onFrame?.(frame, 'contact', atMs);
      if (heard?.has('agent') === true) monitor.onFrame?.(this.#agentFrame(atMs), 'agent', atMs);
    }
  }

  /** Null where the contact's side carries nothing yet: ringing without early media. */
  #contactFrame(atMs: number): AudioFrame | null {
    const call = this.#call;
    if (call.phase === 'answered') {
      const index = frameIndex(atMs, call.answeredMs);
      if (index < 0) return null;
      this.#contact ??= this.#takersVoice();
      return this.#contact.frameAt(index);
    }
    if (call.earlyMediaMs === null) return null;
    const index = frameIndex(atMs, call.earlyMediaMs);
    if (index < 0) return null;
    this.#early ??= new Voice(
      this.#line(),
      { party: EARLY_PARTY, clipDraw: this.#earlyDraw(), greets: true },
      call.stream,
    );
    return this.#early.frameAt(index);
  }

  #agentFrame(atMs: number): AudioFrame {
    this.#agent ??= new Voice(
      this.#bank.line(AGENT_LINE_DRAW),
      { party: 'human', clipDraw: 0, greets: false },
      this.#call.stream.stream('agent'),
    );
    return this.#agent.frameAt(Math.max(0, frameIndex(atMs, this.#call.answeredMs)));
  }

  #takersVoice(): Voice {
    const { taker, stream } = this.#call;
    const start = { party: taker?.party ?? 'silence', clipDraw: taker?.clipDraw ?? 0, greets: true };
    return new Voice(this.#line(), start, stream.stream('voice'));
  }

  #earlyDraw(): number {
    return this.#call.stream.stream('early').next();
  }

  #line(): LineSounds {
    return this.#bank.line(this.#call.taker?.lineDraw ?? 0);
  }
}

/** Which frame of a sound ended at `atMs`, on the common beat; negative before the sound began. */
function frameIndex(atMs: number, beganMs: number): number {
  return Math.ceil((atMs - beganMs) / FRAME_MS) - 1;
}
