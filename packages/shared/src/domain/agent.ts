/**
 * An agent's presence, as the engine holds it and the server mirrors it.
 *
 * | state | meaning |
 * | --- | --- |
 * | logged-out | not at work |
 * | not-ready | logged in; takes nothing; with a reason |
 * | ready | takes records and calls (GW-5) |
 * | reserved | kept for a call that is being set up (GCC-3), or reading a record before any call (GW-2: with it in hand) |
 * | offered | an alert waits for Accept (BP-4): of a call, or in push-preview of a record |
 * | connecting | a call for this agent is being set up, or they are being joined to the contact |
 * | talking · held | on a call · the contact on hold |
 * | consulting | the contact on hold, and the agent with whoever may take the call over (BP-8) |
 * | wrap-up | the call is over; the wrap-up code is not |
 *
 * A pause or a log-out asked for while busy is kept in `after` and takes effect when the work is done (OUT-5).
 * Invariants (each held by a test): an interaction is in hand in `offered` to `wrap-up`, and in `reserved` while a record is
 * previewed; nobody leaves `wrap-up`
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
  /** A record is previewed, until this moment. */
  | ({ readonly kind: 'reserved'; readonly expiresAtMs: number } & Busy)
  | ({ readonly kind: 'offered'; readonly expiresAtMs: number } & Busy)
  | ({ readonly kind: 'connecting' } & Busy)
  | ({ readonly kind: 'talking' } & Busy)
  | ({ readonly kind: 'held' } & Busy)
  | ({ readonly kind: 'consulting' } & Busy)
  | ({ readonly kind: 'wrap-up'; readonly limitAtMs: number | null } & Busy);

export type AgentEvent =
  | { type: 'log-in'; reason: string }
  | { type: 'log-out' }
  | { type: 'set-ready' }
  | { type: 'set-not-ready'; reason: string }
  | { type: 'reserve'; campaignId: CampaignId }
  | { type: 'release' }
  /** A record in hand, before any call (GW-2). */
  | { type: 'preview'; inHand: InHand; expiresAtMs: number }
  /** The time for reading it is up (GW-12). */
  | { type: 'expire'; reason: string }
  /** By hand: the record in hand, or the last contact once more (GCC-4). */
  | { type: 'dial'; callId: CallId }
  /** By hand: the contact that they had in hand before (OUT-4). */
  | { type: 'dial-last'; inHand: InHand }
  /** Nothing was dialed: the record is in hand as before. */
  | { type: 'dial-refused'; expiresAtMs: number }
  | { type: 'offer'; inHand: InHand; expiresAtMs: number }
  /** The offer ends earlier than it was told to. */
  | { type: 'hasten'; expiresAtMs: number }
  | { type: 'join'; inHand: InHand }
  | { type: 'accept' }
  | { type: 'let-pass'; reason: string }
  | { type: 'withdraw' }
  | { type: 'connected' }
  | { type: 'hold' }
  | { type: 'resume' }
  | { type: 'hang-up' | 'mute' | 'press' | 'record' | 'transfer' }
  | { type: 'consult' | 'consult-over' | 'return' | 'complete-transfer' }
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

/** Who was not ready is so again after it, for the same reason. */
const backTo = (presence: Presence): AfterWork =>
  presence.kind === 'not-ready' ? { kind: 'not-ready', reason: presence.reason } : READY;

const isBusy = (presence: Presence): presence is Extract<Presence, Busy> => 'interactionId' in presence;

/** The next presence after an event at `nowMs`, or the refusal of the table's cell. */
export function agentTransition(
  presence: Presence,
  event: AgentEvent,
  nowMs: number,
): Transition<Presence, AgentRefusal> {
  const cell = AGENT_TABLE[presence.kind][event.type];
  if (isRefused(cell)) return { ok: false, refused: cell.refused };
  const needsRecord = presence.kind === 'reserved' && (event.type === 'dial' || event.type === 'expire');
  if (needsRecord && !isBusy(presence)) return { ok: false, refused: 'no-record' };
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
    case 'preview':
      return {
        kind: 'reserved',
        sinceMs: nowMs,
        ...event.inHand,
        expiresAtMs: event.expiresAtMs,
        after: afterOf(presence),
      };
    case 'dial':
      if (!isBusy(presence)) return presence;
      return {
        kind: 'connecting',
        sinceMs: nowMs,
        ...inHandOf(presence),
        callId: event.callId,
        after: presence.after,
      };
    case 'dial-last':
      return { kind: 'connecting', sinceMs: nowMs, ...event.inHand, after: backTo(presence) };
    case 'dial-refused':
      if (!isBusy(presence)) return presence;
      return {
        kind: 'reserved',
        sinceMs: nowMs,
        ...inHandOf(presence),
        callId: null,
        expiresAtMs: event.expiresAtMs,
        after: presence.after,
      };
    case 'hasten':
      return presence.kind === 'offered' ? { ...presence, expiresAtMs: event.expiresAtMs } : presence;
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
    case 'let-pass':
    case 'expire': {
      const after = afterOf(presence);
      return after.kind === 'logged-out'
        ? settle(after, nowMs)
        : { kind: 'not-ready', sinceMs: nowMs, reason: event.reason };
    }
    case 'connected':
    case 'resume':
    case 'return':
      if (!isBusy(presence) || presence.kind === 'talking') return presence;
      return { kind: 'talking', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'hold':
    case 'consult-over':
      if (!isBusy(presence)) return presence;
      return { kind: 'held', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'consult':
      if (!isBusy(presence)) return presence;
      return { kind: 'consulting', sinceMs: nowMs, ...inHandOf(presence), after: presence.after };
    case 'hang-up':
    case 'mute':
    case 'press':
    case 'record':
    case 'transfer':
    case 'complete-transfer':
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

/** A record is in hand, and nobody was called yet. */
export const isPreviewing = (presence: Presence): boolean => presence.kind === 'reserved' && isBusy(presence);

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
  'get-record',
  'call',
  'decline',
  'accept',
  'reject',
  'hold',
  'resume',
  'hang-up',
  'leave-message',
  'mute',
  'dtmf',
  'record',
  'transfer',
  'consult',
  'complete-transfer',
  'return',
  'wrap-up',
  'redial',
  'redial-last',
  'done',
  'done-and-stop',
] as const;
export type AgentAction = (typeof AGENT_ACTIONS)[number];

const EVENT_OF_ACTION: Record<AgentAction, AgentEventName> = {
  'log-in': 'log-in',
  'log-out': 'log-out',
  'set-ready': 'set-ready',
  'set-not-ready': 'set-not-ready',
  'get-record': 'reserve',
  call: 'dial',
  decline: 'expire',
  accept: 'accept',
  reject: 'let-pass',
  hold: 'hold',
  resume: 'resume',
  'hang-up': 'hang-up',
  // The agent leaves the call: what holds for hanging up holds for it.
  'leave-message': 'hang-up',
  mute: 'mute',
  dtmf: 'press',
  record: 'record',
  transfer: 'transfer',
  consult: 'consult',
  'complete-transfer': 'complete-transfer',
  return: 'return',
  'wrap-up': 'finish',
  redial: 'dial',
  'redial-last': 'dial-last',
  done: 'finish',
  'done-and-stop': 'finish',
};

const WITH_CONTACT: ReadonlySet<Presence['kind']> = new Set(['talking', 'held', 'consulting']);

/** A record in hand may be called, or closed without a call (GW-7). */
const IN_PREVIEW: ReadonlySet<AgentAction> = new Set(['call', 'decline', 'done', 'done-and-stop']);

/** What the presence allows; whether there is a record to get, or somebody to call again, is for others to say. */
export function allowedActions(presence: Presence): AgentAction[] {
  const previewing = isPreviewing(presence);
  return AGENT_ACTIONS.filter((action) => {
    if (previewing && IN_PREVIEW.has(action)) return true;
    if (action === 'call' || action === 'decline') return false;
    if (action === 'redial') return presence.kind === 'wrap-up';
    if (action === 'log-out' && presence.kind === 'logged-out') return false;
    if (action === 'set-ready' && presence.kind === 'ready') return false;
    // A code may be set while talking already; `done` alone waits for the wrap-up.
    if (action === 'wrap-up' && WITH_CONTACT.has(presence.kind)) return true;
    if (action === 'accept' && presence.kind === 'connecting') return false;
    if (action === 'leave-message' && presence.kind !== 'talking') return false;
    return !isRefused(AGENT_TABLE[presence.kind][EVENT_OF_ACTION[action]]);
  });
}

export type ActionRefusal = AgentRefusal | 'nothing-to-redial' | 'no-preview-campaign';

/** Why `action`, which is not allowed, is refused in `state`; null where it would mean nothing (ready while ready). */
export function refusalOf(state: AgentState, action: AgentAction): ActionRefusal | null {
  if (action === 'call' || action === 'decline') return 'no-record';
  if (action === 'redial') return 'nothing-to-redial';
  const cell = AGENT_TABLE[state][EVENT_OF_ACTION[action]];
  if (isRefused(cell)) return cell.refused;
  if (action === 'redial-last') return 'nothing-to-redial';
  return action === 'get-record' ? 'no-preview-campaign' : null;
}
