/** The call guide in words: how a question is answered, and what was typed as an answer. */
import type { GuideAnswer, GuideProgress, GuideQuestion } from '@outdial/shared';
import { harmless } from './words.ts';

export const answerWords = (answer: GuideAnswer): string =>
  answer === null ? '-' : harmless(Array.isArray(answer) ? answer.join(', ') : String(answer));

const HOW: Readonly<Record<GuideQuestion['kind'], string>> = {
  single: 'the number of one',
  multiple: 'the numbers of one or more, as in 1 3',
  text: 'a text',
  number: 'a number',
  date: 'a date, as in 2026-12-31',
};

export const howToAnswer = ({ kind, required }: GuideQuestion): string =>
  `Answer with ${HOW[kind]}${required ? '' : ', or with nothing'}; “back” goes back one question.`;

/** A place from 1, a value, or the beginning of a label; what is none of them stays as it was typed. */
function optionOf({ options }: GuideQuestion, typed: string): string {
  const byPlace = /^\d{1,2}$/.test(typed) ? options[Number(typed) - 1] : undefined;
  const wanted = typed.toLowerCase();
  const found =
    options.find(({ value }) => value.toLowerCase() === wanted) ??
    byPlace ??
    options.find(({ label }) => label.toLowerCase().startsWith(wanted));
  return found?.value ?? typed;
}

export function readAnswer(question: GuideQuestion, typed: string): GuideAnswer {
  const text = typed.trim();
  if (text === '') return null;
  switch (question.kind) {
    case 'single':
      return optionOf(question, text);
    case 'multiple':
      return [...new Set(text.split(/[\s,;]+/).map((one) => optionOf(question, one)))];
    case 'number': {
      const number = Number(text.replace(',', '.'));
      return Number.isNaN(number) ? text : number;
    }
    case 'text':
    case 'date':
      return text;
  }
}

/** The question that is asked: the open one; `back` steps before it one that was answered, the first at most. */
export function askedQuestion(
  { guide, steps, openQuestionId }: GuideProgress,
  back: number,
): GuideQuestion | undefined {
  const id = back === 0 ? openQuestionId : steps[Math.max(0, steps.length - back)]?.questionId;
  return guide.questions.find((question) => question.id === (id ?? openQuestionId));
}
