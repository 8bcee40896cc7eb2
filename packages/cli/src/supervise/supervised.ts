/** One process of ours that must not stay dead: started, its output kept in a file, restarted with back-off when it ends unasked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Timer } from '@outdial/shared';

export interface SupervisedOptions {
  name: string;
  /** Arguments behind the program's own file: `['server', '--data', …]`. */
  args: readonly string[];
  program: string;
  logFile: string;
  /** Holds the process id while it lives. */
  pidFile: string;
  clock: Clock;
  /** What the child sent over its channel. */
  onMessage?: (message: unknown) => void;
  /** Every unasked end, with the words for people. */
  onDeath?: (words: string) => void;
  /** It ended so often right after its start that trying on makes no sense. */
  onGivenUp: (words: string) => void;
}

export interface Supervised {
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Asks it to end, waits up to `graceMs`, then kills it. */
  stop(graceMs: number): Promise<void>;
}

const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 5_000;
/** A life longer than this was no failed start. */
const SETTLED_MS = 5_000;
const MAX_FAILED_STARTS = 6;

export function supervise(options: SupervisedOptions): Supervised {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  let child: ChildProcess | null = null;
  let restart: Timer | null = null;
  let stopping = false;
  let restarts = 0;
  let failedStarts = 0;
  let lastWords = '';

  const start = (): void => {
    const startedAtMs = options.clock.nowMs();
    const started = spawn(process.execPath, [options.program, ...options.args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child = started;
    if (started.pid !== undefined) writeFileSync(options.pidFile, `${started.pid}\n`, { mode: 0o600 });
    const keep = (chunk: Buffer): void => {
      log.write(chunk);
      lastWords = (lastWords + chunk.toString('utf8')).slice(-2_000);
    };
    started.stdout?.on('data', keep);
    started.stderr?.on('data', keep);
    started.on('message', (message) => options.onMessage?.(message));
    started.on('exit', (code, signal) => {
      child = null;
      if (stopping) return;
      const how = signal === null ? `exit ${code}` : signal;
      const lastLine = lastWords.trim().split('\n').at(-1) ?? '';
      failedStarts = options.clock.nowMs() - startedAtMs < SETTLED_MS ? failedStarts + 1 : 0;
      if (failedStarts >= MAX_FAILED_STARTS) {
        options.onGivenUp(
          `The ${options.name} ended ${failedStarts} times right after its start (${how}): ${lastLine}`,
        );
        return;
      }
      const backOffMs = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.max(0, failedStarts - 1));
      options.onDeath?.(`The ${options.name} ended (${how}); it is started again. ${lastLine}`.trim());
      restarts += 1;
      restart = options.clock.after(backOffMs, start);
    });
  };
  start();

  return {
    get pid() {
      return child?.pid;
    },
    get restarts() {
      return restarts;
    },
    stop(graceMs) {
      stopping = true;
      restart?.cancel();
      const running = child;
      return new Promise((resolve) => {
        const close = (): void => {
          rmSync(options.pidFile, { force: true });
          log.end(() => resolve());
        };
        if (running === null || running.exitCode !== null) {
          close();
          return;
        }
        const kill = options.clock.after(graceMs, () => running.kill('SIGKILL'));
        running.once('exit', () => {
          kill.cancel();
          close();
        });
        running.kill('SIGTERM');
      });
    },
  };
}
