/** The console on a terminal: alternate screen, resize, and the terminal given back whatever ends it. */
import type { Client, Clock } from '@outdial/shared';
import { render } from 'ink';
import { Controller } from './controller.ts';
import type { Store } from './model/store.ts';
import type { ConsoleEnd, QuitReason } from './options.ts';
import { Console } from './screens/console.tsx';
import type { Theme } from './theme/theme.ts';

export interface ScreenOptions {
  client: Client;
  clock: Clock;
  store: Store;
  theme: Theme;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  framesPerSecond: number;
  onQuit(reason: QuitReason): void;
  signal: AbortSignal | undefined;
}

export async function runScreen(options: ScreenOptions): Promise<ConsoleEnd> {
  const { client, clock, store, theme, stdin, stdout } = options;
  let reason: ConsoleEnd['reason'] = 'closed';
  const controller = new Controller({
    client,
    clock,
    store,
    onQuit(why) {
      reason = why;
      options.onQuit(why);
      app.unmount();
    },
  });
  // The alternate screen, the cursor and raw mode are Ink's to give back: at unmount, at a signal, at process exit.
  const app = render(<Console store={store} theme={theme} onKey={(key) => controller.press(key)} />, {
    stdin,
    stdout,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: options.framesPerSecond,
    exitOnCtrlC: false,
    // What others print to the same terminal must not tear the screen.
    patchConsole: stdout === process.stdout,
  });
  const onResize = (): void => controller.resize(stdout.columns, stdout.rows);
  const onAbort = (): void => app.unmount();
  stdout.on('resize', onResize);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  try {
    await app.waitUntilExit();
  } finally {
    stdout.off('resize', onResize);
    options.signal?.removeEventListener('abort', onAbort);
    await controller.close();
    app.cleanup();
  }
  return { exitCode: 0, reason };
}
