/** Shelves against eligibility: a closed one forgets nobody who may be called. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eligibility } from './eligibility.ts';
import { createCalendar, createRuleSet } from './rule-set.ts';
import { shelfAt } from './shelf.ts';
import { cases } from './testing/cases.ts';

const calendar = createCalendar();

it('GCC-8, OUT-2: whom a closed shelf holds back, eligibility refuses for the same reason, and not for longer than it says', () => {
  const seen = { open: 0, closed: 0, noConsent: 0 };
  fc.assert(
    fc.property(cases, ({ contact, rule, packs, how, nowMs }) => {
      const rules = createRuleSet(rule, packs, how, calendar);
      const { country, timeZone, consents } = contact;
      const shelf = shelfAt({ country, timeZone, consentOnRecord: consents.length > 0 }, rules, nowMs);
      seen[shelf.open ? 'open' : shelf.reason === 'no-consent' ? 'noConsent' : 'closed'] += 1;
      if (shelf.open) return;
      const verdict = eligibility(contact, rules, nowMs);
      expect(verdict.allowed).toBe(false);
      if (verdict.allowed) return;
      expect(verdict.reasons.map(({ code }) => code)).toContain(shelf.reason);
      // Nobody on it may be called before it opens.
      if (shelf.nextAtMs !== null && verdict.nextAtMs !== null) {
        expect(verdict.nextAtMs).toBeGreaterThanOrEqual(shelf.nextAtMs);
      }
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
}, 60_000);
