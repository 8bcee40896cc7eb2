/** Group commit: requests share a transaction and nothing else; what fails leaves no trace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contact, LIST, numberOf } from '../testing/floor.ts';
import { type Database, openDatabase } from './database.ts';
import { runGroup } from './group.ts';
import { createOperations, type Operations } from './operations.ts';
import type { Request } from './protocol.ts';
import { MIGRATIONS } from './schema.ts';

describe('group commit', () => {
  let folder: string;
  let db: Database;
  let operations: Operations;
  let lastId = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-store-'));
    db = openDatabase(join(folder, 'store.sqlite'));
    operations = createOperations(db);
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });
  const request = (operation: Request['operation'], argument: unknown): Request => ({
    id: ++lastId,
    operation,
    argument,
  });
  const audit = (detail: string) => request('appendAudit', { atMs: 1, actor: 'a', act: 'b', subject: 'c', detail });

  it('a request that is refused takes none of the others with it', () => {
    const list = { id: LIST, name: 'One', createdAtMs: 1 };
    const replies = runGroup(db, operations, [
      audit('before'),
      request('addContacts', { listId: 'nowhere', contacts: [contact(1)] }),
      request('createList', list),
      request('createList', list),
      audit('after'),
    ]);
    expect(replies.map(({ ok }) => ok)).toEqual([true, false, true, false, true]);
    expect(replies[1]).toMatchObject({ error: { type: 'problem', code: 'unknown-list' } });
    expect(replies[3]).toMatchObject({ error: { type: 'failure', failure: 'fault' } });
    expect(operations.audit({ limit: 9 }).map(({ detail }) => detail)).toEqual(['after', 'before']);
    expect(operations.lists()).toHaveLength(1);
  });

  it('on a full disk every request of the group is refused, and nothing is half done', () => {
    const pages = db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    db.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const entry = { campaignId: null, reason: 'asked', atMs: 1 };
    const entries = Array.from({ length: 2_000 }, (_, n) => ({ ...entry, number: numberOf(n) }));
    const replies = runGroup(db, operations, [audit('small'), request('addDoNotCall', entries)]);
    const full = { ok: false, error: { type: 'failure', failure: 'disk-full' } };
    expect(replies).toMatchObject([full, full]);
    expect(db.inTransaction()).toBe(false);
    expect(operations.audit({ limit: 9 })).toEqual([]);
    expect(operations.doNotCallOf(numberOf(0))).toEqual([]);
    db.exec('PRAGMA max_page_count = 1000000');
    expect(runGroup(db, operations, [request('addDoNotCall', entries)])).toMatchObject([{ ok: true }]);
  });

  it('a file that another process holds is told as locked', () => {
    const other = openDatabase(join(folder, 'store.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    expect(runGroup(db, operations, [audit('x')])).toMatchObject([{ error: { failure: 'locked' } }]);
    other.exec('ROLLBACK');
    expect(runGroup(db, operations, [audit('x')])).toMatchObject([{ ok: true }]);
    other.close();
  });

  it('a file of a newer version is refused, one of this version is opened again', () => {
    const path = join(folder, 'newer.sqlite');
    const newer = openDatabase(path);
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    expect(() => openDatabase(path)).toThrow(/newer version of Outdial/);
  });

  it('a lease reads the rows that it hands out by index, whatever the order', () => {
    const order = (columns: string) =>
      db
        .all<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT contact FROM work WHERE campaign = 1 AND list = 1 AND shelf = 1 AND status = 'callable' ORDER BY ${columns} LIMIT 9`,
        )
        .map(({ detail }) => detail)
        .join('; ');
    expect(order('top DESC, priority DESC, contact')).toMatch(
      /^SEARCH work USING COVERING INDEX work_by_priority[^;]*$/,
    );
    expect(order('top DESC, contact')).toMatch(/^SEARCH work USING COVERING INDEX work_by_position[^;]*$/);
  });
});
