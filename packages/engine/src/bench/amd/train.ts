/**
 * Trains the forests anew and writes `src/amd/model-data.ts`:
 *   node packages/engine/src/bench/amd/train.ts [--calls 6000] [--seed 11] [--cache FOLDER] [--folds]
 * `--folds` trains on four fifths of the voices, texts and noises and tries the rest, five times, before.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '@outdial/shared';
import { Forest as LiveForest } from '../../amd/forest.ts';
import { type BoostingOptions, boost, type Forest } from './boosting.ts';
import { FOLDS, Material } from './material.ts';
import { modelFile } from './model-file.ts';
import { makeCall } from './recipe.ts';
import { type CallRows, learningRows, rowsOf } from './rows.ts';
import { report, tryCalls } from './try.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '11' },
    cache: { type: 'string', default: join(tmpdir(), 'outdial-speech') },
    folds: { type: 'boolean', default: false },
  },
});
const OPTIONS: BoostingOptions = {
  trees: 220,
  depth: 5,
  rate: 0.1,
  ridge: 5,
  leastWeight: 15,
  featureShare: 0.4,
  rowShare: 0.5,
};

const say = (text: string): boolean => process.stderr.write(`${text}\n`);
const live = ({ depth, bias, features, thresholds, leaves }: Forest): LiveForest =>
  new LiveForest(depth, bias, features, thresholds, leaves);

function train(calls: readonly CallRows[]): { machine: Forest; human: Forest } {
  const random = seededRandom(1);
  const forest = (kind: 'machine' | 'human'): Forest =>
    boost(
      learningRows(calls, (call) => call.kind === kind),
      OPTIONS,
      random.stream(kind === 'machine' ? 'm' : 'h'),
    );
  return { machine: forest('machine'), human: forest('human') };
}

const material = new Material(values.cache);
const chance = seededRandom(Number(values.seed));
const calls: CallRows[] = [];
for (let i = 0; i < Number(values.calls); i++) {
  const random = chance.stream(`call ${i}`);
  for (let warm = 0; warm < 8; warm++) random.next();
  calls.push(rowsOf(makeCall(random, material, i % FOLDS)));
  if (i % 500 === 499) say(`${i + 1} calls made`);
}
if (values.folds)
  for (let fold = 0; fold < FOLDS; fold++) {
    const { machine, human } = train(calls.filter((call) => call.fold !== fold));
    const tried = tryCalls(
      calls.filter((call) => call.fold === fold),
      live(machine),
      live(human),
    );
    process.stdout.write(`${JSON.stringify({ fold, ...report(tried) })}\n`);
  }
const { machine, human } = train(calls);
const made = `node packages/engine/src/bench/amd/train.ts --calls ${values.calls} --seed ${values.seed}`;
writeFileSync(new URL('../../amd/model-data.ts', import.meta.url), modelFile(machine, human, made));
