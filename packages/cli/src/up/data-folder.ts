/** The one folder in which an installation lives: configuration, store, logs, and what says that it runs. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { CommandFailed } from '../args/usage-error.ts';

export interface DataFolder {
  folder: string;
  /** Holds the address of the running server, for clients on this machine. */
  addressFile: string;
  operatorTokenFile: string;
  lockFile: string;
  ledgerFile: string;
  recordingsFolder: string;
  log(name: string): string;
  pidFile(name: string): string;
}

/** Where data goes when nothing is said: `OUTDIAL_DATA`, else `data` here (`data/demo` for the demo). */
export function dataFolder(given: string | undefined, demo: boolean): DataFolder {
  const folder = resolve(given ?? process.env.OUTDIAL_DATA ?? (demo ? 'data/demo' : 'data/floor'));
  return {
    folder,
    addressFile: join(folder, 'run', 'address.json'),
    operatorTokenFile: join(folder, 'run', 'operator.token'),
    lockFile: join(folder, 'run', 'up.pid'),
    ledgerFile: join(folder, 'carrier-ledger.jsonl'),
    recordingsFolder: join(folder, 'recordings'),
    pidFile: (name) => join(folder, 'run', `${name}.pid`),
    log: (name) => join(folder, 'logs', `${name}.log`),
  };
}

const zAddress = z.object({ url: z.string() });

export function writeAddress(data: DataFolder, url: string): void {
  writeFileSync(data.addressFile, `${JSON.stringify({ url })}\n`, { mode: 0o600 });
}

/** Step by step: Node's own recursive way never returns under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process lives too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Makes the folder and takes it for this process. Throws CommandFailed where it cannot be written or another holds it. */
export function takeDataFolder(data: DataFolder): () => void {
  try {
    makeFolder(join(data.folder, 'run'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailed(`The data folder ${data.folder} cannot be made: ${why}. Name another with --data.`, {
      cause,
    });
  }
  const holder = readNumber(data.lockFile);
  if (holder !== null && holder !== process.pid && alive(holder)) {
    throw new CommandFailed(
      `${data.folder} is in use by \`outdial up\` with process id ${holder}. Stop that one, or name another folder with --data.`,
    );
  }
  writeFileSync(data.lockFile, `${process.pid}\n`, { mode: 0o600 });
  return () => {
    rmSync(data.lockFile, { force: true });
    rmSync(data.addressFile, { force: true });
  };
}

function readNumber(file: string): number | null {
  try {
    const value = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(value) && value > 0 ? value : null;
  } catch {
    return null;
  }
}

/** A private folder with a short path: a socket's address holds 107 bytes at most. */
export function makeSocketFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'outdial-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How a client on this machine reaches the running server; null where none runs on this data. */
export function runningServer(data: DataFolder): { url: string; operatorToken: string | null } | null {
  const holder = readNumber(data.lockFile);
  // One that was killed has left its address behind.
  if (holder === null || !alive(holder)) return null;
  try {
    const { url } = zAddress.parse(JSON.parse(readFileSync(data.addressFile, 'utf8')));
    return { url, operatorToken: readText(data.operatorTokenFile) };
  } catch {
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
