import { describe, expect, it } from 'vitest';
import { STRONG, shares, tryTones } from './tone-trial.ts';

/** What is measured over many is in docs/amd.md; a few of each must not fall far below it. */
const LEAST: Readonly<Record<string, number>> = {
  SIT: 0.95,
  busy: 0.93,
  ringback: 0.8,
  'fax and modem': 0.95,
  beeps: 0.95,
  'no beep': 0.95,
};

describe('tones of every standard on made lines', () => {
  it('are told apart at low levels, 1 % off their frequency, in noise and with packets lost', () => {
    const results = tryTones(6, 11);
    const found = shares(results);
    expect(Object.keys(found)).toEqual(Object.keys(LEAST));
    for (const [group, least] of Object.entries(LEAST)) expect(found[group], group).toBeGreaterThanOrEqual(least);
    const kinds = results.filter(({ kindRight }) => kindRight !== undefined);
    expect(kinds.reduce((sum, { kindRight = 0 }) => sum + kindRight, 0) / kinds.length).toBeGreaterThanOrEqual(0.93);
  });

  it('are told apart in noise of 12 to 20 dB below them', () => {
    const found = shares(tryTones(3, 12, STRONG));
    const least = { SIT: 0.9, busy: 0.9, ringback: 0.55, 'fax and modem': 0.9, 'no beep': 0.95 };
    for (const [group, share] of Object.entries(least)) expect(found[group], group).toBeGreaterThanOrEqual(share);
  });
});
