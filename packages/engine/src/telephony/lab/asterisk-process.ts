/** A private Asterisk as a child process: configured in a folder of its own, started, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, realClock } from '@outdial/shared';
import { FOLDERS, type LabSettings, labConfiguration } from './configuration.ts';

const LOOK_EVERY_MS = 100;
/** For one that neither answers nor ends: a busy machine takes long to load its modules. */
const START_TIMEOUT_MS = 60_000;

export class AsteriskProcess {
  readonly settings: LabSettings;
  readonly #clock: Clock = realClock;
  readonly #onEnd: () => void;
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();

  /** `onEnd` is told when it is gone, however that came, before anybody who waits for it. */
  constructor(settings: LabSettings, onEnd: () => void = () => undefined) {
    this.settings = settings;
    this.#onEnd = onEnd;
    for (const folder of FOLDERS) mkdirSync(join(settings.folder, folder), { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(labConfiguration(settings))) {
      writeFileSync(join(settings.folder, 'etc', name), text, { mode: 0o600 });
    }
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Resolves when the process that was started last is gone. */
  get ended(): Promise<void> {
    return this.#exited;
  }

  /** Resolves when ARI answers. Throws with the last words of Asterisk where it does not come up. */
  async start(): Promise<void> {
    const { folder, installation } = this.settings;
    const output = openSync(join(folder, 'log', 'output.log'), 'a');
    const child = spawn(installation.program, ['-f', '-C', join(folder, 'etc', 'asterisk.conf')], {
      stdio: ['ignore', output, output],
      detached: this.settings.outlivesInterrupt ?? false,
    });
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => {
        this.#onEnd();
        resolve();
      });
    });
    child.once('error', () => undefined);
    const untilMs = this.#clock.nowMs() + START_TIMEOUT_MS;
    while (!(await this.#answers())) {
      if (child.exitCode !== null || child.signalCode !== null || this.#clock.nowMs() > untilMs) {
        await this.kill();
        throw new Error(`Asterisk did not come up; its last words: ${this.#lastWords()}`);
      }
      await new Promise<void>((resolve) => this.#clock.after(LOOK_EVERY_MS, resolve));
    }
  }

  /** Asks it to go, and ends it after two seconds at the latest. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    child.kill('SIGTERM');
    const hurry = this.#clock.after(2_000, () => child.kill('SIGKILL'));
    await this.#exited;
    hurry.cancel();
    this.#child = null;
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
    this.#child = null;
  }

  async #answers(): Promise<boolean> {
    const { httpPort, password, user } = this.settings;
    const key = encodeURIComponent(`${user}:${password}`);
    try {
      return (await fetch(`http://127.0.0.1:${httpPort}/ari/asterisk/info?api_key=${key}`)).ok;
    } catch {
      return false;
    }
  }

  #lastWords(): string {
    const log = readFileSync(join(this.settings.folder, 'log', 'output.log'), 'utf8');
    return log.trim().split('\n').slice(-3).join(' | ');
  }
}
