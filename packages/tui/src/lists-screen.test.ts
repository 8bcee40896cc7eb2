/** Lists, imports and the look-up of a number on the console's screens. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { picture, START_MS } from './testing/pictures.ts';
import { problem } from './testing/scripted-server.ts';
import { type Running, type StartOptions, startConsole } from './testing/start-console.ts';
import { KEY } from './testing/terminal.ts';

let running: Running | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
});

const list = (name: string, change = {}) => ({
  ...{ listId: `id-${name}`, name, total: 12_000, callable: 8_000, blocked: 3_000, inHand: 20, finished: 980 },
  ...{ untried: 9_000, unfinished: 2_100, processed: 900 },
  blockedBy: [
    { reason: 'outside-hours', contacts: 2_500 },
    { reason: 'no-consent', contacts: 500 },
  ],
  ...change,
});

async function console120(options: StartOptions = {}): Promise<Running> {
  const started = await startConsole({ columns: 120, rows: 30, ...options });
  running = started;
  started.server.on('GET /v1/campaigns/progressive/lists', () => [
    list('Customers'),
    list('Old ones', { callable: 0, blocked: 0, blockedBy: [] }),
  ]);
  started.server.on('GET /v1/lists', () => [
    { id: 'id-Customers', name: 'Customers', contacts: 12_000, createdAtMs: 0 },
    { id: 'id-West', name: 'Western people', contacts: 10, createdAtMs: 0 },
  ]);
  await started.show(picture());
  await started.pass(300);
  await started.terminal.until((frame) => frame.includes('demo, 24 hours'));
  return started;
}

const type = (text: string): string[] => [...text];

describe('lists on the console', () => {
  it('GT-3: the lists of a campaign with their counts, what blocks them, sorted and filtered as any table', async () => {
    const { press, server } = await console120();
    const frame = await press('l', 'Customers');
    expect(frame).toContain('Lists of Renewals north');
    expect(frame).toMatch(/Customers +12,000 +8,000 +3,000 +20 +900 +2,100 +9,000/);
    expect(frame).toContain('2,500 outside hours');
    expect(await press(['/', ...type('old')], (now) => now.includes('1 of 2 lists'))).not.toContain('Customers');
    expect(server.requests.filter(({ path }) => path.endsWith('/progressive/lists'))).toHaveLength(1);
    await press(KEY.esc, 'Customers');
    expect(await press(KEY.esc, 'Campaigns ─')).toContain('Renewals north');
  });

  it('GT-3: counts are asked for again with the overviews, and a campaign is named on the command bar', async () => {
    const { press, pass, server } = await console120();
    await press([':', ...type('lists north'), KEY.enter], 'Customers');
    server.on('GET /v1/campaigns/progressive/lists', () => [list('Customers', { callable: 7_999 })]);
    await pass(5_000);
    expect(await press([], '7,999')).toContain('Customers');
  });

  it('GT-5: a file is imported into the list under the cursor, and each refused row is told', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outdial-console-'));
    const file = join(folder, 'people.csv');
    writeFileSync(file, 'phone\n0199000001\nx\n');
    try {
      const { press, server } = await console120();
      server.on('POST /v1/lists/id-Customers/import', () => ({
        ...{ rows: 2, accepted: 1, duplicates: 0, refusedTotal: 1, headings: ['phone'], phoneColumn: 'phone' },
        ...{ delimiter: ',', encoding: 'utf-8', preview: [], updated: 0 },
        refused: [{ line: 3, column: 'phone', reason: 'only digits and ( ) + - . and blanks are accepted, not "x"' }],
      }));
      await press('l', 'Customers');
      const frame = await press([':', ...type(`import ${file}`), KEY.enter], '1 accepted');
      expect(frame).toContain('1 refused');
      expect(frame).toMatch(/line 3 +phone: only digits/);
      expect(server.acts()).toEqual(['POST /v1/lists/id-Customers/import']);
      await press(KEY.esc, 'Customers');
      const missing = await press([':', ...type('import /nowhere.csv'), KEY.enter], 'cannot be read');
      expect(missing).toContain('/nowhere.csv');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('GT-5: read-only consoles import nothing, and without a list there is nothing to import into', async () => {
    const { press, server } = await console120({ readOnly: true });
    await press('l', 'Customers');
    await press([':', ...type('import x.csv'), KEY.enter], ':import cannot be done now');
    expect(server.acts()).toEqual([]);
  });
});

describe('one number on the console', () => {
  const now = {
    allowed: false,
    reasons: [{ code: 'waiting', sentence: 'it waits until its next try (busy)', nextAtMs: START_MS + 600_000 }],
    nextAtMs: START_MS + 600_000,
    untilMs: null,
  };
  const found = {
    number: '+33199000001',
    atMs: START_MS,
    doNotCall: [{ number: '+33199000001', campaignId: null, reason: 'asked by letter', atMs: START_MS }],
    consents: [],
    contacts: [
      {
        ...{ contactId: 'c1', listId: 'l', listName: 'Customers', name: 'Ann Other', numbers: ['+33199000001'] },
        ...{ country: 'FR', timeZone: null, priority: 0, fields: {} },
        campaigns: [
          {
            ...{ campaignId: 'progressive', campaignName: 'Renewals north', status: 'waiting', progress: 'unfinished' },
            ...{ attempts: 1, reason: 'busy', nextAtMs: START_MS + 600_000, now },
          },
        ],
      },
    ],
    attempts: [
      {
        ...{
          attemptId: 'a',
          campaignId: 'progressive',
          contactId: 'c1',
          contactName: 'Ann Other',
          number: '+33199000001',
        },
        ...{
          callerId: '+33199000000',
          agentId: null,
          state: 'closed',
          intentAtMs: START_MS - 60_000,
          answeredAtMs: null,
        },
        ...{
          connectedAtMs: null,
          endedAtMs: START_MS,
          outcome: 'busy',
          liveEnd: null,
          endedBy: 'network',
          verdict: null,
        },
        ...{ talkMs: 0, wrapUpCode: null, notes: null, detail: null },
        because: 'attempt 1, at most 4 by rule Four attempts; packs demo-24h',
      },
    ],
  };

  it('OUT-1: :number shows every attempt with its rule, and why it is not called now', async () => {
    const { press, server } = await console120();
    server.on('GET /v1/numbers', () => found);
    const frame = await press([':', ...type('number +33 199000001'), KEY.enter], 'Ann Other');
    expect(frame).toContain('Number +33199000001');
    expect(frame).toMatch(/do not call +in every campaign +asked by letter/);
    expect(frame).toContain('Renewals north  unfinished, 1 attempt, not before 2026-03-02 14:15:00');
    expect(frame).toContain('it waits until its next try (busy)');
    expect(frame).toMatch(/busy +Renewals north: attempt 1, at most 4 by rule Four attempts/);
    expect(await press(KEY.esc, 'Campaigns ─')).toContain('Renewals north');
  });

  it('OUT-1: what is no number is told in words', async () => {
    const { press, server } = await console120();
    server.on('GET /v1/numbers', () => problem('invalid-number', '"12": too short for a number of FR.'));
    expect(await press([':', ...type('number 12'), KEY.enter], 'too short')).toContain('Number 12');
  });
});
