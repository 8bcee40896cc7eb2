/** Runs the screen on a terminal until the person leaves. */
import { type Clock, realClock } from '@outdial/shared';
import { render } from 'ink';
import type { AgentClient } from '../client/index.ts';
import { Program, type Start } from './screen/program.tsx';

export interface RunScreenOptions {
  baseUrl: string;
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  clock?: Clock;
  start: Start;
  logIn(username: string, password: string): Promise<AgentClient>;
  /** For tests: draws every change as a frame of its own. */
  debug?: boolean;
}

/** Answers the client that the person left with; null where nobody was logged in. */
export async function runScreen(options: RunScreenOptions): Promise<AgentClient | null> {
  const { baseUrl, stdin, stdout, start, logIn } = options;
  let parted: AgentClient | null = null;
  const screen = render(
    <Program
      baseUrl={baseUrl}
      clock={options.clock ?? realClock}
      start={start}
      logIn={logIn}
      bell={() => stdout.write('\u0007')}
      onLeave={(client) => {
        parted = client;
      }}
    />,
    {
      stdin,
      stdout,
      interactive: true,
      exitOnCtrlC: false,
      alternateScreen: options.debug !== true,
      incrementalRendering: true,
      maxFps: 10,
      debug: options.debug ?? false,
    },
  );
  await screen.waitUntilExit();
  return parted;
}
