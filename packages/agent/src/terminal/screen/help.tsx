/** The help: every key from the registry, those that cannot be used now dimmed. */
import { Box, Text } from 'ink';
import { KEYS, type KeyContext } from '../keys.ts';

export function Help({ context }: { context: KeyContext }) {
  const groups = ['Work', 'Campaigns', 'Call', 'Wrap-up', 'Program'] as const;
  const rows = groups.flatMap((group) =>
    KEYS.filter((binding) => binding.group === group).map((binding, index) => ({
      binding,
      group: index === 0 ? group : '',
    })),
  );
  return (
    <Box flexDirection="column">
      {rows.map(({ binding, group }) => (
        <Text key={binding.deed} wrap="truncate-end" dimColor={binding.refusal(context) !== null}>
          <Text bold>{group.padEnd(11)}</Text>
          {`${binding.key.padEnd(9)}${binding.help}`}
        </Text>
      ))}
    </Box>
  );
}
