/** `outdial simulate`: a scenario under a policy, seed after seed, then the summary. */
import { runFloor, type Sample } from './floor.ts';
import { plotRun } from './plot.ts';
import { type PolicyName, pacerFor } from './policies/index.ts';
import { type SeedResult, type Summary, summarise } from './result.ts';
import { parseScenario } from './scenario.ts';

export interface SimulateOptions {
  /** The scenario as read from JSON; checked here. */
  readonly scenario: unknown;
  /** Where it came from, for messages. */
  readonly source?: string;
  /** Default `ours`. */
  readonly policy?: PolicyName;
  /** How many seeds, from 1 up (default 1). */
  readonly seeds?: number;
  /** The first seed (default 1). */
  readonly firstSeed?: number;
  /** Decisions come this often (default 250). */
  readonly decideEveryMs?: number;
  /** Given the SVG chart of the first seed's run. */
  onPlot?(svg: string): void | Promise<void>;
}

export type SimulateLine = SeedResult | { readonly summary: Summary };

/** The cap drawn in the chart; scenarios are judged against 3 %. */
const CAP = 0.03;

/** A line a seed, then the summary. Throws ScenarioError where the scenario cannot be run. */
export async function* simulate(options: SimulateOptions): AsyncGenerator<SimulateLine> {
  const { policy = 'ours', seeds = 1, firstSeed = 1, decideEveryMs = 250, onPlot } = options;
  const scenario = parseScenario(options.scenario, options.source);
  const results: SeedResult[] = [];
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const samples: Sample[] = [];
    const plots = onPlot !== undefined && seed === firstSeed;
    const result = runFloor({
      scenario,
      seed,
      decideEveryMs,
      makePacer: (model, pacerSeed) => pacerFor(policy, model, pacerSeed),
      ...(plots ? { onSample: (sample: Sample) => samples.push(sample) } : {}),
    });
    results.push(result);
    yield result;
    if (plots)
      await onPlot(plotRun(`${scenario.name ?? options.source ?? 'scenario'}, ${policy}, seed ${seed}`, samples, CAP));
  }
  yield { summary: summarise(policy, results) };
}
