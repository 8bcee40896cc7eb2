/** kill -9 of the engine with real calls up: who talks goes on talking, and the engine that returns has them in hand. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabLedger, noAsterisk, readAttempts, readLabLedger, untilBusy } from './support/lab.ts';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';
import { query } from './support/store.ts';

const temporary = temporaryFolder();
afterAll(() => temporary.remove());

describe.skipIf(noAsterisk)(
  'kill -9 of the engine with 20 calls up (skipped where no Asterisk is: scripts/asterisk/fetch.sh)',
  () => {
    const folder = join(temporary.folder, 'floor');
    let demo: Demo;
    let killedAtMs = 0;
    /** Who talked at the kill: the agent's id, and what they had in hand. */
    let talking: { agentId: string; callId: string }[];
    let underWay: string[];
    /** Who of them was given the same call back as talking. */
    let back: { agentId: string; callId: string }[];
    let ledger: LabLedger;

    const stored = () => readAttempts(folder);
    const atWork = async () =>
      (await demo.client.call('agents')).flatMap(({ agentId, callId, state }) =>
        (state === 'talking' || state === 'held') && callId !== null ? [{ agentId, callId }] : [],
      );

    beforeAll(async () => {
      demo = await startDemo(folder, ['--telephony', 'asterisk', '--lab']);
      await untilBusy(demo);
      underWay = (await demo.client.call('attempts', { query: { state: 'under-way', limit: 1000 } })).map(
        ({ attemptId }) => attemptId,
      );
      talking = await atWork();
      process.kill(demo.enginePid(), 'SIGKILL');
      killedAtMs = Date.now();
      back = await until('another engine has taken over and calls are in hand', async () => {
        const epochs = query<{ closedAt: number | null }>(folder, 'select closed_at as closedAt from epochs');
        if (epochs.length < 2) return null;
        const now = new Set((await atWork()).map(({ agentId, callId }) => `${agentId} ${callId}`));
        const same = talking.filter(({ agentId, callId }) => now.has(`${agentId} ${callId}`));
        return same.length > 0 ? same : null;
      });
      await until(
        'what went on has ended in its own time',
        async () => {
          const open = new Set(stored().flatMap(({ id, state }) => (state === 'under-way' ? [id] : [])));
          return underWay.every((id) => !open.has(id)) ? true : null;
        },
        120_000,
      );
      await until('calls are connected again', () => {
        return stored().filter(({ connectedAt }) => (connectedAt ?? 0) > killedAtMs + 3_000).length >= 3 ? true : null;
      });
      await demo.stop();
      ledger = readLabLedger(folder);
    });
    afterAll(async () => {
      await demo?.stop();
    });

    it('talking pairs are given back to their agents within 5 s', () => {
      // A call may have ended by itself meanwhile.
      expect(back.length).toBeGreaterThanOrEqual(talking.length - 3);
    });

    it('they kept hearing each other, and ended in their own time, under the same attempt', () => {
      const attempts = stored();
      const went = attempts.filter(
        ({ connectedAt, endedAt, endedBy, id }) =>
          underWay.includes(id) &&
          connectedAt !== null &&
          (endedAt ?? 0) > killedAtMs + 3_000 &&
          endedBy !== 'engine-lost',
      );
      expect(went.length).toBeGreaterThanOrEqual(talking.length - 4);
      for (const { connectedAt, endedAt, liveEnd, number, outcome, talkMs } of went) {
        expect({ number, outcome, liveEnd }).toMatchObject({ outcome: 'live', liveEnd: 'connected' });
        const lastedMs = (endedAt ?? 0) - (connectedAt ?? 0);
        expect(Math.abs(talkMs - lastedMs), number).toBeLessThan(1_000);
        const heard = ledger.ends.findLast((end) => end.number === number)?.ended.heardFrames ?? 0;
        // Frames of 20 ms from the agent all the time, the dead second included (music where one was on hold); whose agent
        // was being told by a tone heard them from the engine's return on.
        expect(heard, number).toBeGreaterThan((0.9 * lastedMs - 3_000) / 20);
      }
    });

    it('nobody waits in silence for more than 3 s', () => {
      const answered = new Map<string, number>();
      for (const { number, ended } of ledger.ends) {
        if (ended.answeredAtMs !== null) answered.set(number, ended.answeredAtMs);
      }
      const alone = stored().filter(
        ({ connectedAt, id, number }) =>
          underWay.includes(id) &&
          connectedAt === null &&
          (answered.get(number) ?? Number.POSITIVE_INFINITY) < killedAtMs,
      );
      for (const { number } of alone) {
        const end = ledger.ends.find((one) => one.number === number);
        expect((end?.atMs ?? 0) - killedAtMs, number).toBeLessThan(3_000);
      }
    });

    it('nothing is lost, and nothing is dialed twice', () => {
      const attempts = stored();
      for (const id of underWay) expect(attempts.find((attempt) => attempt.id === id)?.state).toBe('closed');
      const dialed = ledger.calls.map(({ number }) => number);
      expect(new Set(dialed).size).toBe(dialed.length);
      const known = new Set(attempts.map(({ number }) => number));
      expect(dialed.filter((number) => !known.has(number))).toEqual([]);
    });
  },
);
