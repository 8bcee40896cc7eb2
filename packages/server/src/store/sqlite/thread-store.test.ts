/** The store in its thread: as its in-thread twin, durable, and clear about its own end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { UserId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreFailedError } from '../errors.ts';
import { openDirectStore, openSqliteStore } from '../index.ts';
import type { Store } from '../port.ts';
import { contact, EngineHand, ended, fill, NEXT_EPOCH, policy, WEDNESDAY_9H } from '../testing/floor.ts';
import { storeOverThread } from './thread-store.ts';

describe('the store in its thread', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A morning: everything that was answered, in order. */
  async function morning(store: Store): Promise<unknown[]> {
    const engine = new EngineHand(store);
    await fill(
      store,
      [policy('a'), policy('b')],
      Array.from({ length: 50 }, (_, n) => contact(n, { priority: n % 3 })),
    );
    const leases = await Promise.all([engine.lease('a', 10), engine.lease('b', 10), engine.lease('a', 10)]);
    const answers = await Promise.all(leases.map((grant) => engine.intend(engine.intents(grant))));
    const granted = answers.flat().flatMap(({ attemptId, granted }) => (granted ? [attemptId] : []));
    const outcomes = ['busy', 'no-answer', 'fax'] as const;
    const facts = engine.facts(
      ...granted.slice(0, 9).map((id, n) => ended(id, { outcome: outcomes[n % 3] ?? 'busy' })),
    );
    const applied = await store.applyFacts({ epoch: engine.epoch, facts, nowMs: engine.nowMs });
    const loss = await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs });
    const refused = await store
      .lease({ ...leases[0], campaignId: 'x' as never, n: 1, epoch: engine.epoch, nowMs: 0, leaseMs: 1 })
      .catch((error: unknown) => String(error));
    const page = await store.attempts({ limit: 100 });
    return [leases, answers, applied, loss, refused, page, await store.campaignCounts(engine.nowMs)];
  }

  it('answers as its twin without a thread does, and keeps it all', async () => {
    const path = join(folder, 'thread.sqlite');
    const inThread = await openSqliteStore(path);
    const direct = openDirectStore(join(folder, 'direct.sqlite'));
    const [told, expected] = [await morning(inThread), await morning(direct)];
    expect(told).toEqual(expected);
    expect(told[5]).not.toHaveLength(0);
    await inThread.close();
    await direct.close();
    const again = await openSqliteStore(path);
    expect(await again.attempts({ limit: 100 })).toEqual(told[5]);
    expect(await again.campaignCounts(WEDNESDAY_9H)).toEqual(told[6]);
    await again.close();
  });

  it('carries out what came before it was closed, and nothing after', async () => {
    const path = join(folder, 'store.sqlite');
    const store = await openSqliteStore(path);
    const entry = { atMs: 1, actor: 'a', act: 'b', subject: 'c', detail: 'd' };
    const before = Array.from({ length: 500 }, () => store.appendAudit(entry));
    const closing = store.close();
    await expect(store.appendAudit(entry)).rejects.toMatchObject({ code: 'store-failed', failure: 'closed' });
    expect(new Set(await Promise.all(before)).size).toBe(500);
    await closing;
    const again = openDirectStore(path);
    expect(await again.audit({ limit: 1_000 })).toHaveLength(500);
    await again.close();
  });

  it('rejects everything pending, with the cause, when its thread dies', async () => {
    const source = `const { parentPort } = require('node:worker_threads');
      parentPort.postMessage({ type: 'ready' });
      parentPort.once('message', () => { throw new Error('out of luck'); });`;
    const store = await storeOverThread(new Worker(source, { eval: true, execArgv: [] }));
    const pending = [store.ping(), store.users()].map((call) => call.catch((error: unknown) => error));
    for (const error of await Promise.all(pending)) {
      expect(error).toBeInstanceOf(StoreFailedError);
      expect(error).toMatchObject({ failure: 'thread-died', cause: { message: 'out of luck' } });
    }
    await expect(store.userById('u' as UserId)).rejects.toMatchObject({ failure: 'thread-died' });
    await store.close();
  });

  it('says what is wrong with a file that cannot be opened', async () => {
    const broken = join(folder, 'broken.sqlite');
    writeFileSync(broken, 'this is a letter to grandmother, and no database at all'.repeat(100));
    await expect(openSqliteStore(broken)).rejects.toMatchObject({ code: 'store-failed', failure: 'corrupt' });
    const nowhere = join(folder, 'no', 'such', 'folder.sqlite');
    await expect(openSqliteStore(nowhere)).rejects.toMatchObject({ failure: 'unreadable' });
  });
});
