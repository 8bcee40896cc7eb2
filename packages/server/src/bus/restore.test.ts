import type { AgentMirror, AgentSeat, CallId, KeptLease, LeftCall, ResumedCall } from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { leftInHand, readingOf, restoreOf } from './restore.ts';

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
  expect(restoreOf(seat, mirror(kind), { goesOn })).toMatchObject({ restore, call, interaction: { callId: 'c' } });
});

it('who was being joined and is alone was not joined', () => {
  expect(leftInHand(mirror('connecting'), [left(null)])).toBeUndefined();
  expect(restoreOf(seat, mirror('connecting'), { goesOn: [{ left: left(null), call }] })).toMatchObject({
    restore: 'ready',
  });
});

it('a call that is gone goes to wrap-up, as before', () => {
  expect(restoreOf(seat, mirror('talking'))).toMatchObject({ restore: 'wrap-up', interaction: { callId: null } });
  const another = { left: { ...left('ada'), callId: 'other' } as LeftCall, call };
  expect(restoreOf(seat, mirror('talking'), { goesOn: [another] })).toMatchObject({ restore: 'wrap-up' });
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
  expect(restoreOf(seat, inbound(kind), { goesOn })).toMatchObject({
    restore,
    call: row,
    interaction: { callId: 'c' },
  });
});

it('GT-4: a caller who is alone was not joined, and another’s caller is nobody’s here', () => {
  expect(leftInHand(inbound('connecting'), [came(null)])).toBeUndefined();
  expect(leftInHand(inbound('talking'), [{ ...came('ada'), callId: 'other' as CallId }])).toBeUndefined();
});

it('GT-4: a caller who is gone is wrapped up under the id of the call', () => {
  expect(restoreOf(seat, inbound('talking'))).toMatchObject({ restore: 'wrap-up', interaction: { callId: 'c' } });
});

describe('a record that nobody called yet', () => {
  const record = { interactionId: 'i', attemptId: null, callId: null, campaignId: 'main', contactId: 'c7' } as never;
  const reading = (kind: string, after: object = { kind: 'ready' }): AgentMirror =>
    ({ ...mirror(kind), interaction: record, presence: { kind, ...busy, callId: null, after } }) as never;
  const lease = { leaseId: 'l', expiresAtMs: 9 } as KeptLease;
  const kept = [{ agentId: 'ada', campaignId: 'main', contactId: 'c7', lease }] as never;

  it.each([
    ['reserved', 'preview'],
    ['offered', 'offered'],
    // They had said Call, and the server was not asked yet.
    ['connecting', 'preview'],
  ])('GW-12: %s, and the store kept it for them: in their hand again as %s', (kind, restore) => {
    expect(readingOf(reading(kind))).toEqual({ agentId: 'ada', campaignId: 'main', contactId: 'c7' });
    expect(restoreOf(seat, reading(kind), { kept })).toMatchObject({
      restore,
      lease,
      interaction: { contactId: 'c7' },
    });
  });

  it('GW-12: not kept, or its agent was leaving: it is on top of the list, and they go on', () => {
    expect(restoreOf(seat, reading('reserved'))).toMatchObject({ restore: 'ready' });
    expect(readingOf(reading('reserved', { kind: 'logged-out' }))).toBeUndefined();
    expect(readingOf({ ...mirror('ready'), interaction: null })).toBeUndefined();
  });
});

it('OUT-4: whom they wrapped up last is given to the new engine', () => {
  const last = { contactId: 'c7', attemptId: 'a' } as never;
  expect(restoreOf(seat, { ...mirror('ready'), last })).toMatchObject({ restore: 'ready', last });
});
