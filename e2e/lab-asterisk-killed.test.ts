/** kill -9 of Asterisk with real calls up: they end with a reason, and the floor dials on when it is back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabLedger, noAsterisk, readAttempts, readLabLedger, untilBusy } from './support/lab.ts';
import { allowed, slowness } from './support/pace.ts';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

describe.skipIf(noAsterisk)(
  'kill -9 of Asterisk with 20 calls up (skipped where none is: scripts/asterisk/fetch.sh)',
  () => {
    const folder = join(temporary.folder, 'floor');
    let demo: Demo;
    let killedAtMs = 0;
    let endedAfterMs = 0;
    /** How much slower than a quiet machine this one is, before the kill and after it. */
    let slow: [number, number] = [1, 1];
    let phonesBackAfterMs = 0;
    let trunkSaid = '';
    let underWay: string[];
    let ledger: LabLedger;

    const stored = () => readAttempts(folder);

    beforeAll(async () => {
      demo = await startDemo(folder, ['--telephony', 'asterisk', '--lab']);
      await untilBusy(demo);
      const before = new Set(
        (await demo.client.call('agents')).flatMap(({ agentId, state }) => (state === 'logged-out' ? [] : [agentId])),
      );
      underWay = (await demo.client.call('attempts', { query: { state: 'under-way', limit: 1000 } })).map(
        ({ attemptId }) => attemptId,
      );
      const slowBefore = await slowness();
      killedAtMs = Date.now();
      process.kill(Number(readFileSync(join(folder, 'lab', 'run', 'asterisk.pid'), 'utf8')), 'SIGKILL');
      await until('every call has ended', () => {
        const open = new Set(stored().flatMap(({ id, state }) => (state === 'under-way' ? [id] : [])));
        return underWay.every((id) => !open.has(id)) ? true : null;
      });
      endedAfterMs = Date.now() - killedAtMs;
      trunkSaid = readFileSync(join(folder, 'logs', 'engine.log'), 'utf8');
      await until('the phones of those who were at work are up again', async () => {
        const agents = await demo.client.call('agents');
        const back = agents.filter(({ agentId, phone }) => before.has(agentId) && phone?.state === 'up');
        return back.length === before.size ? true : null;
      });
      phonesBackAfterMs = Date.now() - killedAtMs;
      slow = [slowBefore, await slowness()];
      await until('calls are connected again', () =>
        stored().filter(({ connectedAt }) => (connectedAt ?? 0) > killedAtMs + endedAfterMs).length >= 3 ? true : null,
      );
      await demo.stop();
      ledger = readLabLedger(folder);
    });
    afterAll(async () => {
      await demo?.stop();
    });

    it('the calls end within 3 s, each with its reason', () => {
      expect(endedAfterMs).toBeLessThan(allowed(3_000, ...slow));
      for (const attempt of stored().filter(({ id }) => underWay.includes(id))) {
        expect(attempt.state).toBe('closed');
        // Some ended by themselves in the last moment before.
        if ((attempt.endedAt ?? 0) < killedAtMs) continue;
        if (attempt.connectedAt !== null) expect(attempt).toMatchObject({ outcome: 'live', liveEnd: 'connected' });
        expect(attempt.detail).not.toBe('');
      }
      const failed = stored().filter(({ detail, id }) => underWay.includes(id) && detail === 'the trunk failed');
      expect(failed.length).toBeGreaterThan(0);
      expect(failed.every(({ outcome }) => outcome === 'operating-error')).toBe(true);
    });

    it('the engine says in one line what is wrong and what to check', () => {
      expect(trunkSaid).toMatch(/are lost: |nobody listens at http.*is Asterisk up/);
    });

    it('agents have their phones within 5 s of its return, and dialing goes on', () => {
      // It is back about a second after it was killed.
      expect(phonesBackAfterMs).toBeLessThan(allowed(7_000, ...slow));
    });

    it('nothing is lost, and nothing is dialed twice', () => {
      const numbers = ledger.calls.map(({ number }) => number);
      // A contact whose call the fault took may be called again, as another attempt: as many calls as attempts, by number.
      const attempts = stored().filter(({ detail }) => detail?.startsWith('not dialed') !== true);
      for (const number of new Set(numbers)) {
        const calls = numbers.filter((one) => one === number).length;
        expect(attempts.filter((attempt) => attempt.number === number).length, number).toBeGreaterThanOrEqual(calls);
      }
    });
  },
);
