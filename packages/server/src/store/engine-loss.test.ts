/** What a lost engine leaves, and what comes back undialed, through the store's port. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentId, AttemptId, CallId, CampaignId, InteractionId } from '@outdial/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDirectStore } from './index.ts';
import type { Store } from './port.ts';
import { contact, EngineHand, EPOCH, ended, fill, NEXT_EPOCH, policy } from './testing/floor.ts';

const heldCall = (attemptId: AttemptId) => ({ attemptId, callId: `call of ${attemptId}` as CallId });

describe('records that come back', () => {
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
  const stateOf = async (n: number, campaign = 'a') => {
    const found = await store.contactById(`c${n}` as never);
    return found?.campaigns.find(({ campaignId }) => campaignId === campaign);
  };

  describe('a lost engine', () => {
    it('lived until it was last heard: what it left, and its agents’ time, end there and not when that is found', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [talking] = await engine.dial('a', 1);
      if (talking === undefined) throw new Error('no attempt');
      const agentId = 'agent-1' as AgentId;
      const inHand = { agentId, interactionId: 'i' as InteractionId, waitMs: 1 };
      const connectedAtMs = engine.nowMs;
      await engine.tell(
        {
          type: 'agent',
          agentId,
          joined: ['a' as CampaignId],
          presence: { kind: 'ready', sinceMs: connectedAtMs },
          version: 1,
        },
        { type: 'answered', attemptId: talking, ringMs: 1 },
        { type: 'connected', attemptId: talking, ...inHand },
      );
      await store.engineHeard({ epoch: EPOCH, atMs: connectedAtMs + 60_000 });
      const monday = connectedAtMs + 60 * 3_600_000;
      await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: monday });
      expect(await store.attemptById(talking)).toMatchObject({ talkMs: 60_000, endedAtMs: connectedAtMs + 60_000 });
      expect((await store.presenceSince(0)).at(-1)).toMatchObject({ kind: 'not-ready', atMs: connectedAtMs + 60_000 });
    });

    it('leaves nothing under way: abandoned, connected and never answered are told apart, leases go back', async () => {
      await fill(store, [policy('a')], [contact(1), contact(2), contact(3), contact(4)]);
      const [ringing, answered, connected] = await engine.dial('a', 3);
      if (ringing === undefined || answered === undefined || connected === undefined) throw new Error('no attempts');
      await engine.lease('a', 1);
      const inHand = { agentId: 'agent-1' as AgentId, interactionId: 'i' as InteractionId, waitMs: 1 };
      await engine.tell(
        { type: 'answered', attemptId: answered, ringMs: 1 },
        { type: 'answered', attemptId: connected, ringMs: 1 },
        { type: 'connected', attemptId: connected, ...inHand },
      );
      const nowMs = engine.nowMs + 9_000;
      const loss = await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs });
      expect(loss).toEqual({
        goesOn: [],
        kept: [],
        closed: [
          { attemptId: ringing, epoch: EPOCH, outcome: 'operating-error', liveEnd: null },
          { attemptId: answered, epoch: EPOCH, outcome: 'live', liveEnd: 'abandoned' },
          { attemptId: connected, epoch: EPOCH, outcome: 'live', liveEnd: 'connected' },
        ],
        freed: 1,
        returning: false,
        tooLate: false,
      });
      expect(await store.attemptById(connected)).toMatchObject({ endedBy: 'engine-lost', talkMs: 9_000 });
      expect(await store.attempts({ limit: 9, state: 'under-way' })).toEqual([]);
      expect(await store.abandonmentSince([{ campaignId: 'a' as CampaignId, sinceMs: 0, nowMs, parts: null }])).toEqual(
        [{ campaignId: 'a', live: 2, abandoned: 1, verdicts: { ended: 0, people: 0, machines: 0 } }],
      );
      const next = new EngineHand(store, nowMs, NEXT_EPOCH);
      expect((await next.lease('a', 9)).records.map(({ name }) => name)).toEqual(['Contact 4']);
    });

    it('BP-10: a machine that was being left a message is a machine, and no abandoned call', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [attemptId] = await engine.dial('a', 1);
      if (attemptId === undefined) throw new Error('no attempt');
      const screened = { verdict: 'machine', screeningMs: 5_000, confidence: 0.9, reasons: [], frames: 250 };
      await engine.tell({ type: 'answered', attemptId, ringMs: 1 }, { type: 'screened', attemptId, ...screened });
      const { closed } = await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs + 9_000 });
      expect(closed).toEqual([{ attemptId, epoch: EPOCH, outcome: 'answering-machine', liveEnd: null }]);
    });

    it('GW-9: granted and never dialed, a record comes back to the top and has no attempt less', async () => {
      await fill(store, [policy('a', { rule: { maxAttempts: 1 } })], [contact(1), contact(2)]);
      const [attemptId] = await engine.dial('a');
      if (attemptId === undefined) throw new Error('no attempt');
      await engine.tell(ended(attemptId, { outcome: 'cancelled', endedBy: 'us', detail: 'not dialed' }));
      const campaignId = 'a' as CampaignId;
      const back = {
        campaignId,
        contactIds: ['c1' as never],
        position: 'top',
        epoch: EPOCH,
        nowMs: engine.nowMs,
      } as const;
      expect(await store.giveBack(back)).toBe(1);
      expect((await engine.lease('a', 1)).records).toMatchObject([{ name: 'Contact 1' }]);
      const [real] = await engine.dial('a');
      if (real === undefined) throw new Error('no attempt');
      await engine.tell(ended(real, { outcome: 'busy' }));
      expect(await store.giveBack({ ...back, contactIds: ['c2' as never] })).toBe(0);
      expect(await stateOf(2)).toMatchObject({ status: 'finished', reason: 'attempts-used-up' });
    });

    it('says nothing any more, and its attempts are not closed a second time', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      const [attemptId] = await engine.dial('a');
      if (attemptId === undefined) throw new Error('no attempt');
      await engine.tell({ type: 'answered', attemptId, ringMs: 1 });
      const request = { liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs };
      await store.closeUnderWay(request);
      const nothing = { closed: [], goesOn: [], kept: [], freed: 0, returning: false };
      expect(await store.closeUnderWay(request)).toEqual({ ...nothing, tooLate: false });
      expect(await store.closeUnderWay({ ...request, liveEpoch: EPOCH })).toEqual({ ...nothing, tooLate: true });
      await engine.tell(ended(attemptId, { outcome: 'live', liveEnd: 'connected', talkMs: 5 }));
      expect(await store.attemptById(attemptId)).toMatchObject({ liveEnd: 'abandoned', endedBy: 'engine-lost' });
    });

    it('calls that outlived it go on under the same attempt; those that are over do not', async () => {
      await fill(store, [policy('a')], [contact(1), contact(2), contact(3)]);
      const [talks, over, waits] = await engine.dial('a', 3);
      if (talks === undefined || over === undefined || waits === undefined) throw new Error('no attempts');
      const inHand = { agentId: 'agent-1' as AgentId, interactionId: 'i' as InteractionId, waitMs: 7 };
      await engine.tell(
        { type: 'answered', attemptId: talks, ringMs: 1 },
        { type: 'connected', attemptId: talks, ...inHand },
        { type: 'answered', attemptId: waits, ringMs: 1 },
        ended(over, { outcome: 'busy' }),
      );
      const request = { liveEpoch: NEXT_EPOCH, nowMs: engine.nowMs, goOn: [talks, over].map(heldCall) };
      const { closed, goesOn } = await store.closeUnderWay(request);
      expect(goesOn).toMatchObject([{ ...heldCall(talks), waitMs: 7, connectedAtMs: expect.any(Number) }]);
      expect(closed).toMatchObject([{ attemptId: waits, liveEnd: 'abandoned' }]);
      const end = { ...ended(talks, { outcome: 'live', liveEnd: 'connected', talkMs: 5 }), seq: 1, atMs: engine.nowMs };
      await store.applyFacts({ epoch: NEXT_EPOCH, facts: [end], nowMs: engine.nowMs });
      expect(await store.attemptById(talks)).toMatchObject({ state: 'closed', liveEnd: 'connected', talkMs: 5 });
      expect((await store.closeUnderWay(request)).closed).toEqual([]);
    });

    it('leaves the attempts of the engine that is alive alone', async () => {
      await fill(store, [policy('a')], [contact(1)]);
      await engine.dial('a');
      expect((await store.closeUnderWay({ liveEpoch: EPOCH, nowMs: engine.nowMs })).closed).toEqual([]);
      expect(await store.attempts({ limit: 9, state: 'under-way' })).toHaveLength(1);
    });
  });
});
