/** What a pacer has learnt and spent outlives its engine: the learning by the server's keeping, the account by the store's. */
import { expect, it } from 'vitest';
import { MAIN, type TestCampaign, TestFloor } from '../testing/floor.ts';

const AGENTS = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay', 'gil', 'hal'];

const campaign = {
  id: MAIN,
  mode: 'predictive',
  wrapUpLimitMs: 5_000,
  agentIds: AGENTS as never,
} as const satisfies TestCampaign;
const profile = {
  answerRatio: 0.15,
  ringMs: { dist: 'lognormal', mean: 10_000, cv: 0.5 },
  talkMs: { dist: 'lognormal', mean: 40_000, cv: 1 },
} as const;

function newFloor(more: Partial<ConstructorParameters<typeof TestFloor>[0]> = {}): TestFloor {
  return new TestFloor({ campaigns: [campaign], profile, ...more });
}

const lastOf = (floor: TestFloor) => floor.engine.decisions(MAIN).at(-1)?.figures;

it('the next engine goes on with what the last one learnt, and its account is the store’s alone', () => {
  const first = newFloor();
  for (const name of AGENTS) first.logIn(name);
  first.advance(40 * 60_000);
  const kept: unknown = JSON.parse(JSON.stringify(first.engine.pacersToKeep()[0]?.state));
  expect(first.engine.pacersToKeep()).toEqual([]);
  const { live, abandoned } = { live: 400, abandoned: 9 };

  const next = newFloor({ startMs: first.clock.nowMs(), seed: 9, history: { live, abandoned } });
  next.engine.configure({ campaigns: next.campaigns, learnt: { [MAIN]: kept } });
  next.logIn('ada');
  next.advance(300);
  const [before, after] = [lastOf(first), lastOf(next)];
  expect(before?.answerRatio).toBeGreaterThan(0.1);
  expect(after?.answerRatio).toBeCloseTo(before?.answerRatio ?? 0, 2);
  expect(after?.budgetLeft).toBeCloseTo(0.03 * live - abandoned, 6);

  const cold = newFloor({ startMs: first.clock.nowMs(), seed: 9, history: { live, abandoned } });
  cold.logIn('ada');
  cold.advance(300);
  expect(Math.abs((lastOf(cold)?.answerRatio ?? 0) - (before?.answerRatio ?? 0))).toBeGreaterThan(0.02);
});

it.each<[string, unknown]>([
  ['nothing', null],
  ['a text', 'learnt'],
  ['another version', { version: 99, estimators: {}, budget: {} }],
  ['another shape', { version: 1, estimators: {}, budget: {} }],
])('%s is not gone on with: the campaign starts from the priors', (_what, learnt) => {
  const floor = newFloor();
  floor.engine.configure({ campaigns: floor.campaigns, learnt: { [MAIN]: learnt } });
  floor.logIn('ada');
  floor.advance(300);
  const cold = newFloor();
  cold.logIn('ada');
  cold.advance(300);
  expect(lastOf(floor)).toEqual(lastOf(cold));
});
