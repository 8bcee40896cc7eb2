import { describe, expect, it } from 'vitest';
import { runLoadTest } from './load-test-edge.ts';
import { LoadTestOptionError } from './options.ts';

const options = { agents: 30, durationMs: 60_000, seed: 3, virtual: true } as const;

describe('the load test', () => {
  it('the same seed on the virtual clock gives the same report; another seed another one', async () => {
    const run = async (seed: number) => {
      const { machine: _machine, ...report } = await runLoadTest({ ...options, seed, pace: { kind: 'auto' } });
      return report;
    };
    const first = await run(3);
    expect(first.placed).toBeGreaterThan(30);
    expect(first.connected).toBeGreaterThan(5);
    expect(first.screenedFrames).toBeGreaterThan(100);
    expect(JSON.stringify(await run(3))).toBe(JSON.stringify(first));
    expect(JSON.stringify(await run(4))).not.toBe(JSON.stringify({ ...first, seed: 4 }));
  });

  it('a fixed number of calls a second is placed, whatever becomes of them', async () => {
    const report = await runLoadTest({ ...options, pace: { kind: 'calls-per-second', calls: 10 } });
    expect(report.placed).toBeGreaterThan(560);
    expect(report.placed).toBeLessThanOrEqual(610);
  });

  it('a fixed number of calls is kept under way', async () => {
    const report = await runLoadTest({ ...options, pace: { kind: 'concurrent-calls', calls: 50 } });
    expect(report.callsUnderWay).toBeGreaterThan(40);
    expect(report.callsUnderWay).toBeLessThanOrEqual(60);
  });

  it('refuses what it cannot do, with words', async () => {
    await expect(runLoadTest({ ...options, agents: 0, pace: { kind: 'auto' } })).rejects.toThrow(LoadTestOptionError);
    await expect(runLoadTest({ ...options, pace: { kind: 'calls-per-second', calls: -1 } })).rejects.toThrow(
      /calls-per-second/,
    );
  });

  it('in real time the pool screens and decides, and the report tells the event loop apart', async () => {
    const report = await runLoadTest({ agents: 20, pace: { kind: 'auto' }, durationMs: 1_500, poolThreads: 1 });
    expect(report).toMatchObject({ clock: 'real', durationS: 1.5 });
    expect(report.placed).toBeGreaterThan(0);
    expect(report.machine.eventLoopDelayMs?.p99).toBeGreaterThanOrEqual(0);
  });
});
