/** One line of text under a cursor: what each key does to it. */
import type { Key } from 'ink';
import { harmless } from './words.ts';

export interface EditedLine {
  readonly characters: readonly string[];
  /** Index of the character that the cursor stands on; the length at the end. */
  readonly cursor: number;
}

const segmenter = new Intl.Segmenter();
const split = (text: string): string[] => [...segmenter.segment(text)].map((part) => part.segment);

export function editedLine(text: string): EditedLine {
  const characters = split(text);
  return { characters, cursor: characters.length };
}

export const textOf = (line: EditedLine): string => line.characters.join('');

/** The line after a key; the same object where the key means nothing here. */
export function editLine(line: EditedLine, input: string, key: Key, mostCharacters: number): EditedLine {
  const { characters, cursor } = line;
  if (key.leftArrow) return { characters, cursor: Math.max(0, cursor - 1) };
  if (key.rightArrow) return { characters, cursor: Math.min(characters.length, cursor + 1) };
  if (key.home || (key.ctrl && input === 'a')) return { characters, cursor: 0 };
  if (key.end || (key.ctrl && input === 'e')) return { characters, cursor: characters.length };
  if (key.ctrl && input === 'u') return { characters: characters.slice(cursor), cursor: 0 };
  if (key.backspace || key.delete) {
    if (cursor === 0) return line;
    return { characters: [...characters.slice(0, cursor - 1), ...characters.slice(cursor)], cursor: cursor - 1 };
  }
  if (key.ctrl || key.meta || key.tab || key.upArrow || key.downArrow) return line;
  const room = mostCharacters - characters.length;
  const typed = split(harmless(input)).slice(0, Math.max(0, room));
  if (typed.length === 0) return line;
  return {
    characters: [...characters.slice(0, cursor), ...typed, ...characters.slice(cursor)],
    cursor: cursor + typed.length,
  };
}
