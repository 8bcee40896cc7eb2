/** The policies that a scenario can be run under. */
import { createPacer, type Pacer } from '../../pacing/index.ts';
import type { CallModel } from '../scenario.ts';
import { issabelPolicy } from './issabel.ts';
import { ratioPolicy } from './ratio.ts';
import { vicidialPolicy } from './vicidial.ts';

export const POLICIES = ['ours', 'progressive', 'ratio', 'vicidial', 'issabel'] as const;
export type PolicyName = (typeof POLICIES)[number];

/** What a pacer may be told of a list: how long it lets a call ring, and nothing else. */
export function pacerFor(policy: PolicyName, model: Pick<CallModel, 'ringTimeoutMs'>, seed: number): Pacer {
  switch (policy) {
    case 'ours':
      return createPacer({ mode: 'predictive', ringTimeoutMs: model.ringTimeoutMs, seed });
    case 'progressive':
      return createPacer({ mode: 'progressive' });
    case 'ratio':
      return ratioPolicy();
    case 'vicidial':
      return vicidialPolicy();
    case 'issabel':
      return issabelPolicy();
  }
}
