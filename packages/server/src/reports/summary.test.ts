/** The summary of a run, from what the store holds. */
import {
  type AgentId,
  type CampaignId,
  type FactBody,
  type InteractionId,
  type Presence,
  VirtualClock,
} from '@outdial/shared';
import { describe, expect, it } from 'vitest';
import { openDirectStore } from '../store/index.ts';
import { contact, EngineHand, ended, fill, NEXT_EPOCH, policy, WEDNESDAY_9H } from '../store/testing/floor.ts';
import { createSummary } from './index.ts';

const HOUR_MS = 3_600_000;

const NONE_LOST = { messagesLeft: 0, lostToDetection: { people: 0, upper: 0, ratio: 0, checked: 0 } };

describe('the summary', () => {
  it('GT-2: counts outcomes, talk and agents’ time, whole and per campaign', async () => {
    const store = openDirectStore(':memory:');
    const clock = new VirtualClock(WEDNESDAY_9H);
    const engine = new EngineHand(store);
    const policies = [policy('a'), policy('b')];
    await fill(
      store,
      policies,
      Array.from({ length: 6 }, (_, n) => contact(n)),
    );
    const presence = (agent: string, at: Presence, joined: string[]): FactBody => ({
      type: 'agent',
      agentId: agent as AgentId,
      presence: at,
      version: 1,
      joined: joined as CampaignId[],
    });
    const ready = (sinceMs: number): Presence => ({ kind: 'ready', sinceMs });
    const away = (sinceMs: number): Presence => ({ kind: 'not-ready', sinceMs, reason: 'lunch' });

    // Ann works for both campaigns from an hour before; Bob for a alone, with a break of half an hour.
    engine.nowMs = WEDNESDAY_9H - HOUR_MS;
    await engine.tell(presence('ann', ready(engine.nowMs), ['a', 'b']));
    engine.nowMs = WEDNESDAY_9H;
    await engine.tell(presence('bob', ready(engine.nowMs), ['a']));
    const [one, two, three] = await engine.dial('a', 3);
    const [four] = await engine.dial('b', 1);
    if (one === undefined || two === undefined || three === undefined || four === undefined) throw new Error('four');
    const connected = { agentId: 'ann' as AgentId, interactionId: 'i' as InteractionId, waitMs: 1 };
    const screened = { verdict: 'human', screeningMs: 1, confidence: 1, reasons: [], frames: 40 };
    await engine.tell(
      { type: 'screened', attemptId: one, ...screened },
      { type: 'connected', attemptId: one, ...connected },
      ended(one, { outcome: 'live', liveEnd: 'connected', talkMs: 30 * 60_000 }),
      ended(two, { outcome: 'live', liveEnd: 'abandoned' }),
      ended(three, { outcome: 'busy' }),
    );
    engine.nowMs += HOUR_MS / 2;
    await engine.tell(presence('bob', away(engine.nowMs), ['a']));
    clock.runUntil(WEDNESDAY_9H + HOUR_MS);

    const configuration = {
      current: () => ({
        version: 2 as const,
        campaigns: policies.map(({ campaign }) => campaign),
        contactRules: [],
        compliancePacks: [],
      }),
      onChange: () => () => undefined,
    };
    const summary = createSummary({ store, configuration, clock });
    expect(await summary(WEDNESDAY_9H)).toEqual({
      attempts: 4,
      live: 2,
      connected: 1,
      abandoned: 1,
      abandonRatio: 0.5,
      talkMinutesPerAgentHour: 30 / 1.5,
      outcomes: { live: 2, busy: 1 },
      screenedFrames: 40,
      ...NONE_LOST,
      campaigns: [
        {
          campaignId: 'a',
          name: 'Campaign a',
          mode: 'power',
          attempts: 3,
          live: 2,
          connected: 1,
          abandoned: 1,
          abandonRatio: 0.5,
          talkMinutesPerAgentHour: 30,
          outcomes: { live: 2, busy: 1 },
          screenedFrames: 40,
          ...NONE_LOST,
        },
        {
          campaignId: 'b',
          name: 'Campaign b',
          mode: 'power',
          attempts: 1,
          live: 0,
          connected: 0,
          abandoned: 0,
          abandonRatio: 0,
          talkMinutesPerAgentHour: 0,
          outcomes: {},
          screenedFrames: 0,
          ...NONE_LOST,
        },
      ],
    });
    expect(await summary(WEDNESDAY_9H + 1)).toMatchObject({ attempts: 0, abandonRatio: 0 });

    // Without an engine nobody is at work.
    await store.closeUnderWay({ liveEpoch: NEXT_EPOCH, nowMs: WEDNESDAY_9H + HOUR_MS });
    clock.runUntil(WEDNESDAY_9H + 9 * HOUR_MS);
    expect(await summary(WEDNESDAY_9H)).toMatchObject({
      talkMinutesPerAgentHour: 30 / 1.5,
      outcomes: { 'operating-error': 1 },
    });
    await store.close();
  });
});
