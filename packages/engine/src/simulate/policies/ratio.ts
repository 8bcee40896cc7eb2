/** The ratio policy: idle agents divided by the recent answer ratio, with no look at who is about to be free. */

import type { Pacer } from '../../pacing/index.ts';
import { plainPacer } from './plain-pacer.ts';
import { RecentRatio } from './recent-ratio.ts';

export function ratioPolicy(): Pacer {
  const ratio = new RecentRatio(0.5, 100);
  return plainPacer({
    observe(observation) {
      if (observation.type === 'answered') ratio.count(true);
      if (observation.type === 'unanswered') ratio.count(false);
    },
    want: ({ agents, calls }) => agents.idle / ratio.value - calls.ringingMs.length - calls.screeningMs.length,
  });
}
