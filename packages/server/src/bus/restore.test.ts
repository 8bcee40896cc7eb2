import type { AgentMirror, AgentSeat, LeftCall, ResumedCall } from '@outdial/shared';
import { expect, it } from 'vitest';
import { leftInHand, restoreOf } from './restore.ts';

const seat = { agentId: 'ada', name: 'Ada', phone: 'p' } as AgentSeat;
const interaction = { interactionId: 'i', attemptId: 'a', callId: 'c', campaignId: 'main', state: 'talking' } as never;
const busy = { sinceMs: 1, interactionId: 'i', campaignId: 'main', callId: 'c', after: { kind: 'ready' } };
const mirror = (kind: string): AgentMirror =>
  ({ agentId: 'ada', version: 1, presence: { kind, ...busy }, joined: ['main'], interaction }) as never;
const left = (agentId: string | null): LeftCall => ({ callId: 'c', attemptId: 'a', agentId }) as LeftCall;
const call = { attemptId: 'a' } as ResumedCall;

it.each([
  ['talking', 'ada', 'talking'],
  ['talking', null, 'held'],
  ['held', null, 'held'],
  ['held', 'ada', 'talking'],
  ['connecting', 'ada', 'talking'],
  ['consulting', null, 'held'],
])('%s, with the contact in the bridge of %s: given back as %s', (kind, agentId, restore) => {
  const goesOn = [{ left: left(agentId), call }];
  expect(restoreOf(seat, mirror(kind), goesOn)).toMatchObject({ restore, call, interaction: { callId: 'c' } });
});

it('who was being joined and is alone was not joined', () => {
  expect(leftInHand(mirror('connecting'), [left(null)])).toBeUndefined();
  expect(restoreOf(seat, mirror('connecting'), [{ left: left(null), call }])).toMatchObject({ restore: 'ready' });
});

it('a call that is gone goes to wrap-up, as before', () => {
  expect(restoreOf(seat, mirror('talking'), [])).toMatchObject({ restore: 'wrap-up', interaction: { callId: null } });
  const another = { left: { ...left('ada'), callId: 'other' } as LeftCall, call };
  expect(restoreOf(seat, mirror('talking'), [another])).toMatchObject({ restore: 'wrap-up' });
});

it('OUT-5: the standing choice after wrap-up outlives the engine', () => {
  const chosen = { ...mirror('ready'), readyAfterWrapUp: false };
  expect(restoreOf(seat, chosen)).toMatchObject({ restore: 'ready', seat: { ...seat, readyAfterWrapUp: false } });
});
