/** The help: every key from the registry, those that cannot be used now dimmed. */
import { Box, Text } from 'ink';
import type { KeyContext } from '../key-binding.ts';
import { KEYS } from '../keys.ts';

export interface HelpProps {
  context: KeyContext;
  /** Which part of the keys, from 0; so many rows fit. */
  page: number;
  rows: number;
}

export const helpPages = (rows: number): number => Math.max(1, Math.ceil(KEYS.length / Math.max(1, rows)));

export function Help({ context, page, rows: fit }: HelpProps) {
  const groups = ['Work', 'Campaigns', 'Record', 'Call', 'Wrap-up', 'Program'] as const;
  const rows = groups.flatMap((group) =>
    KEYS.filter((binding) => binding.group === group).map((binding, index) => ({
      binding,
      group: index === 0 ? group : '',
    })),
  );
  return (
    <Box flexDirection="column">
      {rows.slice(page * fit, (page + 1) * fit).map(({ binding, group }) => (
        <Text key={binding.deed} wrap="truncate-end" dimColor={binding.refusal(context) !== null}>
          <Text bold>{group.padEnd(11)}</Text>
          {`${binding.key.padEnd(9)}${binding.help}`}
        </Text>
      ))}
    </Box>
  );
}
