/** The help: every key from the registry, those that cannot be used now dimmed. */
import { Box, Text } from 'ink';
import type { KeyBinding, KeyContext } from '../key-binding.ts';
import { KEYS } from '../keys.ts';
import { wrap } from '../words.ts';

const GROUPS = ['Work', 'Campaigns', 'Record', 'Call', 'Wrap-up', 'Program'] as const;
const GROUP_WIDTH = 11;
const KEY_WIDTH = 9;

interface HelpLine {
  binding: KeyBinding;
  group: string;
  key: string;
  text: string;
}

/** One line after the other, each text broken where the window ends. */
const linesOf = (width: number): HelpLine[] =>
  GROUPS.flatMap((group) =>
    KEYS.filter((binding) => binding.group === group).flatMap((binding, index) =>
      wrap(binding.help, width - GROUP_WIDTH - KEY_WIDTH).map((text, row) => ({
        binding,
        group: index === 0 && row === 0 ? group : '',
        key: row > 0 ? '' : binding.key === 'up/down' ? '↑↓' : binding.key,
        text,
      })),
    ),
  );

export const helpPages = (width: number, rows: number): number =>
  Math.max(1, Math.ceil(linesOf(width).length / Math.max(1, rows)));

export interface HelpProps {
  context: KeyContext;
  /** Which part of the keys, from 0; so many rows fit. */
  page: number;
  width: number;
  rows: number;
}

export function Help({ context, page, width, rows }: HelpProps) {
  return (
    <Box flexDirection="column">
      {linesOf(width)
        .slice(page * rows, (page + 1) * rows)
        .map(({ binding, group, key, text }) => (
          <Text key={`${binding.deed} ${text}`} wrap="truncate-end" dimColor={binding.refusal(context) !== null}>
            <Text bold>{group.padEnd(GROUP_WIDTH)}</Text>
            {`${key.padEnd(KEY_WIDTH)}${text}`}
          </Text>
        ))}
    </Box>
  );
}
