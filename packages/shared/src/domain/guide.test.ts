import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallGuide, type GuideStep, zCallGuide } from '../config/guide.ts';
import { guideFaults } from './guide-check.ts';
import { answerFault, GUIDE_END, nextQuestion, openQuestion, withAnswer } from './guide-path.ts';

type Draft = Parameters<typeof zCallGuide.parse>[0];
const guideOf = (questions: object[]): CallGuide => zCallGuide.parse({ name: 'Guide', questions } as Draft);
const faultsOf = (questions: object[]): string[] => guideFaults(guideOf(questions)).map(({ message }) => message);

const SURVEY = guideOf([
  {
    id: 'happy',
    text: 'Are you happy with us?',
    kind: 'single',
    options: [
      { value: 'yes', label: 'Yes', next: 'marks' },
      { value: 'no', label: 'No', next: 'why' },
    ],
  },
  { id: 'why', text: 'Why not?', kind: 'text', next: 'when' },
  {
    id: 'marks',
    text: 'How many of ten?',
    kind: 'number',
    branches: [
      { from: 9, next: GUIDE_END },
      { below: 5, next: 'why' },
    ],
    next: 'what',
  },
  {
    id: 'what',
    text: 'What would help?',
    kind: 'multiple',
    required: false,
    options: [
      { value: 'price', label: 'Price' },
      { value: 'speed', label: 'Speed', next: GUIDE_END },
    ],
  },
  { id: 'when', text: 'Until when?', kind: 'date' },
]);

const way = (steps: GuideStep[]): string[] => [
  ...steps.map(({ questionId }) => questionId),
  openQuestion(SURVEY, steps)?.id ?? GUIDE_END,
];

describe('WX-7: a call guide', () => {
  it('the answer chooses the next question, of each kind', () => {
    const happy = { questionId: 'happy', answer: 'yes' };
    expect(way([])).toEqual(['happy']);
    expect(way([happy])).toEqual(['happy', 'marks']);
    expect(way([{ ...happy, answer: 'no' }])).toEqual(['happy', 'why']);
    expect(nextQuestion(SURVEY, { questionId: 'marks', answer: 9 })).toBe(GUIDE_END);
    expect(nextQuestion(SURVEY, { questionId: 'marks', answer: 4.5 })).toBe('why');
    expect(nextQuestion(SURVEY, { questionId: 'marks', answer: 5 })).toBe('what');
    expect(nextQuestion(SURVEY, { questionId: 'what', answer: ['price', 'speed'] })).toBe(GUIDE_END);
    expect(nextQuestion(SURVEY, { questionId: 'what', answer: null })).toBe('when');
    expect(nextQuestion(SURVEY, { questionId: 'when', answer: '2027-01-31' })).toBe(GUIDE_END);
  });

  it('an answer given anew takes back those that came of it; a question that is not on the way takes none', () => {
    const steps = [
      { questionId: 'happy', answer: 'yes' },
      { questionId: 'marks', answer: 3 },
      { questionId: 'why', answer: 'slow' },
    ];
    expect(withAnswer(SURVEY, steps, { questionId: 'happy', answer: 'no' })).toEqual([
      { questionId: 'happy', answer: 'no' },
    ]);
    expect(withAnswer(SURVEY, steps, { questionId: 'when', answer: '2027-01-31' })).toHaveLength(4);
    expect(withAnswer(SURVEY, steps, { questionId: 'what', answer: null })).toBeNull();
  });

  it('what is no answer is refused in words', () => {
    const question = (id: string) => SURVEY.questions.find((one) => one.id === id) ?? fail(id);
    expect(answerFault(question('happy'), 'perhaps')).toBe('choose one of yes, no');
    expect(answerFault(question('happy'), null)).toBe('this question wants an answer');
    expect(answerFault(question('what'), null)).toBeNull();
    expect(answerFault(question('what'), ['price', 'price'])).toContain('choose of');
    expect(answerFault(question('marks'), Number.NaN)).toBe('give a number');
    expect(answerFault(question('when'), '2027-02-30')).toContain('give a date');
    expect(answerFault(question('when'), '2028-02-29')).toBeNull();
  });

  it('faults are told with their question: missing, doubled, never come to, no way to the end', () => {
    const text = (id: string, next?: string) => ({
      id,
      text: id,
      kind: 'text',
      ...(next === undefined ? {} : { next }),
    });
    expect(guideFaults(SURVEY)).toEqual([]);
    expect(faultsOf([text('a', 'b')])).toEqual(['question a goes on to b, which is not there']);
    expect(faultsOf([text('a'), text('a')])).toEqual(['question a is there twice']);
    expect(faultsOf([text('a', 'end'), text('b')])).toEqual(['question b is never come to']);
    expect(faultsOf([text('a'), text('b', 'a')])).toEqual([
      'from question a no way leads to the end',
      'from question b no way leads to the end',
    ]);
    expect(faultsOf([{ id: 'a', text: 'a', kind: 'single' }])).toEqual(['question a offers nothing to choose from']);
    expect(faultsOf([{ ...text('a'), options: [{ value: 'x', label: 'X' }] }])).toEqual([
      'question a is answered by text and has options',
    ]);
    const branches = [{ from: 5, below: 5, next: GUIDE_END }];
    expect(faultsOf([{ id: 'a', text: 'a', kind: 'number', branches }])[0]).toContain('which nothing is');
    // A loop with a way out is none.
    const again = [
      { value: 'again', label: 'Again', next: 'a' },
      { value: 'enough', label: 'Enough' },
    ];
    expect(faultsOf([text('a'), { id: 'b', text: 'b', kind: 'single', options: again }])).toEqual([]);
  });

  it('every guide without faults can be brought to its end from wherever its answers have led', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const next = fc.option(fc.constantFrom(...ids, GUIDE_END), { nil: undefined });
    const question = fc.record({ one: next, two: next, own: next });
    fc.assert(
      fc.property(
        fc.array(question, { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        (made, choices) => {
          const guide = guideOf(
            made.map(({ one, two, own }, i) => ({
              id: ids[i],
              text: 'x',
              kind: 'single',
              options: [
                { value: 'one', label: '1', next: one },
                { value: 'two', label: '2', next: two },
              ],
              next: own,
            })),
          );
          if (guideFaults(guide).length > 0) return;
          const steps: GuideStep[] = [];
          for (const choice of choices) {
            const open = openQuestion(guide, steps);
            if (open !== null) steps.push({ questionId: open.id, answer: choice ? 'one' : 'two' });
          }
          // From here the end can be come to: look for it in breadth.
          let front = [steps];
          for (
            let depth = 0;
            depth <= ids.length && front.every((path) => openQuestion(guide, path) !== null);
            depth++
          ) {
            front = front.flatMap((path) => {
              const open = openQuestion(guide, path);
              return open === null
                ? [path]
                : ['one', 'two'].map((answer) => [...path, { questionId: open.id, answer }]);
            });
          }
          expect(front.some((path) => openQuestion(guide, path) === null)).toBe(true);
        },
      ),
    );
  });
});

function fail(what: string): never {
  throw new Error(`no ${what}`);
}
