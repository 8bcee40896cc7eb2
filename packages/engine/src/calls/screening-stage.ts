/** The detector's ear on a call: early media before the answer, and after it until the verdict or the time limit. */
import type { Clock } from '@outdial/shared';
import type { Totals } from '../campaigns/totals.ts';
import type { FactSink } from '../ports.ts';
import type { AttachedSession, Screening, ScreeningEvent, ScreeningRule, Verdict } from '../screening/screening.ts';
import type { Telephony } from '../telephony/port.ts';
import type { Call, Ear } from './call.ts';
import type { Heard } from './outcome.ts';

export interface ScreeningParts {
  readonly clock: Clock;
  readonly telephony: Telephony;
  readonly screening: Screening;
  readonly sink: FactSink;
  /** The answer was judged; whether the detector goes on listening for the beep is the answer. */
  readonly judged: (call: Call, heard: Heard) => 'listen' | 'stop';
  readonly beep: (call: Call) => void;
}

export class ScreeningStage {
  readonly #parts: ScreeningParts;

  constructor(parts: ScreeningParts) {
    this.#parts = parts;
  }

  /** Sound before the answer: a network's tones say what became of the number. */
  hearEarly(call: Call): void {
    if (call.ear !== null || !call.config.detection.enabled) return;
    call.ear = this.#open(call, 'early-media', (verdict) => {
      call.heard = heardIn(verdict);
    });
  }

  /** The answer: t = 0 of detection. */
  begin(call: Call): void {
    this.#close(call);
    call.heard = null;
    call.verdict = null;
    const { maxScreeningMs } = call.config.detection;
    call.ear = this.#open(call, 'answer', (verdict) => {
      // An exchange answered and rings on behind it: keep listening until somebody comes or the time is up.
      if (verdict.label !== 'ringback') this.#decide(call, verdict);
    });
    call.screeningTimer = this.#parts.clock.after(maxScreeningMs, () => {
      const reasons = [`no verdict within ${maxScreeningMs} ms: doubt goes to the person`];
      this.#decide(call, { label: 'unknown', decisionMs: maxScreeningMs, confidence: 0, reasons });
    });
  }

  /** The call is over: whatever listens stops, and a screening without a verdict says so. */
  end(call: Call): void {
    const unfinished = call.judgedLater;
    const frames = call.ear?.frames ?? 0;
    this.#close(call);
    if (!unfinished) return;
    const reasons = ['the call ended before a verdict'];
    this.#report(call, { label: 'none', confidence: 0, reasons }, frames);
  }

  #decide(call: Call, verdict: Verdict): void {
    if (call.leaving || !call.judgedLater || call.ear === null) return;
    call.screeningTimer?.cancel();
    call.screeningTimer = null;
    call.verdict = verdict;
    call.heard = heardIn(verdict);
    call.windowFromMs = this.#greetingEndedAtMs(call, verdict);
    const { frames } = call.ear;
    const goesOn = this.#parts.judged(call, call.heard);
    // An agent hears this one whatever the verdict is: that is no secret (docs/amd.md, "People lost").
    const reasons = call.checked ? [...verdict.reasons, 'an agent is asked whether that is so'] : verdict.reasons;
    this.#report(call, { ...verdict, reasons }, frames);
    if (goesOn === 'stop') this.#close(call);
  }

  /** COMPLIANCE: the window is counted from the person's completed greeting; where none was heard, from now. */
  #greetingEndedAtMs(call: Call, verdict: Verdict): number {
    const nowMs = this.#parts.clock.nowMs();
    const view = verdict.label === 'human' ? call.ear?.view() : undefined;
    if (view === undefined || view.words === 0) return nowMs;
    return Math.max(call.answeredAtMs ?? nowMs, nowMs - view.silenceMs);
  }

  #open(call: Call, purpose: Ear['purpose'], told: (verdict: Verdict) => void): Ear {
    const { screening, telephony } = this.#parts;
    const { totals } = call.campaign;
    const listener = (event: ScreeningEvent): void => {
      if (event.type === 'verdict') told(event.verdict);
      else if (purpose === 'answer') this.#beep(call);
    };
    const rule = ruleOf(call);
    const attached = rule === undefined ? (screening.attach?.(call.id, listener) ?? null) : null;
    if (attached !== null) return attachedEar(attached, purpose, totals);
    const session = screening.open(call.id, listener, rule);
    const ear = {
      purpose,
      frames: 0,
      view: () => session.view(),
      close() {
        tap.close();
        session.close();
      },
    };
    const tap = telephony.tap(call.id, (frame) => {
      ear.frames += 1;
      totals.screenedFrames += 1;
      session.push(frame);
    });
    return ear;
  }

  #beep(call: Call): void {
    if (call.leaving || call.ear === null) return;
    call.beepAtMs = this.#parts.clock.nowMs();
    call.version += 1;
    this.#parts.beep(call);
  }

  #close(call: Call): void {
    call.screeningTimer?.cancel();
    call.screeningTimer = null;
    call.ear?.close();
    call.ear = null;
    call.version += 1;
  }

  #report(
    call: Call,
    { label, confidence, reasons }: { label: string; confidence: number; reasons: readonly string[] },
    frames: number,
  ): void {
    const { clock, sink } = this.#parts;
    const screeningMs = clock.nowMs() - (call.answeredAtMs ?? clock.nowMs());
    const { attemptId } = call;
    sink.fact({ type: 'screened', attemptId, verdict: label, screeningMs, confidence, reasons, frames });
  }
}

/** What differs from the detector's own balance; undefined where nothing does. */
function ruleOf({ campaign }: Call): ScreeningRule | undefined {
  const { machinesPerPerson, maxScreeningMs } = campaign.config.detection;
  return machinesPerPerson === null ? undefined : { machinesPerPerson, maximumMs: maxScreeningMs };
}

/** The detector hears by itself; its frames are counted when it stops. */
function attachedEar(attached: AttachedSession, purpose: Ear['purpose'], totals: Totals): Ear {
  return {
    purpose,
    get frames() {
      return attached.frames;
    },
    view: () => attached.view(),
    close() {
      totals.screenedFrames += attached.frames;
      attached.close();
    },
  };
}

function heardIn({ label, sitKind }: Verdict): Heard {
  return label === 'sit' && sitKind === 'no-circuit' ? 'sit-no-circuit' : label;
}
