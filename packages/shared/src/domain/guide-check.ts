/** Whether a call guide holds together: every fault names its question (WX-7). */
import type { CallGuide, GuideQuestion } from '../config/guide.ts';
import { GUIDE_END, targetsOf } from './guide-path.ts';

export interface GuideFault {
  /** Where in the guide. */
  readonly field: string;
  readonly message: string;
}

function optionFaults(question: GuideQuestion): string[] {
  const { kind, options, branches, id } = question;
  const faults: string[] = [];
  const chooses = kind === 'single' || kind === 'multiple';
  if (chooses && options.length === 0) faults.push(`question ${id} offers nothing to choose from`);
  if (!chooses && options.length > 0) faults.push(`question ${id} is answered by ${kind} and has options`);
  if (kind !== 'number' && branches.length > 0) faults.push(`question ${id} has branches and is answered by ${kind}`);
  const values = options.map(({ value }) => value);
  for (const value of new Set(values)) {
    if (values.indexOf(value) !== values.lastIndexOf(value))
      faults.push(`question ${id} has the option ${value} twice`);
  }
  for (const { from, below } of branches) {
    if (from === undefined && below === undefined) faults.push(`question ${id} has a branch without a limit`);
    if (from !== undefined && below !== undefined && from >= below) {
      faults.push(`question ${id} has a branch from ${from} to below ${below}, which nothing is`);
    }
  }
  return faults;
}

/** The ids that can be come to from `first`, itself included. */
function reachableFrom(guide: CallGuide, first: string): Set<string> {
  const reached = new Set([first]);
  for (const id of reached) for (const target of targetsOf(guide, id)) reached.add(target);
  return reached;
}

export function guideFaults(guide: CallGuide): GuideFault[] {
  const faults: GuideFault[] = [];
  const { questions } = guide;
  const ids = questions.map(({ id }) => id);
  const wrong = (index: number, message: string): void => {
    faults.push({ field: `questions.${index}`, message });
  };
  for (const [index, question] of questions.entries()) {
    const { id } = question;
    if (id === GUIDE_END) wrong(index, `a question cannot be called ${GUIDE_END}: that word ends the guide`);
    if (ids.indexOf(id) !== index) wrong(index, `question ${id} is there twice`);
    for (const fault of optionFaults(question)) wrong(index, fault);
    for (const target of targetsOf(guide, id)) {
      if (target !== GUIDE_END && !ids.includes(target)) {
        wrong(index, `question ${id} goes on to ${target}, which is not there`);
      }
    }
  }
  // Where questions are missing or doubled, ways cannot be followed.
  const [first] = ids;
  if (faults.length > 0 || first === undefined) return faults;
  const reached = reachableFrom(guide, first);
  for (const [index, id] of ids.entries()) {
    if (!reached.has(id)) wrong(index, `question ${id} is never come to`);
    else if (!reachableFrom(guide, id).has(GUIDE_END)) wrong(index, `from question ${id} no way leads to the end`);
  }
  return faults;
}
