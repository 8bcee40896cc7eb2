import { type CallId, countingIds } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { createInlineScreening } from '../screening/index.ts';
import type { AudioFrame, ScreeningEvent } from '../screening/screening.ts';
import { shippedClips } from '../testing/floor.ts';
import { runLoadTest } from './load-test-edge.ts';
import { LoadTestOptionError } from './options.ts';
import { RememberingScreening } from './remembering-screening.ts';

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

describe('screening that remembers', () => {
  it('tells exactly what the detector tells, frame by frame, also where passages part', () => {
    const passages = shippedClips()
      .slice(0, 6)
      .map(({ samples }) => framesOf(samples));
    const silence = new Int16Array(160);
    const calls: AudioFrame[][] = [];
    for (const passage of passages) {
      calls.push(
        passage,
        passage,
        [...passage.slice(0, 30), ...(passages[0] ?? [])],
        [...passage, silence, silence],
        passage,
      );
    }
    const remembering = new RememberingScreening(createInlineScreening());
    const plain = createInlineScreening();
    const ids = countingIds('call');
    for (const frames of calls) {
      const hear = (screening: typeof plain) => {
        const events: [number, ScreeningEvent][] = [];
        let at = 0;
        const session = screening.open(ids<CallId>(), (event) => events.push([at, event]));
        for (at = 0; at < frames.length; at++) session.push(frames[at] ?? silence);
        const view = session.view();
        session.close();
        return { events, view };
      };
      expect(hear(remembering)).toEqual(hear(plain));
    }
    expect(remembering.framesScreened).toBe(plain.framesScreened);
  });
});

function framesOf(samples: Int16Array): AudioFrame[] {
  const frames: AudioFrame[] = [];
  for (let at = 0; at + 160 <= samples.length; at += 160) frames.push(samples.subarray(at, at + 160));
  return frames;
}
