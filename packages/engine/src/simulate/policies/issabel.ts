/** The Issabel rule: idle agents and those almost surely free when a call answers, over the recent answer ratio. */
import type { Pacer } from '../../pacing/index.ts';
import { plainPacer } from './plain-pacer.ts';
import { RecentRatio } from './recent-ratio.ts';

const ALMOST_SURELY = 0.97;

/** Erlang distribution function of order 2 with this mean: the shape that the rule fits to call lengths. */
function erlangCdf(ms: number, meanMs: number): number {
  const x = (2 * ms) / meanMs;
  return 1 - Math.exp(-x) * (1 + x);
}

export function issabelPolicy(): Pacer {
  const ratio = new RecentRatio(0.5, 100);
  let talkMs = 120_000;
  let ringMs = 10_000;
  return plainPacer({
    observe(observation) {
      if (observation.type === 'answered') {
        ratio.count(true);
        ringMs += (observation.ringMs - ringMs) / 50;
      }
      if (observation.type === 'unanswered') ratio.count(false);
      if (observation.type === 'talk-ended') talkMs += (observation.talkMs - talkMs) / 50;
    },
    want({ agents, calls }) {
      const soon = agents.talkingMs.filter((ms) => erlangCdf(ms + ringMs, talkMs) > ALMOST_SURELY).length;
      return (agents.idle + soon) / ratio.value - calls.ringingMs.length - calls.screeningMs.length;
    },
  });
}
