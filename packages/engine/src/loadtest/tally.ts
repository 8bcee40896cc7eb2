/** What the load test's report counts, from the facts alone. */
import type { AgentMirror, AttemptId, Clock, FactBody } from '@outdial/shared';
import { build, type Histogram } from 'hdr-histogram-js';
import type { FactSink } from '../ports.ts';

export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

export function percentilesOf(histogram: Histogram): Percentiles {
  const at = (percent: number): number => (histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(percent));
  return { p50: at(50), p90: at(90), p99: at(99), max: histogram.totalCount === 0 ? 0 : histogram.maxValue };
}

/** Whole units from 1 up, three digits exact. */
export const newHistogram = (): Histogram => build({ numberOfSignificantValueDigits: 3 });

export class Tally implements FactSink {
  readonly #clock: Clock;
  readonly #seen: (mirror: AgentMirror) => void;
  readonly #answeredAtMs = new Map<AttemptId, number>();
  readonly answerToAgentMs = newHistogram();
  /** Intents granted, and so dialed. */
  placed = 0;
  answered = 0;
  /** Closed, dialed or not. */
  ended = 0;
  connected = 0;
  abandoned = 0;
  facts = 0;

  constructor(clock: Clock, seen: (mirror: AgentMirror) => void) {
    this.#clock = clock;
    this.#seen = seen;
  }

  fact(body: FactBody): void {
    this.facts += 1;
    switch (body.type) {
      case 'answered':
        this.answered += 1;
        this.#answeredAtMs.set(body.attemptId, this.#clock.nowMs());
        return;
      case 'connected': {
        this.connected += 1;
        const answeredAtMs = this.#answeredAtMs.get(body.attemptId);
        if (answeredAtMs !== undefined) this.answerToAgentMs.recordValue(this.#clock.nowMs() - answeredAtMs);
        return;
      }
      case 'ended':
        this.ended += 1;
        this.#answeredAtMs.delete(body.attemptId);
        if (body.liveEnd === 'abandoned') this.abandoned += 1;
        return;
      default:
        return;
    }
  }

  agent(mirror: AgentMirror): void {
    this.#seen(mirror);
  }

  monitor(): void {
    // Nobody listens.
  }
}
