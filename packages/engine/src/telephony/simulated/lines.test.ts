import { seededRandom } from '@outdial/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from './lines.ts';

describe('the trunk', () => {
  it('never carries more calls than it has lines, and takes one for each that it lets go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.array(fc.boolean(), { maxLength: 60 }), (maxLines, steps) => {
        const lines = new Lines({ maxLines }, 0);
        let inUse = 0;
        for (const takes of steps) {
          if (takes) {
            const taken = lines.take(0);
            expect(taken).toBe(inUse < maxLines);
            if (taken) inUse += 1;
          } else if (inUse > 0) {
            lines.release();
            inUse -= 1;
          }
          expect(lines.free(0)).toBe(maxLines - inUse);
          expect(lines.picture(0).linesInUse).toBe(inUse);
        }
      }),
      { seed: 1 },
    );
  });

  it.each([1, 7, 50])(
    'takes at most %d calls in any second, and that many when they are asked for',
    (callsPerSecond) => {
      const lines = new Lines({ callsPerSecond }, 0);
      const random = seededRandom(3);
      const takenMs: number[] = [];
      for (let nowMs = 0; nowMs < 20_000; nowMs += random.below(6)) if (lines.take(nowMs)) takenMs.push(nowMs);
      takenMs.forEach((atMs, i) => {
        const later = takenMs[i + callsPerSecond];
        if (later !== undefined) expect(later - atMs).toBeGreaterThanOrEqual(1_000);
      });
      expect(takenMs.length).toBeGreaterThan(20 * callsPerSecond * 0.95);
    },
  );

  it('takes one call in four seconds at a quarter of a call a second', () => {
    const lines = new Lines({ callsPerSecond: 0.25 }, 0);
    const takenMs = Array.from({ length: 100 }, (_, i) => i * 100).filter((nowMs) => lines.take(nowMs));
    expect(takenMs).toEqual([0, 4_000, 8_000]);
  });

  it('carries no new call during an outage, and says so', () => {
    const start = 1_700_000_000_000;
    const lines = new Lines({ maxLines: 10, outages: [[60, 120]] }, start);
    expect(lines.take(start + 59_999)).toBe(true);
    expect(lines.take(start + 60_000)).toBe(false);
    expect(lines.free(start + 90_000)).toBe(0);
    expect(lines.picture(start + 90_000)).toMatchObject({
      up: false,
      linesInUse: 1,
      detail: expect.stringContaining('outage'),
    });
    expect(lines.take(start + 120_000)).toBe(true);
    expect(lines.picture(start + 120_000)).toMatchObject({ up: true, linesInUse: 2 });
  });
});
