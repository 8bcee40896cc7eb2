/** What is heard of one call: its taps and monitors, fed with the contact's and the agent's voice. */
import type { AudioFrame } from '../port.ts';
import type { LineSounds, SoundBank } from './bank.ts';
import type { SimulatedCall } from './call.ts';
import { hearing } from './hearing.ts';
import { EARLY_PARTY, earlyClipDraw } from './openings.ts';
import type { FrameSource } from './pump.ts';
import type { Recorder } from './recorder.ts';
import { FRAME_MS } from './recording.ts';
import { Voice } from './voice.ts';

export type OnFrame = (frame: AudioFrame, atMs: number) => void;

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
    return (
      this.#call.phase !== 'ended' &&
      (this.#taps.length > 0 || this.#call.monitors.length > 0 || this.#call.recorder?.on === true)
    );
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
    if (this.#call.recorder?.on === true) this.#record(this.#call.recorder, frame, atMs);
  }

  #record(recorder: Recorder, frame: AudioFrame, atMs: number): void {
    const agentIsHeard = hearing('contact', this.#call.sound()).has('agent');
    recorder.hear(frame, agentIsHeard ? this.#agentFrame(atMs) : null);
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
      { party: EARLY_PARTY, clipDraw: earlyClipDraw(call), greets: true },
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

  #line(): LineSounds {
    return this.#bank.line(this.#call.taker?.lineDraw ?? 0);
  }
}

/** Which frame of a sound ended at `atMs`, on the common beat; negative before the sound began. */
function frameIndex(atMs: number, beganMs: number): number {
  return Math.ceil((atMs - beganMs) / FRAME_MS) - 1;
}
