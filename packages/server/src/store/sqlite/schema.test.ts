/** A file of an older version is brought forward with what stands in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { MIGRATIONS } from './schema.ts';
import { RULES_STEP } from './schema-rules.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outdial-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('GCC-7: attempts of a file written before the rules’ step count as they did, and contacts keep their list', () => {
  const path = join(folder, 'old.sqlite');
  const before = MIGRATIONS.indexOf(RULES_STEP);
  const old = new DatabaseSync(path);
  for (const step of MIGRATIONS.slice(0, before)) old.exec(step);
  old.exec(`PRAGMA user_version = ${before};
    INSERT INTO contacts (key, list, number, name, country, priority, fields) VALUES (5, 3, '+33199000001', '', 'FR', 0, '{}');
    INSERT INTO work (campaign, contact, status, priority) VALUES (1, 5, 'callable', 0);
    INSERT INTO attempts (id, campaign, contact, number, caller_id, epoch, lease, state, intent_at, valid_until, outcome, effect)
      VALUES ('busy', 1, 5, '', '', '', '', 'closed', 0, 0, 'busy', NULL), ('error', 1, 5, '', '', '', '', 'closed', 0, 0, 'operating-error', NULL),
        ('refused', 1, 5, '', '', '', '', 'closed', 0, 0, 'live', 'do-not-call'), ('now', 1, 5, '', '', '', '', 'under-way', 0, 0, NULL, NULL);`);
  old.close();
  const db = openDatabase(path);
  expect(db.get('PRAGMA user_version')).toEqual({ user_version: MIGRATIONS.length });
  expect(db.all('SELECT id, counted, refused FROM attempts ORDER BY seq')).toEqual([
    { id: 'busy', counted: 1, refused: 0 },
    { id: 'error', counted: 0, refused: 0 },
    { id: 'refused', counted: 1, refused: 1 },
    { id: 'now', counted: 0, refused: 0 },
  ]);
  expect(db.get('SELECT list, number_at FROM work')).toEqual({ list: 3, number_at: 0 });
  // The shelves' step: the contact stands on its country's shelf, also in its campaign, and is counted there.
  const shelf = db.get<{ key: number }>(
    "SELECT key FROM shelves WHERE country = 'FR' AND time_zone = '' AND consent = 0",
  );
  expect(db.get('SELECT contacts.shelf, work.shelf AS of_work FROM contacts, work')).toEqual({
    shelf: shelf?.key,
    of_work: shelf?.key,
  });
  expect(db.all('SELECT campaign, list, status, n FROM stock')).toEqual([
    { campaign: 1, list: 3, status: 'callable', n: 1 },
  ]);
  db.close();
});
