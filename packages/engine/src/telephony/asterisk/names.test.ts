import { type AttemptId, type CallId, newId } from '@outdial/shared';
import { expect, it } from 'vitest';
import { callKey, readCallKey, readName, writeName } from './names.ts';

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
