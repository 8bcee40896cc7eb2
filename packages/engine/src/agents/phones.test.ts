import { describe, expect, it } from 'vitest';
import { agentId, campaignId, MAIN, TestFloor } from '../testing/floor.ts';

const down = (floor: TestFloor) => floor.mirror('ada').phone?.state;

const attempts = ({ engine }: TestFloor) =>
  (engine.picture().campaigns[0]?.totals.attempts ?? 0) + engine.picture().calls.length;

describe("agents' phones", () => {
  it('GT-8: a nailed-up phone is called at log-in and kept; one that drops is called again, and meanwhile its agent gets no call', () => {
    const floor = new TestFloor();
    floor.logIn('ada', [MAIN], false);
    floor.advance(2_000);
    expect(floor.mirror('ada').phone).toMatchObject({ mode: 'nailed-up', state: 'up', detail: null });
    floor.carrier.phoneBehaves('phone-ada', 'unreachable');
    floor.carrier.dropPhone(agentId('ada'), 'the cable was pulled');
    floor.advance(1);
    expect(floor.mirror('ada').phone).toMatchObject({ state: 'down', detail: 'the cable was pulled' });
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.advance(120_000);
    expect(attempts(floor)).toBe(0);
    expect(floor.state('ada')).toBe('ready');
    floor.carrier.phoneBehaves('phone-ada', 'answers');
    floor.advance(60_000);
    expect(down(floor)).toBe('up');
    expect(attempts(floor)).toBeGreaterThan(0);
  });

  it('GT-8: the pauses between the tries grow, up to half a minute', () => {
    const floor = new TestFloor({ campaigns: [{ id: MAIN, state: 'paused' }] });
    floor.carrier.phoneBehaves('phone-ada', 'unreachable');
    floor.logIn('ada');
    floor.advance(400_000);
    const waits = floor.mirrors
      .filter(
        ({ phone }, index, all) => phone?.state === 'down' && all[index - 1]?.phone?.nextTryAtMs !== phone.nextTryAtMs,
      )
      .flatMap(({ phone }) => phone?.nextTryAtMs ?? []);
    const gaps = waits.slice(1).map((at, index) => at - (waits[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(4);
    expect(gaps.every((gap, index) => index === 0 || gap >= (gaps[index - 1] ?? 0) - 1)).toBe(true);
    expect(Math.max(...gaps)).toBeLessThan(70_000);
  });

  it('GT-8: a phone on demand is called when there is work, and let go after it', () => {
    const floor = new TestFloor();
    floor.logIn('ada', [MAIN], false, { phoneMode: 'on-demand' });
    floor.advance(5_000);
    expect(down(floor)).toBe('on-demand');
    floor.do({ type: 'agent.ready', agentId: agentId('ada') });
    floor.until('ada', 'talking');
    expect(down(floor)).toBe('up');
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 200);
    floor.advance(100);
    expect(down(floor)).toBe('on-demand');
  });

  it('GT-8: a phone on demand that is not answered makes its agent not ready, told why, and nobody is connected to silence', () => {
    const floor = new TestFloor();
    floor.carrier.phoneBehaves('phone-ada', 'unreachable');
    floor.logIn('ada', [MAIN], true, { phoneMode: 'on-demand' });
    floor.until('ada', 'not-ready', 60_000);
    expect(floor.mirror('ada').presence).toMatchObject({ reason: expect.stringContaining('the phone did not answer') });
    floor.advance(60_000);
    expect(floor.factsOf('connected')).toEqual([]);
    expect(attempts(floor)).toBeLessThan(2);
  });

  it('an agent whose phone is on demand takes no calls of a campaign that has nobody reserved', () => {
    const floor = new TestFloor({ campaigns: [{ id: campaignId('fast'), mode: 'power', linesPerAgent: 2 }] });
    floor.logIn('ada', [campaignId('fast')], true, { phoneMode: 'on-demand' });
    floor.advance(30_000);
    expect(attempts(floor)).toBe(0);
  });
});
