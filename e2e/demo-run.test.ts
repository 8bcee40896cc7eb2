import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, run, startDemo, temporaryFolder, until } from './support/program.ts';
import { query, readLedgerFile, type StoredAttempt } from './support/store.ts';

const RUN_S = 25;
const temporary = temporaryFolder();
const folder = join(temporary.folder, 'demo');
let ended: Ended;

beforeAll(async () => {
  ended = await run(['up', '--demo', '--for', `${RUN_S}s`, '--json', '--data', folder, '--port', '0']);
});
afterAll(temporary.remove);

describe('outdial up --demo --for --json without a terminal', () => {
  it('BP-1, BP-3: dials, connects, ends by itself and prints one JSON summary', () => {
    expect(ended.stderr).not.toMatch(/fault/i);
    expect(ended.code).toBe(0);
    const summary = JSON.parse(ended.stdout);
    expect(summary.attempts).toBeGreaterThan(20);
    expect(summary.connected).toBeGreaterThan(0);
    expect(summary.live).toBe(summary.connected + summary.abandoned);
    expect(summary.campaigns.map((campaign: { mode: string }) => campaign.mode).sort()).toEqual([
      'power',
      'predictive',
      'preview',
      'progressive',
      'push-preview',
    ]);
    for (const figure of ['attempts', 'live', 'connected', 'abandoned', 'screenedFrames'] as const) {
      const sum = summary.campaigns.reduce(
        (total: number, campaign: Record<string, number>) => total + (campaign[figure] ?? 0),
        0,
      );
      expect(sum, figure).toBe(summary[figure]);
    }
  });

  it('the frames of answered calls went through the pool', () => {
    expect(JSON.parse(ended.stdout).screenedFrames).toBeGreaterThan(100);
  });

  it('the figures are those of the store', () => {
    const summary = JSON.parse(ended.stdout);
    const attempts = query<StoredAttempt>(
      folder,
      'select id as attemptId, campaign as campaignId, contact as contactId, outcome, live_end as liveEnd, state from attempts',
    );
    expect(attempts.length).toBe(summary.attempts);
    expect(attempts.every((attempt) => attempt.state === 'closed' && attempt.outcome !== null)).toBe(true);
    const count = (outcome: string): number => attempts.filter((attempt) => attempt.outcome === outcome).length;
    for (const [outcome, figure] of Object.entries(summary.outcomes)) expect(count(outcome), outcome).toBe(figure);
    expect(attempts.filter((attempt) => attempt.liveEnd === 'connected').length).toBe(summary.connected);
    expect(attempts.filter((attempt) => attempt.liveEnd === 'abandoned').length).toBe(summary.abandoned);
  });

  it('each call that the carrier received is one attempt of the store, and none was dialed twice', () => {
    const ledger = readLedgerFile(folder).map((entry) => entry.attemptId);
    const stored = new Set(query<{ id: string }>(folder, 'select id from attempts').map((row) => row.id));
    expect(new Set(ledger).size).toBe(ledger.length);
    for (const id of ledger) expect(stored.has(id), id).toBe(true);
  });

  it('a second start goes on where the first stopped', async () => {
    const before = readLedgerFile(folder).length;
    const demo = await startDemo(folder, ['--for', '10m']);
    await until('it dials', () => (readLedgerFile(folder).length > before ? true : null));
    demo.running.child.kill('SIGINT');
    const again = await demo.running.ended;
    expect(again.code).toBe(0);
    const summary = JSON.parse(again.stdout);
    expect(summary.attempts).toBeGreaterThan(0);
    const all = query<{ n: number }>(folder, 'select count(*) as n from attempts')[0]?.n;
    expect(all).toBe(JSON.parse(ended.stdout).attempts + summary.attempts);
    const contacts = query<{ n: number }>(folder, 'select count(*) as n from contacts')[0]?.n;
    expect(contacts).toBe(10_000);
  });
});
