/**
 * Trains the forests anew and writes `src/amd/model-data.ts`:
 *   node packages/engine/src/bench/amd/train.ts [--calls 12000] [--seed 11] [--cache FOLDER] [--folds] [--again] [--without NAME,…]
 * `--folds` trains on four fifths of the voices, texts and noises and tries the rest, five times, before. `--again` takes calls and
 * forests as the last run left them in the cache: after a change of the policy alone. `--without` learns from no feature whose name
 * begins so, tries the folds, and writes nothing: what a group of features buys.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '@outdial/shared';
import { FEATURES } from '../../amd/evidence.ts';
import { Forest as LiveForest } from '../../amd/forest.ts';
import { type BoostingOptions, boost, type Forest } from './boosting.ts';
import { FOLDS, Material } from './material.ts';
import { modelFile } from './model-file.ts';
import { makeCall } from './recipe.ts';
import { type CallRows, learningRows, rowsOf } from './rows.ts';
import { TrainingStore } from './training-store.ts';
import { report, type Tried, tryCalls } from './try.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '11' },
    cache: { type: 'string', default: join(tmpdir(), 'outdial-speech') },
    folds: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
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

const all: Tried[] = [];
const say = (text: string): boolean => process.stderr.write(`${text}\n`);
const live = ({ depth, bias, features, thresholds, leaves }: Forest): LiveForest =>
  new LiveForest(depth, bias, features, thresholds, leaves);

/** Features are not looked at when they are the same in all calls. */
function blind({ rows, ...call }: CallRows, dropped: readonly number[]): CallRows {
  for (let at = 0; at < rows.length; at += FEATURES.length) for (const feature of dropped) rows[at + feature] = 0;
  return { ...call, rows };
}

function train(calls: readonly CallRows[], name: string): { machine: Forest; human: Forest } {
  const random = seededRandom(1);
  const forest = (kind: 'machine' | 'human'): Forest =>
    store.forest(`${name}-${kind}`, () =>
      boost(
        learningRows(calls, (call) => call.kind === kind),
        OPTIONS,
        random.stream(kind === 'machine' ? 'm' : 'h'),
      ),
    );
  return { machine: forest('machine'), human: forest('human') };
}

function* makeCalls(): Generator<CallRows> {
  const material = new Material(values.cache);
  const chance = seededRandom(Number(values.seed));
  for (let i = 0; i < Number(values.calls); i++) {
    const random = chance.stream(`call ${i}`);
    for (let warm = 0; warm < 8; warm++) random.next();
    yield rowsOf(makeCall(random, material, i % FOLDS));
    if (i % 500 === 499) say(`${i + 1} calls made`);
  }
}

const without = values.without === '' ? [] : values.without.split(',');
const dropped = FEATURES.flatMap((name, i) => (without.some((start) => name.startsWith(start)) ? [i] : []));
const store = new TrainingStore(values.cache, `${values.calls}-${values.seed}`, values.again, without.length === 0);
const calls = store.calls(makeCalls).map((call) => blind(call, dropped));
if (values.folds || without.length > 0)
  for (let fold = 0; fold < FOLDS; fold++) {
    const { machine, human } = train(
      calls.filter((call) => call.fold !== fold),
      `fold-${fold}`,
    );
    const tried = tryCalls(
      calls.filter((call) => call.fold === fold),
      live(machine),
      live(human),
    );
    all.push(...tried);
    process.stdout.write(`${JSON.stringify({ fold, ...report(tried) })}\n`);
  }
if (all.length > 0) process.stdout.write(`${JSON.stringify({ fold: 'all', ...report(all) })}\n`);
if (without.length === 0) {
  const { machine, human } = train(calls, 'whole');
  const made = `node packages/engine/src/bench/amd/train.ts --calls ${values.calls} --seed ${values.seed}`;
  writeFileSync(new URL('../../amd/model-data.ts', import.meta.url), modelFile(machine, human, made));
}
