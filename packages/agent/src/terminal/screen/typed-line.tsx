/** A line that is being typed, with its cursor; scrolls sideways, and hides what must not be read over a shoulder. */
import { Text } from 'ink';
import type { EditedLine } from '../line-editor.ts';

export interface TypedLineProps {
  line: EditedLine;
  width: number;
  active: boolean;
  hidden?: boolean;
  placeholder?: string;
}

export function TypedLine({ line, width, active, hidden = false, placeholder = '' }: TypedLineProps) {
  const { cursor } = line;
  const characters = hidden ? line.characters.map(() => '•') : line.characters;
  if (!active) return <Text wrap="truncate-end">{characters.join('')}</Text>;
  if (characters.length === 0) {
    return (
      <Text wrap="truncate-end">
        <Text inverse>{placeholder.slice(0, 1) || ' '}</Text>
        <Text dimColor>{placeholder.slice(1)}</Text>
      </Text>
    );
  }
  const from = Math.max(0, cursor - width + 2);
  return (
    <Text wrap="truncate-end">
      {characters.slice(from, cursor).join('')}
      <Text inverse>{characters[cursor] ?? ' '}</Text>
      {characters.slice(cursor + 1, from + width - 1).join('')}
    </Text>
  );
}
