/** Starts the built program as its users do, and ends what it started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@outdial/shared';

const PROGRAM = fileURLToPath(new URL('../../packages/cli/bin/outdial.js', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
}

export function outdial(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended, stdout: () => stdout, stderr: () => stderr };
}

/** A command that ends by itself, its standard input at once at its end. */
export async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const running = outdial(args, env);
  running.child.stdin?.end();
  return running.ended;
}

export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Asks until the answer is neither null nor undefined; fails with `what` after `timeoutMs`: for what never comes, not for a slow machine. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined> | T | null | undefined,
  timeoutMs = 120_000,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadlineMs)
      throw new Error(`${what}: not within ${timeoutMs} ms${last === undefined ? '' : ` (${last})`}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Demo {
  folder: string;
  url: string;
  running: Running;
  /** With the local operator's token, read anew for each request. */
  client: Client;
  enginePid(): number;
  stop(): Promise<Ended>;
}

/** The demo floor on a free port and a folder of its own, without a terminal. */
export async function startDemo(folder: string, args: readonly string[] = []): Promise<Demo> {
  const running = outdial(['up', '--demo', '--data', folder, '--port', '0', '--json', ...args]);
  running.child.stdin?.end();
  let gone: Ended | null = null;
  void running.ended.then((ended) => {
    gone = ended;
  });
  const url = await until('the floor comes up', () => {
    if (gone !== null) throw new Error(`it ended with ${gone.code}: ${gone.stderr}`);
    const address = JSON.parse(readFileSync(join(folder, 'run', 'address.json'), 'utf8')) as { url: string };
    return address.url;
  });
  const token = (): string => readFileSync(join(folder, 'run', 'operator.token'), 'utf8').trim();
  const client = createClient({
    baseUrl: url,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${token()}`);
      return fetch(input, { ...init, headers });
    },
  });
  return {
    folder,
    url,
    running,
    client,
    enginePid: () => Number(readFileSync(join(folder, 'run', 'engine.pid'), 'utf8')),
    stop: async () => {
      running.child.kill('SIGINT');
      // A second signal stops at once: tests that want a drained floor use --for.
      await new Promise((resolve) => setTimeout(resolve, 600));
      running.child.kill('SIGINT');
      return running.ended;
    },
  };
}
