import { describe, expect, it } from 'vitest';
import { TestFloor } from './testing/floor.ts';

describe('the engine', () => {
  it('GW-3: dials, connects and wraps up without being asked', () => {
    const floor = new TestFloor();
    floor.logIn('ada');
    floor.until('ada', 'talking');
    expect(floor.factsOf('connected')).toHaveLength(1);
    floor.until('ada', 'wrap-up', 70_000);
    expect(floor.factsOf('ended')[0]).toMatchObject({
      outcome: 'live',
      liveEnd: 'connected',
      endedBy: 'contact',
      talkMs: 60_000,
    });
    expect(floor.on('ada', 'interaction.done')).toMatchObject({ ok: true });
    floor.until('ada', 'talking');
  });
});
