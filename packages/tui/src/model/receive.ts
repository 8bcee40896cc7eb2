/** What comes from the server, folded into the state: pictures, audit entries, the engine's link, overviews, monitor ticks. */
import type {
  CampaignOverview,
  DecisionPicture,
  EngineEvent,
  LivePicture,
  MissedCall,
  MonitorTick,
  RouteResponse,
} from '@outdial/shared';
import type { AuditEntry } from '../client/parse.ts';
import { addSample } from './history.ts';
import type { ConsoleState, Link, MonitorView } from './state.ts';

const MOST_DECISIONS = 200;
const MOST_AUDIT = 1_000;
const MOST_LEVELS = 240;

/**
 * Server's clock minus ours. A picture that travelled slowly makes the difference smaller, so the largest one seen is
 * the truest; it sinks by a millisecond a picture, so that a clock that was set back is followed.
 */
const nextOffset = (state: ConsoleState, seen: number): number =>
  state.picture === null || Math.abs(seen - state.offsetMs) > 5_000 ? seen : Math.max(state.offsetMs - 1, seen);

export function receivePicture(state: ConsoleState, picture: LivePicture, atMs: number): ConsoleState {
  const history = new Map(state.history);
  const decisions = new Map(state.decisions);
  for (const campaign of picture.campaigns) {
    history.set(campaign.campaignId, addSample(history.get(campaign.campaignId) ?? [], picture.atMs, campaign));
    if (campaign.lastDecision !== null) {
      const before = decisions.get(campaign.campaignId) ?? [];
      decisions.set(campaign.campaignId, addDecision(before, campaign.lastDecision));
    }
  }
  return {
    ...state,
    nowMs: Math.max(state.nowMs, atMs),
    picture,
    pictureAtMs: atMs,
    offsetMs: nextOffset(state, picture.atMs - atMs),
    // The picture that a new reader gets may be older than the loss of its engine: events say when it is back.
    engine: state.engine.state === 'unknown' ? { ...state.engine, state: 'connected', sinceMs: atMs } : state.engine,
    history,
    decisions,
  };
}

/** A decision to dial nothing is news when it has lasted; before that it is the pause between two launches. */
const QUIET_MS = 5_000;

/** Decisions come several a second and mostly say the same: launches are kept, and changes of what keeps from dialing. */
function addDecision(before: readonly DecisionPicture[], decision: DecisionPicture): readonly DecisionPicture[] {
  const last = before[0];
  if (last?.atMs === decision.atMs) return before;
  if (last !== undefined && decision.launch === 0) {
    if (last.launch === 0 && last.boundBy === decision.boundBy) return before;
    if (decision.atMs - last.atMs < QUIET_MS) return before;
  }
  return [decision, ...before].slice(0, MOST_DECISIONS);
}

/** Newest first, each once, whatever was replayed. */
export function receiveAudit(state: ConsoleState, entries: readonly AuditEntry[]): ConsoleState {
  const known = new Set(state.audit.map(({ id }) => id));
  const fresh = entries.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return state;
  const audit = [...state.audit, ...fresh].sort((a, b) => b.id - a.id).slice(0, MOST_AUDIT);
  return { ...state, audit };
}

export function receiveEngine(state: ConsoleState, { state: now, dialing }: EngineEvent, atMs: number): ConsoleState {
  const { engine } = state;
  if (engine.state === now && engine.dialing === dialing) return state;
  return { ...state, engine: { state: now, dialing, sinceMs: engine.state === now ? engine.sinceMs : atMs } };
}

export const receiveLink = (state: ConsoleState, link: Link): ConsoleState => ({ ...state, link });

export const receiveOverviews = (state: ConsoleState, overviews: readonly CampaignOverview[]): ConsoleState => ({
  ...state,
  overviews: new Map(overviews.map((overview) => [overview.campaign.id, overview])),
});

export const receiveMissed = (state: ConsoleState, missed: readonly MissedCall[]): ConsoleState => ({
  ...state,
  missed,
});

/** Of all agents, those who are not at work. */
export const receiveAgents = (state: ConsoleState, agents: RouteResponse<'agents'>): ConsoleState => ({
  ...state,
  offDuty: agents
    .filter((agent) => agent.state === 'logged-out')
    .map(({ phone: _phone, ...agent }) => ({ ...agent, callId: null })),
});

export function receiveTick(state: ConsoleState, tick: MonitorTick): ConsoleState {
  if (state.monitor === null || state.monitor.callId !== tick.callId) return state;
  const { contact, agent } = state.monitor;
  const monitor: MonitorView = {
    ...state.monitor,
    state: 'live',
    tick,
    contact: [...contact, tick.contactDbfs].slice(-MOST_LEVELS),
    agent: [...agent, tick.agentDbfs].slice(-MOST_LEVELS),
  };
  return { ...state, monitor };
}

export const endMonitor = (state: ConsoleState, how: 'over' | 'failed', message: string): ConsoleState =>
  state.monitor === null ? state : { ...state, monitor: { ...state.monitor, state: how, message } };
