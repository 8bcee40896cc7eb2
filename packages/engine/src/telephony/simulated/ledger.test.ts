import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, CallId, CampaignId, E164 } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LedgerEntry, openLedger, readLedger } from './ledger.ts';

const entry = (i: number): LedgerEntry => ({
  atMs: 1_000 + i,
  attemptId: `attempt-${i}` as AttemptId,
  callId: `call-${i}` as CallId,
  campaignId: 'c1' as CampaignId,
  number: '+33199000000' as E164,
});

describe("the carrier's ledger", () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-ledger-'));
    path = join(folder, 'carrier.ledger');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (...numbers: number[]): void => {
    const ledger = openLedger(path);
    for (const i of numbers) ledger.write(entry(i));
    ledger.close();
  };

  it('has an entry on disk when write returns, and appends to what an earlier run wrote', () => {
    const ledger = openLedger(path);
    ledger.write(entry(1));
    expect(readLedger(path).entries).toEqual([entry(1)]);
    ledger.close();
    ledger.close();
    ledger.write(entry(9));
    write(2, 3);
    expect(readLedger(path)).toEqual({ entries: [entry(1), entry(2), entry(3)], tornLines: [] });
  });

  it('says so where a full disk takes no entry, and throws nothing at whoever dials', () => {
    const ledger = openLedger('/dev/full');
    expect(ledger.write(entry(1))).toBe(false);
    expect(ledger.write(entry(2))).toBe(false);
    ledger.close();
  });

  it('reads past a last line that was torn, and the next run spoils nothing', () => {
    write(1, 2);
    truncateSync(path, readFileSync(path).length - 9);
    expect(readLedger(path)).toEqual({ entries: [entry(1)], tornLines: [2] });
    write(3);
    expect(readLedger(path)).toEqual({ entries: [entry(1), entry(3)], tornLines: [2] });
  });

  it('reads past lines that are no entries', () => {
    write(1);
    appendFileSync(path, 'null\n{"attemptId": 5}\n[]\n\n');
    write(2);
    expect(readLedger(path)).toEqual({ entries: [entry(1), entry(2)], tornLines: [2, 3, 4] });
  });

  it('keeps every call of a process that is killed in the middle', () => {
    const program = join(folder, 'writer.ts');
    writeFileSync(
      program,
      `import { openLedger } from ${JSON.stringify(new URL('./ledger.ts', import.meta.url).href)};
       import { writeSync } from 'node:fs';
       const ledger = openLedger(process.argv[2]);
       for (let i = 0; ; i++) {
         if (i === 500) process.kill(process.pid, 'SIGKILL');
         ledger.write({ atMs: 1000 + i, attemptId: 'attempt-' + i, callId: 'call-' + i, campaignId: 'c1', number: '+33199000000' });
         writeSync(1, i + '\\n');
       }`,
    );
    const child = spawnSync(process.execPath, [program, path], { encoding: 'utf8', timeout: 15_000 });
    expect(child.signal).toBe('SIGKILL');
    const last = Number(child.stdout.trim().split('\n').at(-1));
    expect(last).toBeGreaterThanOrEqual(499);
    const { entries, tornLines } = readLedger(path);
    expect(tornLines).toEqual([]);
    expect(entries.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, i) => entry(i)));
  });
});
