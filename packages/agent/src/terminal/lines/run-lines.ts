/** The line mode: each line a command, answers and events as lines; for pipes, scripts and screen readers. */
import { ApiError, type Clock } from '@outdial/shared';
import type { AgentClient } from '../../client/index.ts';
import { explain } from '../words.ts';
import { COMMANDS } from './commands.ts';
import type { Printer } from './printer.ts';
import { UsageError } from './usage-error.ts';

export interface RunLinesOptions {
  client: AgentClient;
  clock: Clock;
  lines: AsyncIterable<string>;
  printer: Printer;
}

/** Runs until `quit` or the end of the input. Exit code: 2 where a line was not understood, else 1 where one failed. */
export async function runLines({ client, clock, lines, printer }: RunLinesOptions): Promise<0 | 1 | 2> {
  let worst: 0 | 1 | 2 = 0;
  const stop = client.subscribe((event) => printer.event(event));
  if (client.view !== null) printer.event({ type: 'view', view: client.view, previous: null });
  try {
    for await (const line of lines) {
      const [name = '', ...words] = line.trim().split(/\s+/);
      if (name === '' || name.startsWith('#')) continue;
      if (name === 'quit') break;
      const command = COMMANDS.find((one) => one.name === name);
      if (command === undefined) {
        printer.failure(name, 'usage', `“${name}” is no command: “help” lists them.`);
        worst = 2;
        continue;
      }
      try {
        printer.answer(name, await command.run(client, words.join(' '), clock));
      } catch (cause) {
        const usage = cause instanceof UsageError;
        const code = cause instanceof ApiError ? cause.code : usage ? 'usage' : 'failed';
        printer.failure(name, code, explain(cause));
        if (usage) worst = 2;
        else if (worst === 0) worst = 1;
      }
    }
  } finally {
    stop();
  }
  return worst;
}
