import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Row, readRows, tableOf } from './rows.ts';

const ROWS: Row[] = ['AA-1', 'AA-2', 'AA-3', 'AA-4'].map((id) => ({ id, topic: 'T', requirement: `What ${id} asks.` }));
const told = (fullName: string, status: string, assertions?: number) => ({
  fullName,
  status,
  ...(assertions === undefined ? {} : { meta: { assertions } }),
});
const reportOf = (...assertionResults: ReturnType<typeof told>[]) => ({
  testResults: [{ name: '/project/a.test.ts', assertionResults }],
});

describe('rows and the tests that hold them', () => {
  it('held, failed, hollow and open rows are told apart', () => {
    const report = reportOf(
      told('AA-1: works', 'passed', 2),
      told('AA-1, AA-2: half of it fails', 'failed', 1),
      told('AA-2: works', 'passed', 1),
      told('AA-3: a name and nothing behind it', 'passed', 0),
      told('AA-4: left out', 'skipped'),
    );
    const { rows } = readRows(ROWS, report, '/project');
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'failed', 'hollow', 'open']);
    expect(rows[2]?.tests).toEqual([
      { file: 'a.test.ts', name: 'AA-3: a name and nothing behind it', state: 'hollow' },
    ]);
    const table = tableOf(rows);
    expect(table).toContain('Still open: AA-4.');
    expect(table).toContain('ASSERTS NOTHING: AA-3.');
    expect(table).toContain('0 of 4 rows held.');
  });

  it('one assertion holds a row beside a hollow test; an id that is no row is named', () => {
    const report = reportOf(
      told('AA-1 hollow', 'passed', 0),
      told('AA-1 real', 'passed', 1),
      told('AA-9', 'passed', 1),
    );
    const { rows, unknownIds } = readRows(ROWS, report, '/project');
    expect(rows[0]?.state).toBe('held');
    expect(unknownIds).toEqual(['AA-9']);
  });

  it('this test is itself counted: its assertions are in the report', ({ task }) => {
    expect(task.name).not.toBe('');
    expect(expect.getState().assertionCalls).toBeGreaterThan(0);
  });

  it('the rows of the product have ids that stand once', () => {
    const rows = JSON.parse(readFileSync('docs/spec-rows.json', 'utf8')) as Row[];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(({ id, requirement }) => /^[A-Z]{2,3}-\d+$/.test(id) && requirement.endsWith('.'))).toBe(true);
  });
});
