/** `outdial agent`: a screen where there is a terminal, lines where there is none. */
import { createInterface } from 'node:readline';
import { type Clock, type PhoneMode, type Random, realClock } from '@outdial/shared';
import { type AgentClient, createAgentClient } from '../client/index.ts';
import { jsonPrinter, plainPrinter } from './lines/printer.ts';
import { runLines } from './lines/run-lines.ts';
import { explain } from './words.ts';

export interface AgentTerminalOptions {
  baseUrl: string;
  username?: string;
  password?: string;
  /** The phone at which they work, and whether it is kept up. */
  phone?: string;
  phoneMode?: PhoneMode;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr?: NodeJS.WritableStream;
  /** One JSON object a line instead of plain lines; never a screen. */
  json?: boolean;
  clock?: Clock;
  random?: Random;
  fetch?: typeof fetch;
}

/** Ends work where it can be ended, and gives the token back; a server that is gone keeps nobody here. */
async function part(client: AgentClient): Promise<void> {
  try {
    if (client.view?.presence.kind !== 'logged-out') await client.logOut();
  } catch {
    // The agent stays as the engine sees them; a supervisor can log them out.
  }
  await client.close(true).catch(() => undefined);
}

/** Exit code: 0 done, 1 failed (no log-in, a refused command), 2 usage. */
export async function runAgentTerminal(options: AgentTerminalOptions): Promise<0 | 1 | 2> {
  const { baseUrl, stdin, stdout, username, password } = options;
  const clock = options.clock ?? realClock;
  const talk = (text: string): void => {
    (options.stderr ?? process.stderr).write(`${text}\n`);
  };

  async function logIn(name: string, secret: string): Promise<AgentClient> {
    const client = createAgentClient({
      baseUrl,
      clock,
      username: name,
      password: secret,
      ...(options.phone === undefined ? {} : { phone: options.phone }),
      ...(options.phoneMode === undefined ? {} : { phoneMode: options.phoneMode }),
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      ...(options.random === undefined ? {} : { random: options.random }),
    });
    try {
      await client.logIn();
      return client;
    } catch (cause) {
      await client.close();
      throw cause;
    }
  }

  const given = username !== undefined && password !== undefined;
  if (options.json !== true && stdin.isTTY === true && stdout.isTTY === true) {
    const start = { client: null as AgentClient | null, username: username ?? '', error: null as unknown };
    if (given) {
      try {
        start.client = await logIn(username, password);
      } catch (cause) {
        start.error = cause;
      }
    }
    // React's development build costs twice the time for each frame.
    process.env.NODE_ENV ??= 'production';
    // Ink and React are read only where there is a screen: a pipe starts faster without them.
    const { runScreen } = await import('./run-screen.tsx');
    const left = await runScreen({ baseUrl, stdin, stdout, clock, start, logIn });
    if (left === null) return 1;
    await part(left);
    return 0;
  }

  if (!given) {
    talk(
      'Without a terminal nobody can be asked: give the user name with --user and the password in OUTDIAL_PASSWORD.',
    );
    return 2;
  }
  let client: AgentClient;
  try {
    client = await logIn(username, password);
  } catch (cause) {
    talk(explain(cause));
    return 1;
  }
  const write = (line: string): void => {
    stdout.write(`${line}\n`);
  };
  const printer = options.json === true ? jsonPrinter(write) : plainPrinter(write, client);
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const code = await runLines({ client, clock, lines, printer });
  lines.close();
  await part(client);
  return code;
}
