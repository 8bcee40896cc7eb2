/** What `outdial doctor` looks at: each check says what it found and, where something is wrong, what to do. */
import { constants, createReadStream } from 'node:fs';
import { access, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@outdial/engine';
import { createClient } from '@outdial/shared';
import { type DataFolder, runningServer } from '../up/data-folder.ts';

export type Check = () => Promise<Finding>;

const good = (check: string, detail: string): Finding => ({ check, ok: true, detail, remedy: null });
const bad = (check: string, detail: string, remedy: string): Finding => ({ check, ok: false, detail, remedy });
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const NEEDED_MAJOR = 24;
const NEEDED_FREE_MB = 500;
const MB = 1024 * 1024;

async function node(): Promise<Finding> {
  const major = Number(process.versions.node.split('.')[0]);
  return major >= NEEDED_MAJOR
    ? good('node', process.versions.node)
    : bad('node', process.versions.node, `Run \`npm ci\`: it brings Node ${NEEDED_MAJOR} along.`);
}

async function machine(): Promise<Finding> {
  const cores = availableParallelism();
  const detail = `${cores} core${cores === 1 ? '' : 's'}, ${Math.round(freemem() / MB)} of ${Math.round(totalmem() / MB)} MB free`;
  return freemem() > NEEDED_FREE_MB * MB
    ? good('machine', detail)
    : bad('machine', detail, `Free at least ${NEEDED_FREE_MB} MB of memory.`);
}

async function bus(): Promise<Finding> {
  try {
    const zeromq = await import('zeromq');
    return good('bus', `zeromq ${zeromq.version}`);
  } catch (error) {
    return bad('bus', words(error), 'The prebuilt binary of zeromq is missing for this platform: run `npm ci` again.');
  }
}

async function store(): Promise<Finding> {
  try {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    const row = database.prepare('select sqlite_version() as version').get();
    database.close();
    return good('store', `SQLite ${row?.version}`);
  } catch (error) {
    return bad('store', words(error), 'This Node has no SQLite: run `npm ci`, which brings one that has.');
  }
}

/** Writes a file and reads it back: a full or read-only disk shows here and not on Monday morning. */
function disk(data: DataFolder): Check {
  return async () => {
    const probe = join(data.folder, 'run', `doctor-${process.pid}`);
    try {
      await mkdir(join(data.folder, 'run'), { recursive: true, mode: 0o700 });
      await access(data.folder, constants.W_OK);
      const written = Buffer.alloc(MB, 0x5a);
      await writeFile(probe, written);
      let read = 0;
      for await (const chunk of createReadStream(probe)) read += (chunk as Buffer).length;
      if (read !== written.length)
        return bad('data folder', `${data.folder}: wrote ${written.length} bytes, read ${read}`, 'Check the disk.');
      const { bavail, bsize } = await statfs(data.folder);
      const freeMb = Math.round((bavail * bsize) / MB);
      return freeMb >= NEEDED_FREE_MB
        ? good('data folder', `${data.folder}, ${freeMb} MB free`)
        : bad(
            'data folder',
            `${data.folder}, ${freeMb} MB free`,
            `Free at least ${NEEDED_FREE_MB} MB, or name another folder with --data.`,
          );
    } catch (error) {
      const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
      const remedy = full ? 'The disk is full: free some space' : 'Make it writable for this user';
      return bad('data folder', `${data.folder}: ${words(error)}`, `${remedy}, or name another folder with --data.`);
    } finally {
      await rm(probe, { force: true });
    }
  };
}

function server(data: DataFolder, port: number): Check {
  return async () => {
    const running = runningServer(data);
    if (running !== null) {
      try {
        const health = await createClient({ baseUrl: running.url }).call('health');
        const detail = `${running.url}: engine ${health.engine}, store ${health.store}`;
        return health.ok && health.engine === 'connected'
          ? good('server', detail)
          : bad('server', detail, `See the logs in ${join(data.folder, 'logs')}.`);
      } catch (error) {
        return bad('server', words(error), 'It was not stopped cleanly; start it again with `outdial up`.');
      }
    }
    return portIsFree(port);
  };
}

function portIsFree(port: number): Promise<Finding> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) =>
      resolve(
        bad(
          'server',
          `port ${port}: ${words(error)}`,
          'Another program has it: stop that one, or take another with --port.',
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () =>
      probe.close(() => resolve(good('server', `none runs; port ${port} is free`))),
    );
  });
}

export function checks(data: DataFolder, port: number): readonly Check[] {
  return [node, machine, bus, store, disk(data), server(data, port)];
}
