/** The call guide beside the call (WX-7): what was answered, the question that waits, and what it may be answered with. */
import type { GuideProgress, GuideQuestion } from '@outdial/shared';
import { Box, Text } from 'ink';
import { answerWords, askedQuestion, howToAnswer } from '../guide-words.ts';
import { harmless } from '../words.ts';
import { type Message, MessageLine } from './footer.tsx';

const OPTIONS_SHOWN = 9;
const ANSWERS_SHOWN = 3;

function Question({ question }: { question: GuideQuestion }) {
  const more = question.options.length - OPTIONS_SHOWN;
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Text bold wrap="wrap">
        {harmless(question.text)}
      </Text>
      {question.options.slice(0, OPTIONS_SHOWN).map(({ value, label }, at) => (
        <Text key={value} wrap="truncate-end">{`  ${at + 1} ${harmless(label)}`}</Text>
      ))}
      {more > 0 ? <Text dimColor>{`  … ${more} more: type the value`}</Text> : null}
      <Text dimColor wrap="truncate-end">
        {howToAnswer(question)}
      </Text>
    </Box>
  );
}

/** `back`: so many questions before the open one. */
export function GuidePane({ progress, back, said }: { progress: GuideProgress; back: number; said: Message | null }) {
  const { guide, steps } = progress;
  const questionOf = (id: string) => guide.questions.find((question) => question.id === id);
  const open = askedQuestion(progress, back);
  return (
    <Box flexDirection="column" borderStyle="round" borderColor="cyan" paddingX={2} flexShrink={0}>
      <Text dimColor wrap="truncate-end">{`${harmless(guide.name)} · ${steps.length} answered`}</Text>
      {steps.slice(-ANSWERS_SHOWN).map((step) => (
        <Text key={`${step.questionId} ${answerWords(step.answer)}`} dimColor wrap="truncate-end">
          {`✓ ${harmless(questionOf(step.questionId)?.text ?? step.questionId)}  ${answerWords(step.answer)}`}
        </Text>
      ))}
      {open === undefined ? <Text color="green">The guide is through: all answers are kept.</Text> : null}
      {open === undefined ? null : <Question question={open} />}
      {said?.tone === 'bad' ? <MessageLine message={said} /> : null}
    </Box>
  );
}
