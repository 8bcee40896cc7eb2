/** Transfers, calls that came in and what a lost engine leaves of them, through the store's port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, CallId, CampaignId, E164, FactBody, InteractionId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import { contact, EngineHand, fill, NEXT_EPOCH, policy } from './testing/floor.ts';

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
});
