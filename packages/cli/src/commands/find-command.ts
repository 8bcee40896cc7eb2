/** The deepest command that the words of a command line name, with how it is called and what it has below it. */
import type { CommandDef } from 'citty';
import { renderUsage } from 'citty';
import { commandLine } from './command-line.ts';

export interface FoundCommand {
  readonly command: CommandDef;
  /** `outdial lists import` */
  readonly called: string;
  /** How the one above it is called; empty for the program itself. */
  readonly above: string;
  /** Names of its own commands. */
  readonly below: readonly string[];
}

/** Some are loaded only when they are asked for. */
const loaded = async (command: unknown): Promise<CommandDef> =>
  typeof command === 'function' ? ((await command()) as CommandDef) : (command as CommandDef);

const belowOf = ({ subCommands }: CommandDef): Record<string, unknown> =>
  typeof subCommands === 'object' && subCommands !== null ? (subCommands as Record<string, unknown>) : {};

export async function findCommand(words: readonly string[]): Promise<FoundCommand> {
  let command = commandLine as CommandDef;
  let called = 'outdial';
  let above = '';
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    const below = belowOf(command);
    if (!Object.hasOwn(below, word)) break;
    command = await loaded(below[word]);
    above = called;
    called = `${called} ${word}`;
  }
  return { command, called, above, below: Object.keys(belowOf(command)) };
}

/** Its help; no blanks at the ends of lines. */
export async function usageOf({ command, above }: FoundCommand): Promise<string> {
  const text = await renderUsage(command, above === '' ? undefined : { meta: { name: above } });
  return `${text.replace(/[^\S\n]+$/gm, '').trimEnd()}\n`;
}
