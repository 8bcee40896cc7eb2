/** One seed of one scenario of the pacing table, as a worker thread runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyName, pacerFor, parseScenario, runFloor, type SeedResult } from '../simulate/index.ts';

export interface SeedRun {
  readonly scenario: string;
  readonly seed: number;
  readonly policy: PolicyName;
  readonly decideEveryMs: number;
}

const SCENARIOS = join(import.meta.dirname, '../../scenarios');

/** Named for the pool: `pool.run(run, { name: 'runSeed' })`. */
export function runSeed(run: SeedRun): SeedResult {
  const source = `${run.scenario}.json`;
  const scenario = parseScenario(JSON.parse(readFileSync(join(SCENARIOS, source), 'utf8')), source);
  return runFloor({
    scenario,
    seed: run.seed,
    decideEveryMs: run.decideEveryMs,
    makePacer: (model, pacerSeed) => pacerFor(run.policy, model, pacerSeed),
  });
}
