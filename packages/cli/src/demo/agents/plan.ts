/** What a simulated agent means to do in a situation: steps with their delays, decided once when the situation begins. */
import type { AgentState, AgentView, CampaignId, Random } from '@outdial/shared';
import {
  BREAK_CHANCE,
  BREAK_REASONS,
  between,
  ENDS_THE_CALL_CHANCE,
  HOLD_CHANCE,
  plausibleCode,
  plausibleNotes,
  wrapUpTimeMs,
} from './habits.ts';

export type SimulatedDeed =
  | { kind: 'log-in' | 'ready' | 'accept' | 'hold' | 'resume' | 'hang-up' | 'done' }
  | { kind: 'not-ready'; reason: string }
  | { kind: 'join'; campaignId: CampaignId }
  | { kind: 'wrap-up'; code: string | null; notes: string };

export interface Step {
  /** After the step before it, or after the situation began. */
  inMs: number;
  deed: SimulatedDeed;
}

/** What the agent remembers beyond the view. */
export interface Memory {
  /** The state before this one; null at the start. */
  before: AgentState | null;
  /** The reason of a break that the agent took themselves. */
  breakReason: string | null;
  /** Server or engine were away a moment ago: what the state is now may be their doing. */
  trouble: boolean;
  /** Campaigns that would not have this agent. */
  refused: ReadonlySet<CampaignId>;
  /** What was drawn for the call in hand. */
  talk: { interactionId: string; holdAtMs: number | null; endAtMs: number | null } | null;
}

export const newMemory = (): Memory => ({
  before: null,
  breakReason: null,
  trouble: false,
  refused: new Set(),
  talk: null,
});

/** Another put the agent there (a supervisor): the agent stays a while, so that the act is seen to hold. */
const SENT_AWAY_MS = 180_000;
/** No call of the demo is longer. */
const LONGEST_TALK_MS = 600_000;

/** The campaigns that the agent is assigned to and has not joined. */
const toJoin = (view: AgentView, memory: Memory): CampaignId[] =>
  view.campaigns
    .filter(({ joined, state, campaignId }) => !joined && state !== 'ended' && !memory.refused.has(campaignId))
    .map(({ campaignId }) => campaignId);

/** One and the same while nothing happened that the agent would act upon. */
export function situationOf(view: AgentView, memory: Memory): string {
  const { kind, sinceMs } = view.presence;
  const joins = kind === 'ready' || kind === 'not-ready' ? toJoin(view, memory).join() : '';
  return `${kind} ${sinceMs} ${view.interaction?.interactionId ?? '-'} ${joins}`;
}

function backToReady(view: AgentView, memory: Memory, random: Random): Step[] {
  const ready = (inMs: number): Step[] => [{ inMs, deed: { kind: 'ready' } }];
  const { reason } = view.presence;
  if (reason !== null && reason === memory.breakReason) return ready(between(random, 15_000, 60_000));
  if (memory.before === 'offered' || memory.before === 'connecting') return ready(between(random, 2_000, 6_000));
  const fresh = memory.before === null || memory.before === 'logged-out' || memory.before === 'not-ready';
  return ready(fresh || memory.trouble ? between(random, 300, 1_500) : SENT_AWAY_MS);
}

function talkSteps(view: AgentView, memory: Memory, random: Random): Step[] {
  const interactionId = view.interaction?.interactionId ?? '';
  if (memory.talk?.interactionId !== interactionId) {
    const { nowMs } = view;
    memory.talk = {
      interactionId,
      holdAtMs: random.chance(HOLD_CHANCE) ? nowMs + between(random, 4_000, 20_000) : null,
      endAtMs: nowMs + (random.chance(ENDS_THE_CALL_CHANCE) ? between(random, 12_000, 60_000) : LONGEST_TALK_MS),
    };
  }
  const { holdAtMs, endAtMs } = memory.talk;
  if (holdAtMs !== null && (endAtMs === null || holdAtMs < endAtMs)) {
    memory.talk = { ...memory.talk, holdAtMs: null };
    return [{ inMs: Math.max(0, holdAtMs - view.nowMs), deed: { kind: 'hold' } }];
  }
  return endAtMs === null ? [] : [{ inMs: Math.max(0, endAtMs - view.nowMs), deed: { kind: 'hang-up' } }];
}

function wrapUpSteps(view: AgentView, memory: Memory, random: Random): Step[] {
  const { interaction, presence, nowMs } = view;
  const limitMs = presence.wrapUpLimitAtMs === null ? Number.POSITIVE_INFINITY : presence.wrapUpLimitAtMs - nowMs;
  const inMs = Math.max(0, Math.min(wrapUpTimeMs(random), limitMs * 0.8));
  const code = interaction === null ? null : plausibleCode(random, interaction.wrapUpCodes);
  const notes = code === null ? '' : plausibleNotes(random, code.effect ?? 'finish');
  const steps: Step[] = [{ inMs, deed: { kind: 'wrap-up', code: code?.code ?? null, notes } }];
  if (random.chance(BREAK_CHANCE)) {
    const reason = BREAK_REASONS[random.below(BREAK_REASONS.length)] ?? 'break';
    memory.breakReason = reason;
    steps.push({ inMs: 200, deed: { kind: 'not-ready', reason } });
  }
  steps.push({ inMs: between(random, 200, 1_000), deed: { kind: 'done' } });
  return steps;
}

export function planFor(view: AgentView, memory: Memory, random: Random): Step[] {
  const { kind } = view.presence;
  const [campaignId] = toJoin(view, memory);
  switch (kind) {
    case 'logged-out': {
      const sentAway = memory.before !== null && !memory.trouble;
      return [{ inMs: sentAway ? SENT_AWAY_MS : between(random, 100, 1_000), deed: { kind: 'log-in' } }];
    }
    case 'not-ready':
      if (campaignId !== undefined) return [{ inMs: between(random, 50, 400), deed: { kind: 'join', campaignId } }];
      return backToReady(view, memory, random);
    case 'ready':
      return campaignId === undefined ? [] : [{ inMs: between(random, 50, 400), deed: { kind: 'join', campaignId } }];
    case 'offered': {
      const leftMs = (view.interaction?.expiresAtMs ?? view.nowMs + 2_000) - view.nowMs;
      return [{ inMs: Math.max(0, Math.min(between(random, 300, 1_400), leftMs * 0.5)), deed: { kind: 'accept' } }];
    }
    case 'talking':
      return talkSteps(view, memory, random);
    case 'held':
      return [{ inMs: between(random, 3_000, 10_000), deed: { kind: 'resume' } }];
    case 'wrap-up':
      return wrapUpSteps(view, memory, random);
    case 'reserved':
    case 'connecting':
    case 'consulting':
      return [];
  }
}
