/**
 * Eligibility against the slow oracle: no forbidden call, no forgotten contact. `ORACLE_CASES=100000` runs the long
 * version, `ORACLE_SEED` another set of cases.
 */
import { type Random, seededRandom } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Eligibility, eligibility } from './eligibility.ts';
import { createCalendar, createRuleSet } from './rule-set.ts';
import { cases } from './testing/cases.ts';
import { type Case, forbids } from './testing/oracle.ts';

const CASES = Number(process.env.ORACLE_CASES ?? 2_000);
const SEED = Number(process.env.ORACLE_SEED ?? 6);
const MINUTE = 60_000;
const DAY = 86_400_000;
const calendar = createCalendar();

const text = (atMs: number): string => new Date(atMs).toISOString();

/** Whole minutes between the two, all of them where there are few, else the outermost and some in between. */
function between(fromMs: number, toMs: number, random: Random, some: number): number[] {
  const count = Math.ceil((toMs - fromMs) / MINUTE);
  if (count <= 2 * some) return Array.from({ length: Math.max(0, count) }, (_, n) => fromMs + n * MINUTE);
  const inner = Array.from({ length: some }, () => fromMs + random.below(count) * MINUTE);
  return [fromMs, fromMs + MINUTE, ...inner, toMs - MINUTE, toMs - 1];
}

function holdsNow(it: Case, verdict: Eligibility, atMs: number): void {
  const codes = verdict.allowed ? [] : verdict.reasons.map(({ code }) => code);
  expect([...new Set(codes)].sort(), text(atMs)).toEqual([...new Set(forbids({ ...it, nowMs: atMs }, atMs))].sort());
}

/** What it says of the future is so: the first moment is allowed, none before it is, and what is allowed stays so. */
function holdsLater(it: Case, verdict: Eligibility, random: Random, some: number): void {
  const { nowMs } = it;
  const allowed = (atMs: number): boolean => forbids(it, atMs).next().done === true;
  if (verdict.allowed) {
    const untilMs = Math.min(verdict.untilMs ?? Number.POSITIVE_INFINITY, nowMs + 7 * DAY);
    for (const atMs of between(nowMs, untilMs, random, some))
      if (!allowed(atMs)) expect.fail(`no longer allowed at ${text(atMs)}`);
    return;
  }
  const nextAtMs = verdict.nextAtMs;
  if (nextAtMs !== null) {
    expect(nextAtMs).toBeGreaterThan(nowMs);
    expect([...forbids(it, nextAtMs)], `next at ${text(nextAtMs)}`).toEqual([]);
  }
  for (const atMs of between(nowMs, nextAtMs ?? nowMs + 400 * DAY, random, some)) {
    if (allowed(atMs)) expect.fail(`forgotten at ${text(atMs)}`);
  }
}

describe('eligibility against the oracle', () => {
  it(`GCC-7, GCC-8, OUT-1: no forbidden call, no forgotten contact, every reason told, in ${CASES} random cases`, () => {
    const random = seededRandom(SEED);
    let run = 0;
    const seen = { allowed: 0, refused: 0, never: 0 };
    fc.assert(
      fc.property(cases, (it) => {
        const rules = createRuleSet(it.rule, it.packs, it.how, calendar);
        const verdict = eligibility(it.contact, rules, it.nowMs);
        seen[verdict.allowed ? 'allowed' : verdict.nextAtMs === null ? 'never' : 'refused'] += 1;
        holdsNow(it, verdict, it.nowMs);
        holdsLater(it, verdict, random, ++run % 100 === 0 ? 300 : 6);
        // What is remembered of now must not answer for later.
        for (const later of [7 * MINUTE + 1, 3 * 60 * MINUTE - 1, DAY]) {
          holdsNow(it, eligibility(it.contact, rules, it.nowMs + later), it.nowMs + later);
        }
      }),
      { numRuns: CASES, seed: SEED },
    );
    // Cases that were all refused would prove little.
    expect(seen.allowed).toBeGreaterThan(CASES / 50);
    expect(seen.refused).toBeGreaterThan(CASES / 10);
    expect(seen.never).toBeGreaterThan(CASES / 50);
  }, 3_600_000);
});
