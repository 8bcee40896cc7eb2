/** What the look at trunks says of an endpoint, and how long it waits for the first answer of a carrier. */
import { VirtualClock } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { AriError } from '../ari-rest.ts';
import type { Finding } from './finding.ts';
import { trunkFindings } from './trunks.ts';

const options = { url: 'http://127.0.0.1', user: 'u', password: 'p', trunks: [{ name: 'carrier' }] };

/** Looks while `stateAt` tells what Asterisk says so long after the first question; how long it took, too. */
async function look(stateAt: (afterMs: number) => string): Promise<{ finding: Finding | undefined; tookMs: number }> {
  const clock = new VirtualClock(1_000);
  const get = async (): Promise<unknown> => ({ state: stateAt(clock.nowMs() - 1_000) });
  const looking = trunkFindings(options, { get }, clock);
  let over = false;
  void looking.finally(() => {
    over = true;
  });
  while (!over) {
    clock.step();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return { finding: (await looking)[0], tookMs: clock.nowMs() - 1_000 };
}

describe('the look at a trunk', () => {
  it('an endpoint that is reached, or that Asterisk does not look at, is well at once', async () => {
    for (const state of ['online', 'unknown']) {
      expect(await look(() => state)).toMatchObject({ finding: { ok: true, check: 'trunk carrier' }, tookMs: 0 });
    }
  });

  it('an Asterisk that has just started is waited for: its carrier has not answered yet', async () => {
    const { finding, tookMs } = await look((afterMs) => (afterMs < 4_900 ? 'offline' : 'online'));
    expect(finding).toMatchObject({ ok: true, detail: expect.stringContaining('carrier is online') });
    expect(tookMs).toBeLessThanOrEqual(5_250);
  });

  it('a carrier that stays away is told after ten seconds, with what to check', async () => {
    const { finding, tookMs } = await look(() => 'offline');
    expect(finding).toMatchObject({
      ok: false,
      detail: 'Asterisk does not reach endpoint carrier, for 10 s now',
      remedy: expect.stringMatching(/pjsip show contacts/),
    });
    expect(tookMs).toBe(10_000);
  });

  it('an endpoint that is not there is told at once', async () => {
    const get = (): Promise<unknown> => Promise.reject(new AriError(404, 'Endpoint not found'));
    const [finding] = await trunkFindings(options, { get }, new VirtualClock(0));
    expect(finding).toMatchObject({ ok: false, detail: 'Asterisk knows no endpoint carrier' });
  });
});
