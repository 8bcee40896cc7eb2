/**
 * What harms do to the detector: labelled calls as they are, and then each harm upon all of them.
 *   node packages/engine/dist/bench/amd/robustness.js --set FOLDER [--seed 9] [--only TEXT] [--json]
 * FOLDER has `labels.jsonl` beside its WAV files. Prints a table, or with `--json` one value.
 */
import { parseArgs } from 'node:util';
import { seededRandom } from '@outdial/shared';
import { classify } from '../../amd/amd-files.ts';
import { Beds, HARMS, type Harm, harmed } from './harms.ts';
import { type Heard, readLabelled, type Score, score } from './labelled.ts';

const { values } = parseArgs({
  options: {
    set: { type: 'string' },
    seed: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
if (values.set === undefined) throw new Error('robustness: name the folder of labelled calls: --set FOLDER');

const calls = readLabelled(values.set);
// What is said in a greeting, and not its beep.
const speech = calls
  .filter(({ label }) => label.label === 'machine')
  .map(({ label, samples }) => Float64Array.from(samples.subarray(0, 8 * ((label.beep_onset_ms ?? 100_000) - 100))));
const seeds = seededRandom(Number(values.seed));
const whose = seeds.stream('voices');
const beds = new Beds(seeds.stream('beds'), () => speech[whose.below(speech.length)] ?? new Float64Array(8000));

const COLUMNS: readonly (readonly [keyof Score, string])[] = [
  ['lost', 'lost'],
  ['lostShortQuiet', 'short'],
  ['recognised', 'recog'],
  ['unknown', 'unkn'],
  ['machinesBy5s', 'mach5s'],
  ['calledHuman', 'asHum'],
  ['faxModem', 'fax'],
  ['sit', 'sit'],
  ['busy', 'busy'],
  ['ringback', 'ring'],
  ['nobodyCalledMachine', 'nobody'],
  ['medianMs', 'median'],
  ['p95Ms', 'p95'],
  ['beeps', 'beeps'],
  ['falseBeeps', 'false'],
];

function tryHarm(harm: Harm) {
  const heard = calls.map(({ label, samples }): Heard => {
    const random = seeds.stream(`${harm.name} ${label.file}`);
    for (let warm = 0; warm < 8; warm++) random.next();
    const call = harmed(harm, samples, random, beds);
    return { label, laterMs: call.laterMs, line: classify(label.file, call.samples) };
  });
  return { harm: harm.name, ...score(heard) };
}

if (!values.json) process.stdout.write(`${''.padEnd(26)}${COLUMNS.map(([, head]) => head.padStart(7)).join('')}\n`);
const results = HARMS.filter(({ name }) => name.includes(values.only)).map((harm) => {
  const result = tryHarm(harm);
  const cells = COLUMNS.map(([key]) => (key.endsWith('Ms') ? String(result[key]) : (100 * result[key]).toFixed(1)));
  if (!values.json) process.stdout.write(`${harm.name.padEnd(26)}${cells.map((cell) => cell.padStart(7)).join('')}\n`);
  return result;
});
if (values.json)
  process.stdout.write(`${JSON.stringify({ seed: Number(values.seed), calls: calls.length, results }, null, 1)}\n`);
