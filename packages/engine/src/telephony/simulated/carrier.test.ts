import { createHash } from 'node:crypto';
import {
  type AgentId,
  type AttemptId,
  type CallId,
  type CampaignId,
  type Clock,
  type E164,
  seededRandom,
  VirtualClock,
} from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { loadClips } from '../../amd/clips.ts';
import type { CallEvent } from '../port.ts';
import { SimulatedCarrier, type SimulatedCarrierOptions } from './carrier.ts';
import type { LedgerEntry } from './ledger.ts';
import { type CarrierProfileInput, EVERYDAY } from './profile.ts';

const NUMBER = '+33199000000' as E164;
const AGENT = 'agent-1' as AgentId;
const CLIPS = loadClips();
const FIXED: CarrierProfileInput = {
  answerRatio: 1,
  postDialMs: { dist: 'fixed', mean: 1_000 },
  ringMs: { dist: 'fixed', mean: 5_000 },
  talkMs: { dist: 'fixed', mean: 60_000 },
  patienceMs: { dist: 'fixed', mean: 2_000 },
  holdPatienceMs: { dist: 'fixed', mean: 30_000 },
  machineStaysMs: { dist: 'fixed', mean: 40_000 },
};

interface Floor {
  readonly clock: VirtualClock;
  readonly carrier: SimulatedCarrier;
  dial(name: string): CallEvent[];
}

function floor(options: Partial<SimulatedCarrierOptions> = {}): Floor {
  const clock = new VirtualClock();
  const carrier = new SimulatedCarrier({ clock, random: seededRandom(42), ...options });
  carrier.openPhone({ agentId: AGENT, address: 'a', mode: 'nailed-up' }, () => undefined);
  return {
    clock,
    carrier,
    dial(name) {
      const events: CallEvent[] = [];
      carrier.dial(request(name), (event) => events.push(event));
      return events;
    },
  };
}

function request(name: string) {
  return {
    callId: name as CallId,
    attemptId: `attempt-of-${name}` as AttemptId,
    campaignId: 'c1' as CampaignId,
    number: NUMBER,
    callerId: { number: NUMBER },
    ringTimeoutMs: 22_000,
  };
}

const endOf = (events: readonly CallEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'ended' ? { atMs: last.atMs, cause: last.cause } : null;
};
const nothing = (): void => undefined;

describe('a contact', () => {
  it('who meets nobody hangs up out of patience', () => {
    const { clock, dial } = floor({ profile: FIXED });
    const events = dial('c');
    clock.advance(20_000);
    expect(endOf(events)).toEqual({ atMs: 6_000 + 2_000, cause: 'hung-up-by-contact' });
  });

  it('speaks first, and is patient from the end of that on', () => {
    const { clock, dial } = floor({ profile: FIXED, clips: CLIPS });
    const events = dial('c');
    clock.advance(20_000);
    expect(endOf(events)?.atMs).toBeGreaterThan(8_500);
    expect(endOf(events)?.atMs).toBeLessThan(14_000);
  });

  it('talks as long as was drawn, time on hold included', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED });
    const events = dial('c');
    clock.runUntil(7_000);
    carrier.connect('c' as CallId, AGENT, nothing);
    clock.runUntil(20_000);
    carrier.hold('c' as CallId, nothing);
    clock.runUntil(40_000);
    carrier.resume('c' as CallId, nothing);
    clock.runUntil(100_000);
    expect(endOf(events)).toEqual({ atMs: 7_020 + 60_000, cause: 'hung-up-by-contact' });
  });

  it('leaves when the hold gets too long', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED });
    const events = dial('c');
    clock.runUntil(7_000);
    carrier.connect('c' as CallId, AGENT, nothing);
    clock.runUntil(10_000);
    carrier.hold('c' as CallId, nothing);
    clock.runUntil(100_000);
    expect(endOf(events)).toEqual({ atMs: 10_002 + 30_000, cause: 'hung-up-by-contact' });
  });

  it('whose agent is lost waits again, and talks on for the rest of the talk with the next', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED });
    const events = dial('c');
    const next = 'agent-2' as AgentId;
    carrier.openPhone({ agentId: next, address: 'b', mode: 'nailed-up' }, nothing);
    clock.runUntil(7_000);
    carrier.connect('c' as CallId, AGENT, nothing);
    clock.runUntil(27_020);
    carrier.dropPhone(AGENT);
    clock.runUntil(28_000);
    carrier.connect('c' as CallId, next, nothing);
    clock.runUntil(200_000);
    expect(endOf(events)).toEqual({ atMs: 28_020 + 40_000, cause: 'hung-up-by-contact' });
  });

  it('listens to a message, and is patient after it', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED, messages: { sorry: 5_000 } });
    const events = dial('c');
    clock.runUntil(7_000);
    carrier.play('c' as CallId, 'p', { kind: 'message', messageId: 'sorry' }, nothing);
    clock.runUntil(60_000);
    expect(events.find((event) => event.type === 'playback-finished')).toMatchObject({ atMs: 12_002, completed: true });
    expect(endOf(events)).toEqual({ atMs: 14_002, cause: 'hung-up-by-contact' });
  });

  it('that is a machine talks on until its own end, agent or not', () => {
    const { clock, carrier, dial } = floor({ profile: { ...FIXED, machineRatio: 1 } });
    const alone = dial('alone');
    const joined = dial('joined');
    clock.runUntil(7_000);
    carrier.connect('joined' as CallId, AGENT, nothing);
    clock.runUntil(100_000);
    expect(endOf(alone)).toEqual({ atMs: 46_000, cause: 'hung-up-by-contact' });
    expect(endOf(joined)).toEqual({ atMs: 46_000, cause: 'hung-up-by-contact' });
  });

  it('who is handed over keeps the line in use until they have talked', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED });
    const free = carrier.freeLines();
    const events = dial('c');
    clock.runUntil(7_000);
    carrier.connect('c' as CallId, AGENT, nothing);
    clock.runUntil(10_000);
    carrier.transferBlind('c' as CallId, NUMBER, nothing);
    clock.runUntil(11_000);
    expect(endOf(events)?.cause).toBe('hung-up-by-us');
    expect(carrier.freeLines()).toBe(free - 1);
    clock.runUntil(68_000);
    expect(carrier.freeLines()).toBe(free);
    expect(carrier.picture('c' as CallId)).toBeNull();
  });
});

describe('the carrier', () => {
  it('writes every call into the ledger before anything else, also those that it refuses', () => {
    const written: LedgerEntry[] = [];
    const ledger = { write: (entry: LedgerEntry) => written.push(entry) > 0, close: nothing };
    const { clock, dial } = floor({ profile: FIXED, ledger, limits: { maxLines: 1 } });
    dial('first');
    expect(written).toEqual([
      { atMs: 0, attemptId: 'attempt-of-first', callId: 'first', campaignId: 'c1', number: NUMBER },
    ]);
    const refusedCall = dial('second');
    const twice = dial('first');
    expect(written.map((entry) => entry.callId)).toEqual(['first', 'second', 'first']);
    clock.advance(1_000);
    expect([endOf(refusedCall)?.cause, endOf(twice)?.cause]).toEqual(['congestion', 'failed']);
  });

  it('places no call that it cannot book: on a full disk it fails, and nothing is thrown at the engine', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED, ledger: { write: () => false, close: nothing } });
    const call = dial('unbooked');
    clock.advance(1_000);
    expect(endOf(call)?.cause).toBe('failed');
    expect(carrier.picture('unbooked' as CallId)).toBeNull();
  });

  it('ends calls over its lines, over its rate and during an outage in congestion, and recovers', () => {
    const { clock, carrier, dial } = floor({
      profile: FIXED,
      limits: { maxLines: 5, callsPerSecond: 3, outages: [[20, 30]] },
    });
    const burst = Array.from({ length: 4 }, (_, i) => dial(`burst-${i}`));
    clock.advance(1_000);
    const more = Array.from({ length: 3 }, (_, i) => dial(`more-${i}`));
    expect(carrier.freeLines()).toBe(0);
    clock.runUntil(19_000);
    expect(burst.map((events) => endOf(events)?.cause === 'congestion')).toEqual([false, false, false, true]);
    expect(more.map((events) => endOf(events)?.cause === 'congestion')).toEqual([false, false, true]);
    clock.runUntil(25_000);
    const during = dial('during');
    expect(carrier.trunks()[0]?.up).toBe(false);
    clock.runUntil(30_000);
    const after = dial('after');
    clock.runUntil(60_000);
    expect(endOf(during)).toEqual({ atMs: 25_030, cause: 'congestion' });
    expect(endOf(after)?.cause).toBe('hung-up-by-contact');
    expect(carrier.freeLines()).toBe(5);
  });

  it('takes no more requests for a call that it is hanging up', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED });
    const events = dial('c');
    clock.runUntil(7_000);
    carrier.hangUp('c' as CallId);
    const answers: unknown[] = [];
    carrier.sendDtmf('c' as CallId, '1', (result) => answers.push(result));
    clock.runUntil(7_100);
    expect(answers).toMatchObject([{ ok: false, code: 'no-such-call' }]);
    expect(endOf(events)?.cause).toBe('hung-up-by-us');
  });

  it('lets go of every line in the end, whatever the calls came to', () => {
    const { clock, carrier, dial } = floor({ profile: EVERYDAY });
    const calls = Array.from({ length: 400 }, (_, i) => dial(`call-${i}`));
    expect(carrier.trunks()[0]?.linesInUse).toBe(400);
    clock.advance(600_000);
    expect(carrier.trunks()[0]?.linesInUse).toBe(0);
    for (const events of calls) {
      expect(events.filter((event) => event.type === 'ended')).toHaveLength(1);
      expect(events.at(-1)?.type).toBe('ended');
    }
  });

  it('gives the same run from the same seed, byte for byte, and another one from another seed', () => {
    expect(fingerprint(7)).toBe(fingerprint(7));
    expect(fingerprint(7)).not.toBe(fingerprint(8));
  });

  it('plays an attempt the same whatever else is dialed', () => {
    const alone = floor({ profile: EVERYDAY });
    const crowded = floor({ profile: EVERYDAY });
    for (let i = 0; i < 100; i++) crowded.dial(`other-${i}`);
    const names = Array.from({ length: 50 }, (_, i) => `call-${i}`);
    const [a, b] = [alone, crowded].map((each) => {
      const calls = names.map((name) => each.dial(name));
      each.clock.runUntil(300_000);
      return calls;
    });
    expect(b).toEqual(a);
  });
});

describe('its audio', () => {
  it('is the same however late one listens: nothing is made before, and nothing is missed after', () => {
    const listen = (fromMs: number): Map<number, string> => {
      const { clock, carrier, dial } = floor({
        profile: { ...FIXED, patienceMs: { dist: 'fixed', mean: 60_000 } },
        clips: CLIPS,
      });
      dial('c');
      clock.runUntil(fromMs);
      const heard = new Map<number, string>();
      carrier.tap('c' as CallId, (frame, atMs) => heard.set(atMs, digest(frame)));
      clock.runUntil(30_000);
      return heard;
    };
    const early = listen(0);
    const late = listen(20_000);
    expect(late.size).toBeGreaterThan(400);
    for (const [atMs, frame] of late) expect(early.get(atMs)).toBe(frame);
    expect(new Set(early.values()).size).toBeGreaterThan(300);
  });

  it('sounds the same whether it was prepared ahead or not', () => {
    const listen = (warm: boolean): string => {
      const { clock, carrier, dial } = floor({ profile: FIXED, clips: CLIPS });
      if (warm) carrier.warmUp();
      dial('c');
      const hash = createHash('sha256');
      carrier.tap('c' as CallId, (frame) => hash.update(digest(frame)));
      clock.runUntil(8_000);
      return hash.digest('hex');
    };
    expect(listen(true)).toBe(listen(false));
  });

  it('runs on one timer for all calls that somebody listens to, and on none where nobody does', () => {
    const { clock, carrier, dial } = floor({ profile: FIXED, clips: CLIPS });
    for (let i = 0; i < 50; i++) dial(`c-${i}`);
    clock.runUntil(6_000);
    const timers = (): number => {
      const before = counter.count;
      clock.advance(1_000);
      return counter.count - before;
    };
    const counter = countTimers(clock);
    expect(timers()).toBe(0);
    const taps = Array.from({ length: 50 }, (_, i) => carrier.tap(`c-${i}` as CallId, nothing));
    expect(timers()).toBe(50);
    for (const tap of taps) tap.close();
    clock.advance(20);
    expect(timers()).toBe(0);
  });

  it('carries the clip of whoever took the call', () => {
    const marks = { human: 1_000, machine: 2_000, fax: 3_000, sit: 4_000 } as const;
    const clips = Object.entries(marks).map(([kind, level]) => ({
      name: kind,
      kind: kind as keyof typeof marks,
      samples: new Int16Array(8_000).fill(level),
      beepMs: null,
    }));
    const { clock, carrier } = floor({ profile: FIXED, clips });
    const loudness = new Map<string, number>();
    for (const party of Object.keys(marks) as (keyof typeof marks)[]) {
      const number = `+3319900${marks[party]}` as E164;
      carrier.plays(number, { ringsAfterMs: 10, end: { does: 'answer', afterMs: 100, party } });
      carrier.dial({ ...request(party), number }, nothing);
      carrier.tap(party as CallId, (frame) => {
        if (!loudness.has(party)) loudness.set(party, frame[80] ?? 0);
      });
    }
    clock.advance(500);
    // Lines differ by their gain, from −11 to +3 dB.
    for (const [party, level] of Object.entries(marks)) {
      expect(loudness.get(party)).toBeGreaterThan(level * 0.25);
      expect(loudness.get(party)).toBeLessThan(level * 1.7);
    }
  });
});

function digest(frame: Int16Array): string {
  return createHash('sha1')
    .update(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength))
    .digest('base64');
}

function countTimers(clock: Clock): { count: number } {
  const counter = { count: 0 };
  const after = clock.after.bind(clock);
  clock.after = (delayMs, action) => {
    counter.count += 1;
    return after(delayMs, action);
  };
  return counter;
}

/** Ten minutes of a small floor that taps every answer, connects some, and lets the rest go. */
function fingerprint(seed: number): string {
  const hash = createHash('sha256');
  const { clock, carrier } = floor({
    random: seededRandom(seed),
    profile: EVERYDAY,
    clips: CLIPS,
    limits: { callsPerSecond: 4 },
  });
  let dialed = 0;
  const dial = (): void => {
    const callId = `call-${dialed++}` as CallId;
    carrier.dial(request(callId), (event) => {
      hash.update(`${callId} ${JSON.stringify(event)}\n`);
      if (event.type !== 'answered') return;
      const tap = carrier.tap(callId, (frame, atMs) => hash.update(`${atMs} ${digest(frame)}\n`));
      clock.after(1_000, () => {
        tap.close();
        carrier.connect(callId, AGENT, (result) => hash.update(JSON.stringify(result)));
      });
    });
    clock.after(250, dial);
  };
  dial();
  clock.advance(600_000);
  expect(dialed).toBeGreaterThan(2_000);
  return hash.digest('hex');
}
