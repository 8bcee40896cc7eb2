/** Transfers, calls that came in and what a lost engine leaves of them, through the store's port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  AgentId,
  AttemptId,
  CallId,
  CampaignId,
  ContactId,
  E164,
  FactBody,
  InteractionId,
  MessageId,
} from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import { contact, EngineHand, ended, fill, NEXT_EPOCH, numberOf, policy } from './testing/floor.ts';

const ANNA = 'anna' as AgentId;
const BOB = 'bob' as AgentId;
const CALLER = '+33199005555' as E164;

describe('facts beside an attempt', () => {
  let folder: string;
  let store: Store;
  let engine: EngineHand;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'outdial-store-'));
    store = openDirectStore(join(folder, 'store.sqlite'));
    engine = new EngineHand(store);
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('BP-8: the attempt tells to whom the contact was handed, and belongs to who took them', async () => {
    await fill(store, [policy('a')], [contact(1)]);
    const [attemptId] = await engine.dial('a', 1);
    if (attemptId === undefined) throw new Error('no attempt');
    await engine.tell(
      { type: 'answered', attemptId, ringMs: 1 },
      { type: 'connected', attemptId, agentId: ANNA, interactionId: 'i' as InteractionId, waitMs: 1 },
      {
        ...{ type: 'transferred', callId: 'c' as CallId, attemptId, agentId: ANNA },
        ...{ to: 'Bob', toAgentId: BOB, how: 'blind' },
      },
    );
    expect(await store.attemptById(attemptId)).toMatchObject({ transferredTo: 'Bob', agentId: BOB });
  });

  it('GCC-3: who presses the key of a message is on the do-not-call list with all their numbers, and their contact finished', async () => {
    const other = '+33199004444' as E164;
    await fill(store, [policy('a')], [contact(1, { otherNumbers: [other] }), contact(2)]);
    const [attemptId] = await engine.dial('a', 1);
    if (attemptId === undefined) throw new Error('no attempt');
    const message = {
      messageId: 'm' as MessageId,
      purpose: 'abandonment',
      startedAfterMs: 900,
      completed: false,
    } as const;
    const reason = expect.stringContaining('pressed 9 in the abandonment message of ');
    await engine.tell({ type: 'opted-out', attemptId, digit: '9', purpose: 'abandonment' });
    // At once, whatever becomes of the call and of the engine.
    for (const number of [numberOf(1), other]) {
      expect(await store.doNotCallOf(number)).toMatchObject([{ campaignId: null, reason }]);
    }
    await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'abandoned', message }), {
      ...{ type: 'wrapped-up', attemptId, agentId: ANNA, interactionId: 'i' as InteractionId },
      ...{ code: null, notes: '', wrapUpMs: 1 },
    });
    expect(await store.attemptById(attemptId)).toMatchObject({ liveEnd: 'abandoned', message: { optedOutKey: '9' } });
    const { campaigns } = (await store.contactById('c1' as ContactId)) ?? { campaigns: [] };
    expect(campaigns).toMatchObject([{ status: 'finished', reason: 'do-not-call' }]);
    expect(await store.doNotCallOf(numberOf(1))).toHaveLength(1);
  });

  const incoming = (callId: string, state: 'ringing' | 'answered' | 'missed' | 'ended'): FactBody => ({
    ...{ type: 'incoming', callId: callId as CallId, number: CALLER, calledNumber: '+33199000000' as E164 },
    ...{ campaignId: 'a' as CampaignId, agentId: state === 'answered' ? ANNA : null, state, detail: state },
  });

  it('GT-4: only calls that nobody took are missed calls', async () => {
    await fill(store, [policy('a')], []);
    await engine.tell(incoming('taken', 'ringing'), incoming('taken', 'answered'), incoming('taken', 'ended'));
    await engine.tell(incoming('lost', 'ringing'), incoming('lost', 'missed'));
    await engine.tell(incoming('rings', 'ringing'));
    expect((await store.missedCalls({ limit: 10 })).map(({ id, number, state }) => [id, number, state])).toEqual([
      ['lost', CALLER, 'open'],
    ]);
  });

  it('GT-4: who rang when the engine died is missed, and who was talked to is not', async () => {
    await fill(store, [policy('a')], []);
    await engine.tell(incoming('rings', 'ringing'), incoming('talks', 'ringing'), incoming('talks', 'answered'));
    await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs + 1_000 });
    expect((await store.missedCalls({ limit: 10 })).map(({ id }) => id)).toEqual(['rings']);
  });

  it('GT-4: a caller who talks on outlives the engine under the same call; who rang is missed all the same', async () => {
    await fill(store, [policy('a')], []);
    await engine.tell(incoming('talks', 'ringing'));
    const cameAtMs = engine.nowMs;
    engine.nowMs += 4_000;
    await engine.tell(incoming('talks', 'answered'), incoming('rings', 'ringing'), incoming('joined', 'ringing'));
    await engine.tell(incoming('over', 'ringing'), incoming('over', 'answered'), incoming('over', 'ended'));
    const nowMs = engine.nowMs + 1_000;
    const goOn = ['talks', 'joined', 'over', 'unheard-of'].map((id) => ({ callId: id as CallId, attemptId: null }));
    const { goesOn } = await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs, goOn });
    expect(goesOn).toMatchObject([
      {
        callId: 'talks',
        attemptId: null,
        calledNumber: '+33199000000',
        dialedAtMs: cameAtMs,
        connectedAtMs: engine.nowMs,
      },
      { callId: 'joined', connectedAtMs: null, answeredAtMs: nowMs },
    ]);
    expect((await store.missedCalls({ limit: 10 })).map(({ id }) => id)).toEqual(['rings']);

    const next = new EngineHand(store, nowMs + 60_000, NEXT_EPOCH);
    const wrappedUp = { type: 'incoming-wrapped-up', callId: 'talks' as CallId, agentId: ANNA } as const;
    await next.tell(incoming('joined', 'answered'), incoming('talks', 'ended'));
    await next.tell({ ...wrappedUp, code: 'sale', notes: 'so far' });
    expect(await store.incomingById('talks' as CallId)).toMatchObject({
      ...{ state: 'ended', agentId: ANNA, wrapUpCode: 'sale', notes: 'so far' },
    });
    expect(await store.incomingById('joined' as CallId)).toMatchObject({ state: 'answered', agentId: ANNA });
    // It is the live engine's: a second hello closes nothing of it.
    await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: nowMs + 61_000 });
    expect(await store.incomingById('joined' as CallId)).toMatchObject({ state: 'answered' });
  });

  it('GT-4: a recording that is found of a call that came in is that call’s, and its agent’s', async () => {
    await fill(store, [policy('a')], []);
    await engine.tell(incoming('talks', 'ringing'), incoming('talks', 'answered'));
    const callId = 'talks' as CallId;
    const unknown = { attemptId: 'talks' as AttemptId, campaignId: null, agentId: null, number: null };
    const file = { file: 'talks.wav', startedAtMs: 5, durationMs: 1_000, bytes: 16_044 };
    await engine.tell({ type: 'recorded', callId, ...unknown, ...file });
    expect(await store.recordingOf(callId)).toMatchObject({ campaignId: 'a', agentId: ANNA, number: CALLER });
  });
});
