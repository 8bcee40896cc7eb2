/** One process of ours that must not stay dead: started, its output kept in a file, restarted with back-off when it ends unasked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import type { Clock, Timer } from '@outdial/shared';
import { openLogFile } from './log-file.ts';

export interface SupervisedOptions {
  name: string;
  /** Arguments behind the program's own file, asked for at each start: `['server', '--data', …]`. */
  args: () => readonly string[];
  program: string;
  logFile: string;
  /** Holds the process id while it lives. */
  pidFile: string;
  clock: Clock;
  /** What the child sent over its channel. */
  onMessage?: (message: unknown) => void;
  /** Every unasked end, with the words for people. */
  onDeath?: (words: string) => void;
  /** Nothing has ever worked yet: an end now is given up at once, its last words being the reason. */
  isFirstStart?: () => boolean;
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
/** What is waited for its output after its end. */
const LAST_WORDS_MS = 1_000;
/** Characters of its output that are looked through for its last words. */
const KEPT = 2_000;

export function supervise(options: SupervisedOptions): Supervised {
  const log = openLogFile(options.logFile, options.clock);
  let child: ChildProcess | null = null;
  let restart: Timer | null = null;
  let stopping = false;
  let restarts = 0;
  let failedStarts = 0;
  let lastWords = '';

  const start = (): void => {
    const startedAtMs = options.clock.nowMs();
    lastWords = '';
    const started = spawn(process.execPath, [options.program, ...options.args()], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    child = started;
    notePid(options.pidFile, started.pid);
    const keep = (chunk: Buffer): void => {
      log.write(chunk);
      lastWords = lastLines(lastWords + chunk.toString('utf8'));
    };
    started.stdout?.on('data', keep);
    started.stderr?.on('data', keep);
    started.on('message', (message) => options.onMessage?.(message));
    const ended = (how: string): void => {
      if (child !== started) return;
      child = null;
      if (stopping) return;
      const lastLine = words(lastWords);
      if (options.isFirstStart?.() === true) {
        options.onGivenUp(`The ${options.name} could not be started (${how}): ${lastLine || `see ${options.logFile}`}`);
        return;
      }
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
    };
    started.on('exit', (code, signal) => {
      const how = signal ?? `exit ${code}`;
      // Its last words may still be on their way; a process of its own that holds the pipe open is not waited for.
      const late = options.clock.after(LAST_WORDS_MS, () => ended(how));
      started.once('close', () => {
        late.cancel();
        ended(how);
      });
    });
    started.on('error', (error) => {
      if (started.pid === undefined) ended(error.message);
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
          log.close().then(resolve);
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

/** For people and scripts; that it cannot be written (a full disk) is no reason not to run. */
function notePid(file: string, pid: number | undefined): void {
  try {
    if (pid !== undefined) writeFileSync(file, `${pid}\n`, { mode: 0o600 });
  } catch {
    // Told by what else fails on such a disk.
  }
}

/** The end of its output, from the beginning of a line: half a line is not what somebody wanted to say. */
function lastLines(output: string): string {
  if (output.length <= KEPT) return output;
  const kept = output.slice(-KEPT);
  return kept.slice(kept.indexOf('\n') + 1);
}

/** The last line of its output that was meant for people: no log line, no stack. */
function words(output: string): string {
  const lines = output.split('\n').filter((line) => /^\S/.test(line) && !/^(\{|Node\.js v)/.test(line));
  return lines.at(-1) ?? '';
}
