import { expect, it } from 'vitest';
import { Trunk } from './trunk.ts';
import { Trunks } from './trunks.ts';

const takeMany = (trunk: Trunk, n: number, nowMs: number): number =>
  Array.from({ length: n }, () => trunk.take(nowMs)).filter((taken) => taken).length;

it('carries no more calls at once than it has lines', () => {
  const trunk = new Trunk({ name: 'a', maxLines: 2 });
  expect(takeMany(trunk, 5, 0)).toBe(2);
  expect(trunk.free(0)).toBe(0);
  trunk.release();
  expect(trunk.free(0)).toBe(1);
});

it('no second of time holds more calls than its limit', () => {
  const trunk = new Trunk({ name: 'a', callsPerSecond: 10 });
  const taken: number[] = [];
  for (let atMs = 0; atMs < 5_000; atMs += 20) if (trunk.take(atMs)) taken.push(atMs);
  for (const from of taken) {
    expect(taken.filter((atMs) => atMs >= from && atMs < from + 1_000).length).toBeLessThanOrEqual(10);
  }
  expect(taken.length).toBeGreaterThanOrEqual(49);
});

it('a trunk that refuses every second call for want of room is slowed, named, and comes back', () => {
  const trunk = new Trunk({ name: 'a', maxLines: 500, callsPerSecond: 50 });
  const perSecond: number[] = [];
  for (let second = 0; second < 60; second++) {
    let taken = 0;
    for (let atMs = 0; atMs < 1_000; atMs += 10) {
      const nowMs = 1_000 * second + atMs;
      if (!trunk.take(nowMs)) continue;
      taken += 1;
      trunk.release();
      if (second < 10 && taken % 2 === 0) trunk.congested(nowMs, 'SIP 503');
    }
    perSecond.push(taken);
  }
  expect(perSecond[0]).toBeGreaterThan(10);
  expect(perSecond[9]).toBeLessThanOrEqual(3);
  expect(perSecond.at(-1)).toBeGreaterThanOrEqual(45);
});

it('says which trunk is slowed by what, and what is down', () => {
  const trunk = new Trunk({ name: 'carrier-a' });
  takeMany(trunk, 20, 5_000);
  trunk.congested(5_000, 'SIP 503');
  expect(trunk.picture(5_000)).toMatchObject({ name: 'carrier-a', up: true, callsPerSecond: 10 });
  expect(trunk.picture(5_000).detail).toContain('SIP 503');
  trunk.setDown('Asterisk does not reach carrier-a');
  expect(trunk.picture(5_000)).toMatchObject({ up: false, detail: 'Asterisk does not reach carrier-a' });
  expect(trunk.take(5_000)).toBe(false);
});

it('a number goes into the endpoint as it is, or as digits', () => {
  expect(new Trunk({ name: 'a' }).endpoint('+33199000001')).toBe('PJSIP/+33199000001@a');
  expect(new Trunk({ name: 'a', endpoint: 'PJSIP/00{digits}@b' }).endpoint('+33199000001')).toBe(
    'PJSIP/0033199000001@b',
  );
});

it('calls spread over trunks by weight, and pass over those that are full or down', () => {
  const trunks = new Trunks([
    { name: 'big', weight: 3, maxLines: 30 },
    { name: 'small', weight: 1, maxLines: 30 },
  ]);
  const [big, small] = trunks.all;
  for (let i = 0; i < 20; i++) trunks.take(0);
  expect([big?.linesInUse, small?.linesInUse]).toEqual([15, 5]);
  big?.setDown('out');
  for (let i = 0; i < 30; i++) trunks.take(0);
  expect([big?.linesInUse, small?.linesInUse]).toEqual([15, 30]);
  expect(trunks.take(0)).toBeNull();
});
