/** The account of the legal window: what passes out of it stops counting, and people lost to detection use it too. */
import { LOST_PRIOR, lostToDetection } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { WindowAccount } from './window-account.ts';

const HOUR_MS = 3_600_000;

describe('the account of the window', () => {
  it('what the store knew of the time before passes out of the window part by part', () => {
    const account = new WindowAccount();
    const parts = [1, 2, 3].map((hour) => ({ atMs: hour * HOUR_MS, live: 10, abandoned: hour, ended: 5 }));
    account.begin({ live: 30, abandoned: 6, parts });
    account.begin({ live: 900, abandoned: 900 });
    const at = (hours: number) => account.figures('24h', hours * HOUR_MS);
    expect(at(20)).toMatchObject({ live: 30, abandoned: 6 });
    expect(at(25.5)).toMatchObject({ live: 20, abandoned: 5 });
    expect(at(30)).toMatchObject({ live: 0, abandoned: 0, lost: { people: 0 } });
  });

  it('its own answers count for the window’s length, and the pacer, which counts them itself, is not told them', () => {
    const account = new WindowAccount();
    account.begin({ live: 100, abandoned: 2 });
    account.answered('24h', 0, false);
    account.answered('24h', 0, true);
    expect(account.figures('24h', HOUR_MS)).toMatchObject({ live: 102, abandoned: 3 });
    expect(account.besidePacer('24h', HOUR_MS)).toEqual({ live: 100, abandoned: 2 });
    expect(account.figures('24h', 26 * HOUR_MS)).toMatchObject({ live: 100, abandoned: 2 });
  });

  it('people lost to detection are live answers and abandoned ones for the pacer; the abandoned figure is left as it was counted', () => {
    const account = new WindowAccount();
    account.begin({ live: 0, abandoned: 0 });
    for (let n = 0; n < 50; n++) account.verdictEnded('24h', 0);
    const people = (50 * LOST_PRIOR.people) / (LOST_PRIOR.people + LOST_PRIOR.machines);
    expect(account.figures('24h', 1)).toMatchObject({ live: 0, abandoned: 0, lost: { people } });
    expect(account.besidePacer('24h', 1)).toEqual({ live: people, abandoned: people });
    // Ten of ten that agents heard were machines: fewer are believed to be people.
    for (let n = 0; n < 10; n++) account.checked('machine');
    expect(account.figures('24h', 1).lost.people).toBeLessThan(people);
  });

  it('an answer that an agent calls a machine is taken back from the live ones', () => {
    const account = new WindowAccount();
    account.begin({ live: 10, abandoned: 1 });
    account.answered('24h', 0, false);
    account.wasMachine('24h', 0, false);
    expect(account.figures('24h', 1).live).toBe(10);
    expect(account.besidePacer('24h', 1)).toEqual({ live: 9, abandoned: 1 });
  });
});

describe('the estimate of people lost', () => {
  it('finds the true share of people among the verdicts from checked calls, and its bound holds it', () => {
    for (const share of [0.01, 0.04, 0.1]) {
      const checked = 2_000;
      const people = Math.round(share * checked);
      const { people: lost, upper } = lostToDetection({ ended: 1_000, people, machines: checked - people });
      expect(lost).toBeCloseTo(1_000 * share, -1);
      expect(upper).toBeGreaterThan(1_000 * share);
      expect(upper).toBeLessThan(1_000 * share + 20);
    }
  });

  it('says nothing of calls that were not ended by a verdict', () => {
    expect(lostToDetection({ ended: 0, people: 3, machines: 9 })).toMatchObject({ people: 0, upper: 0, checked: 12 });
  });
});
