/** The composition root: the machine's clock, streams and environment joined to the console, on a terminal or a pipe. */
import { createClient, realClock } from '@outdial/shared';
import { Controller } from './controller.ts';
import { initialState } from './model/state.ts';
import { Store } from './model/store.ts';
import type { ConsoleEnd, ConsoleOptions, QuitReason } from './options.ts';
import { runPlain } from './plain/run-plain.ts';
import { themeFromEnvironment } from './theme/theme.ts';

export async function runConsole(options: ConsoleOptions): Promise<ConsoleEnd> {
  const { baseUrl, json = false, once = false, readOnly = false, clock = realClock } = options;
  const { stdin = process.stdin, stdout = process.stdout, stderr = process.stderr, framesPerSecond = 8 } = options;
  const client = createClient({
    baseUrl,
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  const start = initialState({
    nowMs: clock.nowMs(),
    size: { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 },
    baseUrl,
    readOnly,
    ...(options.zone === undefined ? {} : { zone: options.zone }),
  });
  const store = new Store(start, { clock, framesPerSecond: Math.max(1, Math.min(10, framesPerSecond)) });

  if (stdout.isTTY && stdin.isTTY && !json && !once) {
    // React's development build costs twice the time for each frame.
    process.env.NODE_ENV ??= 'production';
    const quit = Promise.withResolvers<QuitReason>();
    // The floor is asked while Ink and React load, so that the first frame has it already.
    const controller = new Controller({ client, clock, store, onQuit: quit.resolve });
    const { runScreen } = await import('./run-screen.tsx');
    const theme = options.theme ?? themeFromEnvironment(process.env);
    return runScreen({
      controller,
      quit: quit.promise,
      store,
      theme,
      stdin,
      stdout,
      framesPerSecond,
      onQuit: (reason) => options.onQuit?.(reason),
      signal: options.signal,
    });
  }

  const ended = new Promise<void>((resolve) => {
    options.signal?.addEventListener('abort', () => resolve(), { once: true });
    if (options.signal?.aborted === true) resolve();
    // The reader has gone (`| head`): that is the end, and no fault.
    stdout.once('error', () => resolve());
  });
  const exitCode = await runPlain({
    client,
    clock,
    store,
    json,
    once,
    write: (text) => stdout.write(text),
    talk: (text) => stderr.write(text),
    ended,
  });
  return { exitCode, reason: 'closed' };
}
