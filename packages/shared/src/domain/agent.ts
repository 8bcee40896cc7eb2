/**
 * An agent's presence, as the engine holds it and the server mirrors it.
 *
 * | state | meaning |
 * | --- | --- |
 * | logged-out | not at work |
 * | not-ready | logged in; takes nothing; with a reason |
 * | ready | takes records and calls (GW-5) |
 * | reserved | kept for a call that is being set up (GCC-3) |
 * | offered | an alert waits for Accept (BP-4) |
 * | connecting | being joined to the contact |
 * | talking · held | on a call · the contact on hold |
 * | wrap-up | the call is over; the wrap-up code is not |
 *
 * A pause or a log-out asked for while busy is kept in `after` and takes effect when the work is done (OUT-5).
 * Invariants (each held by a test): an interaction is in hand exactly in `offered` to `wrap-up`; nobody leaves `wrap-up`
 * but by `finish`; a call on hold cannot be ended by the agent (WX-11); `now` is an argument, a no-op keeps its object.
 */
import type { CallId, CampaignId, InteractionId } from '../ids.ts';
import { AGENT_TABLE, type AgentEventName, type AgentRefusal, type AgentState } from './agent-table.ts';
import { isRefused, type Transition } from './machine.ts';

/** What an agent becomes when the work in hand is done. */
export type AfterWork = { kind: 'ready' } | { kind: 'not-ready'; reason: string } | { kind: 'logged-out' };

/** What an agent has in hand. */
export interface InHand {
  readonly interactionId: InteractionId;
  readonly campaignId: CampaignId;
  /** Null while a record is previewed and nobody was called yet. */
  readonly callId: CallId | null;
}

interface Busy extends InHand {
  readonly sinceMs: number;
  readonly after: AfterWork;
}

export type Presence =
  | { readonly kind: 'logged-out'; readonly sinceMs: number }
  | { readonly kind: 'not-ready'; readonly sinceMs: number; readonly reason: string }
  | { readonly kind: 'ready'; readonly sinceMs: number }
  | { readonly kind: 'reserved'; readonly sinceMs: number; readonly campaignId: CampaignId; readonly after: AfterWork }
  | ({ readonly kind: 'offered'; readonly expiresAtMs: number } & Busy)
  | ({ readonly kind: 'connecting' } & Busy)
  | ({ readonly kind: 'talking' } & Busy)
  | ({ readonly kind: 'held' } & Busy)
  | ({ readonly kind: 'wrap-up'; readonly limitAtMs: number | null } & Busy);

export type AgentEvent =
  | { type: 'log-in'; reason: string }
  | { type: 'log-out' }
  | { type: 'set-ready' }
  | { type: 'set-not-ready'; reason: string }
  | { type: 'reserve'; campaignId: CampaignId }
  | { type: 'release' }
  | { type: 'offer'; inHand: InHand; expiresAtMs: number }
  | { type: 'join'; inHand: InHand }
  | { type: 'accept' }
  | { type: 'let-pass'; reason: string }
  | { type: 'withdraw' }
  | { type: 'connected' }
  | { type: 'hold' }
  | { type: 'resume' }
  | { type: 'hang-up' }
  | { type: 'call-over'; wrapUpLimitAtMs: number | null }
  | { type: 'finish' };

const READY: AfterWork = { kind: 'ready' };

function settle(after: AfterWork, nowMs: number): Presence {
  switch (after.kind) {
    case 'ready':
      return { kind: 'ready', sinceMs: nowMs };
    case 'not-ready':
      return { kind: 'not-ready', sinceMs: nowMs, reason: after.reason };
    case 'logged-out':
      return { kind: 'logged-out', sinceMs: nowMs };
  }
}

const sameAfter = (a: AfterWork, b: AfterWork): boolean =>
  a.kind === b.kind && (a.kind !== 'not-ready' || b.kind !== 'not-ready' || a.reason === b.reason);

/** What the agent asked to become later, kept while busy. */
function postponed<P extends Presence & { after: AfterWork }>(presence: P, after: AfterWork): P {
  return sameAfter(presence.after, after) ? presence : { ...presence, after };
}

function inHandOf(presence: Busy): InHand {
  return { interactionId: presence.interactionId, campaignId: presence.campaignId, callId: presence.callId };
}

const afterOf = (presence: Presence): AfterWork => ('after' in presence ? presence.after : READY);

const isBusy = (presence: Presence): presence is Extract<Presence, Busy> => 'interactionId' in presence;

/** The next presence after an event at `nowMs`, or the refusal of the table's cell. */
export function agentTransition(
  presence: Presence,
  event: AgentEvent,
  nowMs: number,
): Transition<Presence, AgentRefusal> {
  const cell = AGENT_TABLE[presence.kind][event.type];
  if (isRefused(cell)) return { ok: false, refused: cell.refused };
  return { ok: true, state: next(presence, event, nowMs) };
}

function next(presence: Presence, event: AgentEvent, nowMs: number): Presence {
  switch (event.type) {
    case 'log-in':
      return { kind: 'not-ready', sinceMs: nowMs, reason: event.reason };
    case 'log-out':
      if ('after' in presence) return postponed(presence, { kind: 'logged-out' });
      return presence.kind === 'logged-out' ? presence : { kind: 'logged-out', sinceMs: nowMs };
    case 'set-ready':
      if ('after' in presence) return postponed(presence, READY);
      return presence.kind === 'ready' ? presence : { kind: 'ready', sinceMs: nowMs };
    case 'set-not-ready':
      if ('after' in presence) return postponed(presence, { kind: 'not-ready', reason: event.reason });
      if (presence.kind === 'not-ready' && presence.reason === event.reason) return presence;
      return { kind: 'not-ready', sinceMs: nowMs, reason: event.reason };
    case 'reserve':
      return { kind: 'reserved', sinceMs: nowMs, campaignId: event.campaignId, after: READY };
    case 'release':
    case 'withdraw':
    case 'finish':
      return settle(afterOf(presence), nowMs);
    case 'offer':
      return {
        kind: 'offered',
        sinceMs: nowMs,
        ...event.inHand,
        expiresAtMs: event.expiresAtMs,
        after: afterOf(presence),
      };
    case 'join':
      return { kind: 'connecting', sinceMs: nowMs, ...event.inHand, after: afterOf(presence) };
    case 'accept':
      if (presence.kind !== 'offered') return presence;
      return { kind: 'connecting', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'let-pass': {
      const after = afterOf(presence);
      return after.kind === 'logged-out'
        ? settle(after, nowMs)
        : { kind: 'not-ready', sinceMs: nowMs, reason: event.reason };
    }
    case 'connected':
    case 'resume':
      if (!isBusy(presence) || presence.kind === 'talking') return presence;
      return { kind: 'talking', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'hold':
      if (!isBusy(presence)) return presence;
      return { kind: 'held', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'hang-up':
      return presence;
    case 'call-over':
      if (!isBusy(presence) || presence.kind === 'wrap-up') return presence;
      if (presence.kind === 'offered') return settle(presence.after, nowMs);
      return {
        kind: 'wrap-up',
        sinceMs: nowMs,
        ...inHandOf(presence),
        after: presence.after,
        limitAtMs: event.wrapUpLimitAtMs,
      };
  }
}

/** What the agent has in hand, or null. */
export function inHand(presence: Presence): InHand | null {
  return isBusy(presence) ? inHandOf(presence) : null;
}

/** What an agent may ask for now; the server answers `allowedActions` with it and clients draw their buttons from it. */
export const AGENT_ACTIONS = [
  'log-in',
  'log-out',
  'set-ready',
  'set-not-ready',
  'accept',
  'reject',
  'hold',
  'resume',
  'hang-up',
  'wrap-up',
  'done',
] as const;
export type AgentAction = (typeof AGENT_ACTIONS)[number];

const EVENT_OF_ACTION: Record<AgentAction, AgentEventName> = {
  'log-in': 'log-in',
  'log-out': 'log-out',
  'set-ready': 'set-ready',
  'set-not-ready': 'set-not-ready',
  accept: 'accept',
  reject: 'let-pass',
  hold: 'hold',
  resume: 'resume',
  'hang-up': 'hang-up',
  'wrap-up': 'finish',
  done: 'finish',
};

export function allowedActions(presence: Presence): AgentAction[] {
  return AGENT_ACTIONS.filter((action) => {
    if (action === 'log-out' && presence.kind === 'logged-out') return false;
    if (action === 'set-ready' && presence.kind === 'ready') return false;
    // A code may be set while talking already; `done` alone waits for the wrap-up.
    if (action === 'wrap-up' && (presence.kind === 'talking' || presence.kind === 'held')) return true;
    if (action === 'accept' && presence.kind === 'connecting') return false;
    return !isRefused(AGENT_TABLE[presence.kind][EVENT_OF_ACTION[action]]);
  });
}

/** Why the table refuses `action` in `state`; null where it does not (it may still mean nothing: ready while ready). */
export function refusalOf(state: AgentState, action: AgentAction): AgentRefusal | null {
  const cell = AGENT_TABLE[state][EVENT_OF_ACTION[action]];
  return isRefused(cell) ? cell.refused : null;
}
