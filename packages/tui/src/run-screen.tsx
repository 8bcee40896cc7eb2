/** The console on a terminal: alternate screen, resize, and the terminal given back whatever ends it. */
import { render } from 'ink';
import type { Controller } from './controller.ts';
import type { Store } from './model/store.ts';
import type { ConsoleEnd, QuitReason } from './options.ts';
import { Console } from './screens/console.tsx';
import type { Theme } from './theme/theme.ts';

export interface ScreenOptions {
  controller: Controller;
  /** Settles when the user leaves. */
  quit: Promise<QuitReason>;
  store: Store;
  theme: Theme;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  framesPerSecond: number;
  onQuit(reason: QuitReason): void;
  signal: AbortSignal | undefined;
}

export async function runScreen(options: ScreenOptions): Promise<ConsoleEnd> {
  const { controller, store, theme, stdin, stdout } = options;
  let reason: ConsoleEnd['reason'] = 'closed';
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
  void options.quit.then((why) => {
    reason = why;
    options.onQuit(why);
    app.unmount();
  });
  const onResize = (): void => controller.resize(stdout.columns, stdout.rows);
  const onAbort = (): void => app.unmount();
  stdout.on('resize', onResize);
  // The window may have changed while Ink was loading.
  onResize();
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
