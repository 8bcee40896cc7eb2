import type { AgentMirror, AgentSeat, CallId, LeftCall, ResumedCall } from '@outdial/shared';
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

const inbound = (kind: string): AgentMirror => {
  const known = mirror(kind) as AgentMirror & { interaction: object };
  return { ...known, interaction: { ...known.interaction, attemptId: null, direction: 'inbound' } } as never;
};
const came = (agentId: string | null): LeftCall => ({ ...left(agentId), attemptId: null });
const row = { callId: 'c', attemptId: null } as ResumedCall;

it.each([
  ['talking', 'ada', 'talking'],
  ['talking', null, 'held'],
  ['held', null, 'held'],
  ['connecting', 'ada', 'talking'],
  ['consulting', null, 'held'],
])('GT-4: %s with a caller who is in the bridge of %s: given back as %s', (kind, agentId, restore) => {
  const goesOn = [{ left: came(agentId), call: row }];
  expect(restoreOf(seat, inbound(kind), goesOn)).toMatchObject({ restore, call: row, interaction: { callId: 'c' } });
});

it('GT-4: a caller who is alone was not joined, and another’s caller is nobody’s here', () => {
  expect(leftInHand(inbound('connecting'), [came(null)])).toBeUndefined();
  expect(leftInHand(inbound('talking'), [{ ...came('ada'), callId: 'other' as CallId }])).toBeUndefined();
});

it('GT-4: a caller who is gone is wrapped up under the id of the call', () => {
  expect(restoreOf(seat, inbound('talking'), [])).toMatchObject({ restore: 'wrap-up', interaction: { callId: 'c' } });
});
