/** GCC-4: whether an agent may redial by hand, and why not; the dial itself is an intent like any other. */
import type { ContactRule, LiveEnd, Outcome } from '@outdial/shared';

export interface RedialFacts {
  /** How the attempt in hand ended; null: it is still under way. */
  last: { outcome: Outcome; liveEnd: LiveEnd | null } | null;
  /** Redials by hand that were made in this interaction already. */
  redials: number;
}

export type Redial =
  | { allowed: true; left: number }
  | { allowed: false; code: 'under-way' | 'answered' | 'redials-used-up'; sentence: string };

/** Nobody answered where no person did: a machine's or a fax's answer is nobody's. */
export function mayRedial(
  { last, redials }: RedialFacts,
  rule: Pick<ContactRule, 'maxManualRedials' | 'name'>,
): Redial {
  const no = (code: Extract<Redial, { allowed: false }>['code'], sentence: string): Redial => ({
    allowed: false,
    code,
    sentence,
  });
  if (last === null) return no('under-way', 'The call is still under way: end it first.');
  if (last.outcome === 'live') return no('answered', 'Somebody answered: schedule a callback to call again.');
  const left = rule.maxManualRedials - redials;
  if (left > 0) return { allowed: true, left: left - 1 };
  const limit = rule.maxManualRedials;
  return no('redials-used-up', `${redials} of ${limit} redials by hand of rule ${rule.name} made.`);
}
