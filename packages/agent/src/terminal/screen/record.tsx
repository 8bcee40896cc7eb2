/** A record in hand, before any call (GW-2): who, their numbers, the caller ID, what is known of them, and the time left. */
import type { Interaction } from '@outdial/shared';
import { Box, Text } from 'ink';
import type { KeyContext } from '../key-binding.ts';
import { harmless, readableNumber } from '../words.ts';
import { TimeLeft } from './alert.tsx';
import { Fields, knownOf } from './call.tsx';
import { Rule } from './header.tsx';

const NUMBERS_SHOWN = 9;

function Numbers({ numbers, chosen }: { numbers: Interaction['numbers']; chosen: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {numbers.slice(0, NUMBERS_SHOWN).map((number, at) => (
        <Text key={number} bold={at === chosen} {...(at === chosen ? { color: 'green' } : {})}>
          {`${at === chosen ? '▸' : ' '} ${numbers.length > 1 ? `${at + 1} ` : ''}${readableNumber(number)}`}
        </Text>
      ))}
    </Box>
  );
}

function callerWords({ callerIds }: Interaction, at: number): string {
  const caller = callerIds[at];
  if (caller === undefined) return '';
  const name = caller.name === undefined ? '' : ` (${harmless(caller.name)})`;
  const of = callerIds.length > 1 ? `  ${at + 1} of ${callerIds.length}` : '';
  return `shown as ${readableNumber(caller.number)}${name}${of}`;
}

const attemptWords = (attempts: number): string =>
  attempts === 0 ? 'not called before' : attempts === 1 ? 'called once before' : `called ${attempts} times before`;

export function Record({
  context,
  nowMs,
  width,
  rows,
}: {
  context: KeyContext;
  nowMs: number;
  width: number;
  rows: number;
}) {
  const { interaction } = context.view;
  if (interaction === null) return null;
  const numberRows = Math.min(NUMBERS_SHOWN, interaction.numbers.length);
  return (
    <Box flexDirection="column">
      <Box justifyContent="space-between">
        <Text bold wrap="truncate-end">
          {harmless(interaction.contactName) || '(no name)'}
        </Text>
        <Box flexShrink={0}>
          <TimeLeft interaction={interaction} nowMs={nowMs} />
        </Box>
      </Box>
      <Text wrap="truncate-end">
        <Text color="magenta">→ OUTBOUND</Text>
        {`  ${harmless(interaction.campaignName)}  `}
        <Text dimColor>{`${harmless(interaction.origin)}, ${attemptWords(interaction.attempts)}`}</Text>
      </Text>
      <Text> </Text>
      <Fields fields={knownOf(interaction)} rows={Math.max(1, rows - 5 - numberRows)} />
      <Rule width={width} title="Call" />
      <Numbers numbers={interaction.numbers} chosen={context.numberAt} />
      <Text dimColor wrap="truncate-end">
        {callerWords(interaction, context.callerAt)}
      </Text>
    </Box>
  );
}
