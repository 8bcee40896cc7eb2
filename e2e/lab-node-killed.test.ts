/** kill -9 of one Asterisk of two with real calls up: its calls end with a reason, and the floor works on with the other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LivePicture } from '@outdial/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabAttempt, noAsterisk, readAttempts, readLabLedger, untilBusy } from './support/lab.ts';
import { type Demo, startDemo, temporaryFolder, until } from './support/program.ts';

const TRUNK_FAILED = 'the trunk failed';
const temporary = temporaryFolder();
afterAll(() => temporary.remove());

describe.skipIf(noAsterisk)('kill -9 of one Asterisk of two (skipped where none is: scripts/asterisk/fetch.sh)', () => {
  const folder = join(temporary.folder, 'floor');
  let demo: Demo;
  /** The lines in use of each trunk, just before. */
  let linesInUse: Record<string, number>;
  let killedAtMs = 0;
  let underWay: ReadonlySet<string>;
  let attempts: LabAttempt[];

  const trunks = async (): Promise<LivePicture['engine']['trunks']> => {
    const leave = new AbortController();
    for await (const { data, event } of demo.client.stream('live', { signal: leave.signal })) {
      if (event === 'picture') return (data as LivePicture).engine.trunks;
    }
    throw new Error('the floor told no picture');
  };

  const failed = () => readAttempts(folder).filter(({ detail, id }) => underWay.has(id) && detail === TRUNK_FAILED);

  beforeAll(async () => {
    demo = await startDemo(folder, ['--telephony', 'asterisk', '--lab', '--nodes', '2']);
    await untilBusy(demo);
    const agents = await demo.client.call('agents');
    const atWork = new Set(agents.flatMap(({ agentId, state }) => (state === 'logged-out' ? [] : [agentId])));
    linesInUse = Object.fromEntries((await trunks()).map(({ name, linesInUse }) => [name, linesInUse]));
    underWay = new Set(readAttempts(folder).flatMap(({ id, state }) => (state === 'under-way' ? [id] : [])));
    killedAtMs = Date.now();
    process.kill(Number(readFileSync(join(folder, 'lab', 'second', 'run', 'asterisk.pid'), 'utf8')), 'SIGKILL');
    await until('calls have ended for it', () => (failed().length > 0 ? true : null));
    await until('everybody who was at work has a phone', async () => {
      const now = await demo.client.call('agents');
      const back = now.filter(({ agentId, phone }) => atWork.has(agentId) && phone?.state === 'up');
      return back.length === atWork.size ? true : null;
    });
    await until('the node is back, and carries calls', async () =>
      (await trunks()).every(({ linesInUse, up }) => up && linesInUse > 0) ? true : null,
    );
    await demo.stop();
    attempts = readAttempts(folder);
  });
  afterAll(async () => {
    await demo?.stop();
  });

  const ofThen = () => attempts.filter(({ endedAt, id }) => underWay.has(id) && (endedAt ?? 0) >= killedAtMs);

  it('both carried calls, under the names of their nodes', () => {
    expect(Object.keys(linesInUse).sort()).toEqual(['first/carrier', 'second/carrier']);
    for (const lines of Object.values(linesInUse)) expect(lines).toBeGreaterThan(0);
  });

  it('the calls of the one end with a reason, those of the other go on', () => {
    expect(failed().length).toBeLessThan(ofThen().length);
    for (const { connectedAt, liveEnd, outcome } of failed()) {
      if (connectedAt === null) expect(outcome).not.toBe('live');
      else expect({ outcome, liveEnd }).toEqual({ outcome: 'live', liveEnd: 'connected' });
    }
  });

  it('nothing is lost: every call that reached the carrier is an attempt', () => {
    const known = new Set(attempts.map(({ number }) => number));
    const { calls } = readLabLedger(folder);
    expect(calls.filter(({ number }) => !known.has(number))).toEqual([]);
  });
});
