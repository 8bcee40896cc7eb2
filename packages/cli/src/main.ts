/** The program's entry: runs the command and turns its end into an exit code: 0 done, 1 failed, 2 usage, 99 a threshold missed. */
import './fast-start.ts';
import { stripVTControlCharacters } from 'node:util';
import { runCommand } from 'citty';
import { systemWords } from './args/system-words.ts';
import { ThresholdMissed } from './args/usage-error.ts';
import { commandLine } from './commands/command-line.ts';
import { findCommand, usageOf } from './commands/find-command.ts';

// A reader that goes away (`outdial … | head`) ends us quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
// Words that nobody reads any more (a terminal that was closed) are no reason to fall over.
process.stderr.on('error', () => undefined);
// What the program writes (call lists, passwords, logs) is its owner's alone.
process.umask(0o077);

const rawArgs = process.argv.slice(2);

async function main(): Promise<void> {
  if (rawArgs.includes('--help') || rawArgs.includes('-h') || rawArgs.length === 0) {
    const text = await usageOf(await findCommand(rawArgs));
    if (rawArgs.length > 0) process.stdout.write(plain(text, process.stdout));
    else {
      process.stderr.write(plain(text, process.stderr));
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

/** Errors whose message is one line that says what is wrong and what to do, by their names. */
const IN_WORDS: readonly string[] = [
  'CommandFailed',
  'ApiError',
  'ProblemError',
  'StoreFailedError',
  'ServerStartError',
  'BrokenConfigurationError',
];
/** The command line itself is wrong. */
const USAGE: readonly string[] = ['UsageError', 'CLIError', 'EndpointRefusedError'];

async function explain(error: unknown): Promise<number> {
  if (!(error instanceof Error)) return fault(String(error));
  if (error instanceof ThresholdMissed) {
    tell(error.message);
    return 99;
  }
  if (USAGE.includes(error.name)) {
    const { called, below } = await findCommand(rawArgs);
    const choice = below.length === 0 ? '' : `\nCommands of \`${called}\`: ${below.join(', ')}.`;
    tell(`${error.message}${choice}\nSee \`${called} --help\`.`);
    return 2;
  }
  if (IN_WORDS.includes(error.name)) {
    tell(error.message);
    return 1;
  }
  const system = systemWords(error);
  if (system !== null) {
    tell(system);
    return 1;
  }
  return fault(error.stack ?? error.message);
}

function fault(words: string): number {
  tell(`A fault of ours: ${words}`);
  return 1;
}

/** Colours are for terminals. */
const plain = (text: string, stream: NodeJS.WriteStream): string =>
  stream.isTTY && process.env.NO_COLOR === undefined ? text : stripVTControlCharacters(text);

function tell(words: string): void {
  process.stderr.write(`${plain(words, process.stderr)}\n`);
}

try {
  await main();
} catch (error) {
  process.exitCode = await explain(error);
}
