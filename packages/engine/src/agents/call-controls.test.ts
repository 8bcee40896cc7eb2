import type { E164, TransferTarget } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { agentId, MAIN, TestFloor } from '../testing/floor.ts';

const OUTSIDE: TransferTarget = { kind: 'number', number: '+33199009000' as E164 };
const BOB: TransferTarget = { kind: 'agent', agentId: agentId('bob') };

function talking(campaign: object = {}): TestFloor {
  const floor = new TestFloor({ campaigns: [{ id: MAIN, ...campaign }] });
  floor.logIn('ada');
  floor.until('ada', 'talking');
  // Whoever comes now is to be asked for a transfer, and gets no call of the campaign's.
  floor.reconfigure(MAIN, { state: 'paused' });
  return floor;
}

const callOf = (floor: TestFloor) => {
  const [call] = floor.engine.picture().calls;
  if (call === undefined) throw new Error('no call');
  return call;
};
const hears = (floor: TestFloor, who: 'contact' | 'agent') => floor.carrier.picture(callOf(floor).callId)?.hears(who);
const line = (floor: TestFloor) => floor.mirror('ada').interaction?.line;

function hands(floor: TestFloor, type: 'interaction.transfer' | 'interaction.consult', to: TransferTarget) {
  return floor.engine.command({ type, agentId: agentId('ada'), interactionId: floor.interactionId('ada'), to });
}

function mutes(floor: TestFloor, muted: boolean) {
  const interactionId = floor.interactionId('ada');
  return floor.engine.command({ type: 'interaction.mute', agentId: agentId('ada'), interactionId, muted });
}

describe('BP-8: controls of a call', () => {
  it('BP-8: muted, the contact hears no agent; on hold, none either, muted or not', () => {
    const floor = talking();
    expect(mutes(floor, true)).toMatchObject({ ok: true });
    floor.advance(5);
    expect(line(floor)).toMatchObject({ muted: true });
    expect(hears(floor, 'contact')?.has('agent')).toBe(false);
    expect(mutes(floor, false)).toMatchObject({ ok: true });
    floor.advance(5);
    expect(hears(floor, 'contact')?.has('agent')).toBe(true);
    floor.on('ada', 'interaction.hold');
    floor.advance(5);
    expect(hears(floor, 'contact')?.has('agent')).toBe(false);
    expect(hears(floor, 'agent')?.has('contact')).toBe(false);
  });

  it('BP-8: keys are pressed while they talk, and refused when the call is over', () => {
    const floor = talking();
    const press = () =>
      floor.engine.command({
        ...{ type: 'interaction.dtmf', agentId: agentId('ada'), digits: '12#' },
        interactionId: floor.interactionId('ada'),
      });
    expect(press()).toMatchObject({ ok: true });
    floor.on('ada', 'interaction.hang-up');
    floor.until('ada', 'wrap-up', 200);
    expect(press()).toMatchObject({ ok: false });
  });

  it('BP-8: a blind transfer outside ends the agent’s part; the attempt tells to whom', () => {
    const floor = talking();
    expect(hands(floor, 'interaction.transfer', OUTSIDE)).toMatchObject({ ok: true });
    floor.until('ada', 'wrap-up', 1_000);
    expect(line(floor)).toMatchObject({ transferredTo: '+33199009000' });
    expect(floor.factsOf('transferred')).toMatchObject([
      { agentId: 'ada', to: '+33199009000', toAgentId: null, how: 'blind' },
    ]);
  });

  it('BP-8: a blind transfer to another agent who is ready connects them; to one who is not, it is refused', () => {
    const floor = talking();
    expect(hands(floor, 'interaction.transfer', BOB)).toMatchObject({ ok: false, code: 'transfer-target-unavailable' });
    expect(floor.state('ada')).toBe('talking');
    floor.logIn('bob');
    floor.advance(2_000);
    expect(hands(floor, 'interaction.transfer', BOB)).toMatchObject({ ok: true });
    floor.until('bob', 'talking', 5_000);
    expect(floor.state('ada')).toBe('wrap-up');
    expect(floor.factsOf('transferred')).toMatchObject([{ to: 'bob', toAgentId: 'bob', how: 'blind' }]);
    expect(hears(floor, 'contact')?.has('agent')).toBe(true);
    // Both wrap up; the contact is called no second time for it.
    floor.on('bob', 'interaction.hang-up');
    floor.until('bob', 'wrap-up', 200);
    expect(floor.factsOf('ended')).toHaveLength(1);
  });

  it('BP-8: consultation: the contact is on hold and hears neither; return, and they talk again', () => {
    const floor = talking();
    expect(hands(floor, 'interaction.consult', OUTSIDE)).toMatchObject({ ok: true });
    floor.advance(100);
    expect(floor.state('ada')).toBe('consulting');
    expect(hears(floor, 'contact')?.has('agent')).toBe(false);
    floor.advance(8_000);
    expect(line(floor)?.consultation).toEqual({ with: '+33199009000', state: 'talking' });
    expect(floor.on('ada', 'interaction.hang-up')).toMatchObject({ ok: false, code: 'consulting' });
    expect(floor.on('ada', 'interaction.return')).toMatchObject({ ok: true });
    floor.until('ada', 'talking', 1_000);
    floor.advance(50);
    expect(hears(floor, 'contact')?.has('agent')).toBe(true);
    expect(floor.on('ada', 'interaction.return')).toMatchObject({ ok: false, code: 'no-consultation' });
  });

  it('BP-8: an attended transfer is completed once the target has answered, and not before', () => {
    const floor = talking();
    hands(floor, 'interaction.consult', OUTSIDE);
    floor.advance(50);
    expect(floor.on('ada', 'interaction.complete-transfer')).toMatchObject({
      ok: false,
      code: 'consultation-not-answered',
    });
    floor.advance(8_000);
    expect(floor.on('ada', 'interaction.complete-transfer')).toMatchObject({ ok: true });
    floor.until('ada', 'wrap-up', 1_000);
    expect(floor.factsOf('transferred')).toMatchObject([{ to: '+33199009000', how: 'attended' }]);
  });

  it('BP-8: recording starts and stops on demand where the campaign says so, both sides in one file named by the call', () => {
    const record = (floor: TestFloor, on: boolean) =>
      floor.engine.command({
        ...{ type: 'interaction.record', agentId: agentId('ada'), on },
        interactionId: floor.interactionId('ada'),
      });
    expect(record(talking(), true)).toMatchObject({ ok: false, code: 'recording-not-allowed' });
    const floor = talking({ recording: 'on-demand' });
    const { callId } = callOf(floor);
    expect(record(floor, true)).toMatchObject({ ok: true });
    floor.advance(5_000);
    expect(callOf(floor).recording).toBe(true);
    expect(record(floor, false)).toMatchObject({ ok: true });
    floor.on('ada', 'interaction.hang-up');
    floor.advance(1_000);
    expect(floor.factsOf('recorded')).toMatchObject([{ callId, agentId: 'ada', file: `${callId}.wav` }]);
    expect([...floor.recordings.keys()]).toEqual([callId]);
  });

  it('a campaign that always records does so from the connection on', () => {
    const floor = talking({ recording: 'always' });
    floor.advance(2_000);
    expect(callOf(floor).recording).toBe(true);
    floor.on('ada', 'interaction.hang-up');
    floor.advance(1_000);
    expect(floor.factsOf('recorded')).toHaveLength(1);
  });
});

describe('GT-8: monitoring', () => {
  const monitor = (floor: TestFloor, phone: string | null) =>
    floor.engine.command({
      ...{ type: 'monitor.start', monitorId: 'm', phone, mode: 'listen' },
      callId: callOf(floor).callId,
    });

  it('GT-8: the supervisor’s phone is called and listens; whisper and barge change who hears them; it ends with the call', () => {
    const floor = talking();
    expect(monitor(floor, 'phone-sue')).toMatchObject({ ok: true });
    floor.advance(5_000);
    expect(floor.ticks.at(-1)).toMatchObject({ phone: 'up', mode: 'listen' });
    const heard = () => ['contact', 'agent'].map((who) => hears(floor, who as 'contact')?.has('supervisor'));
    expect(heard()).toEqual([false, false]);
    for (const [mode, expected] of [
      ['whisper', [false, true]],
      ['barge', [true, true]],
      ['listen', [false, false]],
    ] as const) {
      expect(floor.engine.command({ type: 'monitor.mode', monitorId: 'm', mode })).toMatchObject({ ok: true });
      floor.advance(200);
      expect(heard()).toEqual(expected);
      expect(floor.ticks.at(-1)).toMatchObject({ mode });
    }
    floor.on('ada', 'interaction.hang-up');
    floor.advance(500);
    const { length } = floor.ticks;
    floor.advance(2_000);
    expect(floor.ticks.length).toBe(length);
    expect(floor.engine.command({ type: 'monitor.mode', monitorId: 'm', mode: 'barge' })).toMatchObject({
      ok: false,
      code: 'unknown-monitor',
    });
  });

  it('GT-8: by policy the agent sees that somebody listens, or does not', () => {
    for (const showMonitoring of [true, false]) {
      const floor = talking({ showMonitoring });
      monitor(floor, 'phone-sue');
      floor.advance(5_000);
      expect(line(floor)?.monitored).toBe(showMonitoring ? 'listen' : null);
      floor.engine.command({ type: 'monitor.stop', monitorId: 'm' });
      floor.advance(10);
      expect(line(floor)?.monitored).toBe(null);
    }
  });

  it('GT-1: without a phone only the meter listens, and cannot speak', () => {
    const floor = talking();
    monitor(floor, null);
    floor.advance(500);
    expect(floor.ticks.at(-1)).toMatchObject({ phone: 'none' });
    expect(floor.engine.command({ type: 'monitor.mode', monitorId: 'm', mode: 'barge' })).toMatchObject({
      ok: false,
      code: 'no-phone',
    });
  });
});
