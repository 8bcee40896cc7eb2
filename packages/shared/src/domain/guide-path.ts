/** The way through a call guide: which question is next, given the answers so far (WX-7). */
import type { CallGuide, GuideAnswer, GuideQuestion, GuideStep } from '../config/guide.ts';

export const GUIDE_END = 'end';

const questionOf = (guide: CallGuide, id: string): GuideQuestion | undefined =>
  guide.questions.find((question) => question.id === id);

/** Where a question goes that says nothing else. */
function fallThrough(guide: CallGuide, question: GuideQuestion): string {
  if (question.next !== undefined) return question.next;
  return guide.questions[guide.questions.indexOf(question) + 1]?.id ?? GUIDE_END;
}

/** Everywhere that a question can lead; the end too. */
export function targetsOf(guide: CallGuide, id: string): Set<string> {
  const question = questionOf(guide, id);
  if (question === undefined) return new Set();
  const { options, branches, kind, required } = question;
  const targets = new Set(branches.map(({ next }) => next));
  for (const { next } of options) if (next !== undefined) targets.add(next);
  // Where every possible answer has its own way, the question's own is never taken.
  const covered =
    kind === 'single' && required && options.length > 0 && options.every(({ next }) => next !== undefined);
  if (!covered) targets.add(fallThrough(guide, question));
  return targets;
}

/** The next question's id, or `end`. */
export function nextQuestion(guide: CallGuide, { questionId, answer }: GuideStep): string {
  const question = questionOf(guide, questionId);
  if (question === undefined) return GUIDE_END;
  const chosen = Array.isArray(answer) ? answer : [answer];
  const option = question.options.find(({ value, next }) => next !== undefined && chosen.includes(value));
  if (option?.next !== undefined) return option.next;
  if (typeof answer === 'number') {
    const branch = question.branches.find(
      ({ from, below }) => (from === undefined || answer >= from) && (below === undefined || answer < below),
    );
    if (branch !== undefined) return branch.next;
  }
  return fallThrough(guide, question);
}

/** The question that waits for its answer; null: the guide is through. */
export function openQuestion(guide: CallGuide, steps: readonly GuideStep[]): GuideQuestion | null {
  const last = steps.at(-1);
  const id = last === undefined ? guide.questions[0]?.id : nextQuestion(guide, last);
  return id === undefined || id === GUIDE_END ? null : (questionOf(guide, id) ?? null);
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

/** Why this is no answer to the question, in words; null where it is one. */
export function answerFault(question: GuideQuestion, answer: GuideAnswer): string | null {
  const empty = answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0);
  if (empty) return question.required ? 'this question wants an answer' : null;
  const values = question.options.map(({ value }) => value);
  switch (question.kind) {
    case 'single':
      return typeof answer === 'string' && values.includes(answer) ? null : `choose one of ${values.join(', ')}`;
    case 'multiple': {
      const distinct = Array.isArray(answer) && new Set(answer).size === answer.length;
      return distinct && answer.every((one) => values.includes(one)) ? null : `choose of ${values.join(', ')}`;
    }
    case 'text':
      return typeof answer === 'string' ? null : 'write a text';
    case 'number':
      return typeof answer === 'number' && Number.isFinite(answer) ? null : 'give a number';
    case 'date':
      return typeof answer === 'string' && isDate(answer) ? null : 'give a date: 2026-12-31';
  }
}

/**
 * The steps with this answer: to the open question, or to one that was answered before, whose later answers then go. Null:
 * the question is not on the way.
 */
export function withAnswer(guide: CallGuide, steps: readonly GuideStep[], step: GuideStep): GuideStep[] | null {
  if (openQuestion(guide, steps)?.id === step.questionId) return [...steps, step];
  const at = steps.map(({ questionId }) => questionId).lastIndexOf(step.questionId);
  return at < 0 ? null : [...steps.slice(0, at), step];
}
