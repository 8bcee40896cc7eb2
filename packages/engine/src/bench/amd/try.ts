/** Tries forests and their policy on calls as rows, and counts what became of people and machines. */
import { Classifier, EVALUATION_FRAMES } from '../../amd/classifier.ts';
import { FEATURES } from '../../amd/evidence.ts';
import type { Forest } from '../../amd/forest.ts';
import { FRAME_MS } from '../../amd/frame-analysis.ts';
import type { CallRows } from './rows.ts';

export interface Tried {
  readonly call: Omit<CallRows, 'rows'>;
  readonly label: 'human' | 'machine' | 'unknown';
  readonly decisionMs: number;
}

export function tryCalls(calls: readonly CallRows[], machine: Forest, human: Forest): Tried[] {
  const width = FEATURES.length;
  return calls.map(({ rows, ...call }) => {
    const classifier = new Classifier(machine, human);
    for (let row = 0; (row + 1) * width <= rows.length; row++) {
      const elapsedMs = (row + 1) * EVALUATION_FRAMES * FRAME_MS;
      const decision = classifier.weigh(Float64Array.from(rows.subarray(row * width, (row + 1) * width)), elapsedMs);
      if (decision !== null) return { call, label: decision.label, decisionMs: elapsedMs };
    }
    return { call, label: 'unknown', decisionMs: (rows.length / width) * EVALUATION_FRAMES * FRAME_MS };
  });
}

const share = (part: number, whole: number): number => Math.round((1000 * part) / Math.max(1, whole)) / 1000;

/** Ratios from 0 to 1; times in milliseconds after the end of the first utterance. */
export function report(tried: readonly Tried[]) {
  const of = (kind: string): Tried[] => tried.filter(({ call }) => call.kind === kind);
  const [people, machines] = [of('human'), of('machine')];
  const count = (list: readonly Tried[], label: string): number =>
    share(list.filter((t) => t.label === label).length, list.length);
  const after = people
    .filter((t) => t.label === 'human')
    .map((t) => t.decisionMs - t.call.greetingEndMs)
    .sort((a, b) => a - b);
  const nobody = [...of('silence'), ...of('noise')];
  return {
    people: people.length,
    peopleLost: count(people, 'machine'),
    peopleRecognised: count(people, 'human'),
    peopleUnknown: count(people, 'unknown'),
    machines: machines.length,
    machinesFoundBy5s: share(
      machines.filter((t) => t.label === 'machine' && t.decisionMs <= 5000).length,
      machines.length,
    ),
    machinesFound: count(machines, 'machine'),
    machinesCalledHuman: count(machines, 'human'),
    nobodyCalledMachine: count(nobody, 'machine'),
    afterUtteranceMedianMs: Math.round(after[Math.floor(after.length / 2)] ?? 0),
    afterUtteranceP95Ms: Math.round(after[Math.floor(after.length * 0.95)] ?? 0),
  };
}
