import { type AttemptId, type CallId, newId } from '@outdial/shared';
import { expect, it } from 'vitest';
import { callKey, incomingCallId, readCallKey, readName, writeName } from './names.ts';

it('a name of ours is read as it was written, and fits into Asterisk', () => {
  const [callId, attemptId] = [newId<CallId>(), newId<AttemptId>()];
  const name = writeName('out-dial_7', 'm3x', 'call', callKey(callId, attemptId), 12_345);
  expect(name.length).toBeLessThan(150);
  expect(readName('out-dial_7', name)).toEqual({ life: 'm3x', role: 'call', key: `${callId}.${attemptId}` });
  expect(readCallKey(`${callId}.${attemptId}`)).toEqual({ callId, attemptId });
});

it('what is not ours is nobody', () => {
  for (const name of ['1700000000.12', 'outdial', 'outdial~', 'outdial~x~', 'outdial2~a~call-b-1']) {
    expect(readName('outdial', name)).toBeNull();
  }
  for (const key of ['', 'a', '.b', 'a.', 'a.b.c']) expect(readCallKey(key)).toBeNull();
});

it('GT-4: a call that came in is told apart from that of another node, of another time, and fits', () => {
  const ids = [
    incomingCallId('', '1700000000.12', 1_700_000_000_021),
    incomingCallId('paris', '1700000000.12', 1_700_000_000_021),
    incomingCallId('paris', '1700000000.12', 1_800_000_000_021),
    incomingCallId('paris', 'pbx/1700000000.12', null),
    incomingCallId('paris', 'x'.repeat(100), 1_700_000_000_021),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  // A channel's key is `CALL.ATTEMPT`, and an incoming call's id stands for both.
  for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
});
