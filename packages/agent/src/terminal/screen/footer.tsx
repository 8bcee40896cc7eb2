/** The bottom of the screen: what was just said, and the keys that can be used now. */
import { Box, Text } from 'ink';
import type { KeyContext } from '../key-binding.ts';
import { footerKeys } from '../keys.ts';

export interface Message {
  tone: 'good' | 'bad' | 'plain';
  text: string;
}

const COLOURS = { good: 'green', bad: 'red' } as const;

/** The keys of now in as many lines as they need. */
export function footerLines(context: KeyContext, width: number): { key: string; label: string }[][] {
  const lines: { key: string; label: string }[][] = [[]];
  let used = 0;
  for (const binding of footerKeys(context)) {
    const item = { key: binding.key === 'up/down' ? '↑↓' : binding.key, label: binding.label(context) };
    const length = item.key.length + item.label.length + 3;
    if (used + length > width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(item);
    used += length;
  }
  return lines;
}

export function MessageLine({ message }: { message: Message | null }) {
  if (message === null) return <Text> </Text>;
  const mark = message.tone === 'bad' ? '✗ ' : message.tone === 'good' ? '✓ ' : '· ';
  const colour = message.tone === 'plain' ? {} : { color: COLOURS[message.tone] };
  return <Text {...colour}>{mark + message.text}</Text>;
}

export function Footer({ context, width }: { context: KeyContext; width: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {footerLines(context, width).map((line) => (
        <Text key={line.map((item) => item.key).join()} wrap="truncate-end">
          {line.map((item) => (
            <Text key={item.key + item.label}>
              <Text bold color="cyan">
                {item.key}
              </Text>
              {` ${item.label}  `}
            </Text>
          ))}
        </Text>
      ))}
    </Box>
  );
}
