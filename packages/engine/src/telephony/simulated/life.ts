/** The way of a call at the carrier: rings, early media, answer or refusal, and its end, on one timer a call. */
import type { Clock } from '@outdial/shared';
import type { EndCause } from '../port.ts';
import type { SoundBank } from './bank.ts';
import type { SimulatedCall } from './call.ts';
import type { Taker } from './fate.ts';
import type { Lines } from './lines.ts';
import { greetingMs } from './voice.ts';

/** How long the network takes to end a call that we hang up. */
const HANG_UP_MS = 5;

/** How much of a recorded message a person hears before they press the key that it names. */
const MESSAGE_HEARD_MS = 1_500;

/** What a SIP carrier says with each cause: status and Q.850 cause. */
export const NETWORK_CODES: Readonly<Record<EndCause, { sipStatus?: number; q850?: number }>> = {
  busy: { sipStatus: 486, q850: 17 },
  'ring-timeout': { q850: 19 },
  unavailable: { sipStatus: 480, q850: 19 },
  'invalid-number': { sipStatus: 404, q850: 1 },
  rejected: { sipStatus: 603, q850: 21 },
  congestion: { sipStatus: 503, q850: 34 },
  'trunk-failure': { q850: 38 },
  'hung-up-by-us': { q850: 16 },
  'hung-up-by-contact': { q850: 16 },
  failed: {},
};

export class CallLife {
  readonly #clock: Clock;
  readonly #lines: Lines;
  readonly #bank: SoundBank;
  /** Runs before the call's listener hears of the end: what the call held is free again. */
  readonly #onEnded: (call: SimulatedCall, cause: EndCause) => void;

  constructor(clock: Clock, lines: Lines, bank: SoundBank, onEnded: (call: SimulatedCall, cause: EndCause) => void) {
    this.#clock = clock;
    this.#lines = lines;
    this.#bank = bank;
    this.#onEnded = onEnded;
  }

  /** Sets the call's one timer to what its far end does next. */
  rearm(call: SimulatedCall): void {
    if (call.phase === 'ended' || call.hangingUp) return;
    call.timer?.cancel();
    call.timer = null;
    const dueMs = call.dueMs();
    if (dueMs === Number.POSITIVE_INFINITY) return;
    call.timer = this.#clock.after(dueMs - this.#clock.nowMs(), () => this.#due(call));
  }

  hangUp(call: SimulatedCall): void {
    if (call.hangingUp || call.phase === 'ended') return;
    call.hangingUp = true;
    call.timer?.cancel();
    call.timer = this.#clock.after(HANG_UP_MS, () => this.end(call, 'hung-up-by-us'));
  }

  end(call: SimulatedCall, cause: EndCause): void {
    if (call.phase === 'ended') return;
    this.discard(call);
    this.#lines.release();
    this.#onEnded(call, cause);
    call.listener({ type: 'ended', atMs: this.#clock.nowMs(), cause, ...NETWORK_CODES[cause] });
  }

  /** The contact talks on with somebody else: the call is over for us, and its line stays in use as long as they talk. */
  handOver(call: SimulatedCall, whenGone: () => void): void {
    const nowMs = this.#clock.nowMs();
    call.setLink('handed-over', nowMs);
    const talkMs = call.leavesMs() - nowMs;
    this.discard(call);
    this.#onEnded(call, 'hung-up-by-us');
    if (talkMs !== Number.POSITIVE_INFINITY) {
      call.timer = this.#clock.after(talkMs, () => {
        this.#lines.release();
        whenGone();
      });
    }
    const cause = 'hung-up-by-us';
    call.listener({ type: 'ended', atMs: nowMs, cause, ...NETWORK_CODES[cause] });
  }

  /** Stops all that the call would still do, and tells nobody. */
  discard(call: SimulatedCall): void {
    call.phase = 'ended';
    call.timer?.cancel();
    call.timer = null;
    for (const press of call.presses) press.cancel();
    call.playback?.timer?.cancel();
    call.playback = null;
  }

  #due(call: SimulatedCall): void {
    const nowMs = this.#clock.nowMs();
    if (call.phase === 'answered') {
      if (call.leavesMs() <= nowMs) this.end(call, 'hung-up-by-contact');
    } else if (call.incoming !== null) {
      if (call.incoming.givesUpMs <= nowMs) this.end(call, 'hung-up-by-contact');
    } else {
      this.#network(call, nowMs);
    }
    this.rearm(call);
  }

  /** Late timers bring several things at once: they are told in their order, until the listener hangs up. */
  #network(call: SimulatedCall, nowMs: number): void {
    const { ringsAtMs, earlyMediaAtMs, end } = call.fate;
    if (call.ringingMs === null && ringsAtMs !== null && call.startedMs + ringsAtMs <= nowMs) {
      call.phase = 'ringing';
      call.ringingMs = nowMs;
      call.listener({ type: 'ringing', atMs: nowMs });
    }
    if (call.earlyMediaMs === null && earlyMediaAtMs !== null && call.startedMs + earlyMediaAtMs <= nowMs) {
      call.earlyMediaMs = nowMs;
      call.listener({ type: 'early-media', atMs: nowMs });
    }
    if (call.hangingUp) return;
    if (call.ringTimeoutMs() <= nowMs && call.ringTimeoutMs() <= call.fateEndMs()) this.end(call, 'ring-timeout');
    else if (call.fateEndMs() <= nowMs && end.type === 'refusal') this.end(call, end.cause);
    else if (call.fateEndMs() <= nowMs && end.type === 'answer') this.#answer(call, end.taker, nowMs);
  }

  /** Somebody takes a call that came in: the caller says nothing first. */
  take(call: SimulatedCall, taker: Taker): void {
    const nowMs = this.#clock.nowMs();
    call.answer(taker, 0, nowMs);
    call.listener({ type: 'answered', atMs: nowMs });
    this.rearm(call);
  }

  /** A person who has heard enough of a recorded message presses the key that they were told. */
  hearMessage(call: SimulatedCall): void {
    const digit = call.taker?.pressesInMessage ?? null;
    if (digit === null) return;
    const press = (): void => call.listener({ type: 'dtmf', atMs: this.#clock.nowMs(), digit });
    call.presses.push(this.#clock.after(MESSAGE_HEARD_MS, press));
  }

  #answer(call: SimulatedCall, taker: Taker, nowMs: number): void {
    const greeting = taker.party === 'human' ? greetingMs(this.#bank.line(taker.lineDraw), taker.clipDraw) : 0;
    call.answer(taker, greeting, nowMs);
    for (const { afterMs, digit } of taker.presses) {
      const press = (): void => call.listener({ type: 'dtmf', atMs: this.#clock.nowMs(), digit });
      call.presses.push(this.#clock.after(afterMs, press));
    }
    // WX-1: who heard it ring is with the person now.
    if (call.listeningId !== null) call.setLink('connected', nowMs);
    call.listener({ type: 'answered', atMs: nowMs });
  }
}
