/** The program's entry: runs the command and turns its end into an exit code: 0 done, 1 failed, 2 usage, 99 a threshold missed. */
import { ApiError } from '@outdial/shared';
import { renderUsage, runCommand } from 'citty';
import { CommandFailed, ThresholdMissed, UsageError } from './args/usage-error.ts';
import { commandLine } from './commands/command-line.ts';

// A reader that goes away (`outdial … | head`) ends us quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

const rawArgs = process.argv.slice(2);

const isCommand = (value: unknown): value is () => Promise<typeof commandLine> => typeof value === 'function';

/** The usage of the deepest command that the words name. */
async function usage(words: readonly string[]): Promise<string> {
  let command: typeof commandLine = commandLine;
  let parent: typeof commandLine | undefined;
  for (const word of words) {
    const subCommands: unknown = command.subCommands;
    if (typeof subCommands !== 'object' || subCommands === null) break;
    const found: unknown = Object.entries(subCommands).find(([name]) => name === word)?.[1];
    if (!isCommand(found)) break;
    parent = command;
    command = await found();
  }
  return renderUsage(command, parent);
}

async function main(): Promise<void> {
  if (rawArgs.includes('--help') || rawArgs.includes('-h') || rawArgs.length === 0) {
    const text = `${await usage(rawArgs)}\n`;
    if (rawArgs.length > 0) process.stdout.write(text);
    else {
      process.stderr.write(text);
      process.exitCode = 2;
    }
    return;
  }
  if (rawArgs[0] === '--version') {
    process.stdout.write('0.1.0\n');
    return;
  }
  await runCommand(commandLine, { rawArgs });
}

function explain(error: unknown): number {
  if (error instanceof ThresholdMissed) {
    process.stderr.write(`${error.message}\n`);
    return 99;
  }
  const isUsage = error instanceof UsageError || (error instanceof Error && error.name === 'CLIError');
  if (isUsage) {
    process.stderr.write(
      `${error.message}\nSee \`outdial ${rawArgs
        .filter((word) => !word.startsWith('-'))
        .slice(0, 1)
        .join(' ')} --help\`.\n`,
    );
    return 2;
  }
  if (error instanceof CommandFailed || error instanceof ApiError) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  process.stderr.write(`A fault of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

try {
  await main();
} catch (error) {
  process.exitCode = explain(error);
}
