/** What the streams carry, checked before it is believed; null for what this console does not know. */
import {
  AGENT_STATES,
  CALL_STATES,
  type CallbackEvent,
  type EngineEvent,
  type LivePicture,
  MONITOR_MODES,
  type MonitorTick,
  type RouteResponse,
  zAuditEntry,
  zCallbackEvent,
  zCampaignPicture,
  zEngineEvent,
  zStreamEnd,
} from '@outdial/shared';

export type AuditEntry = RouteResponse<'audit'>[number];

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string';

const agentStates: ReadonlySet<unknown> = new Set(AGENT_STATES);
const modes: ReadonlySet<unknown> = new Set(MONITOR_MODES);
const phones: ReadonlySet<unknown> = new Set(['none', 'calling', 'up', 'failed']);
const callStates: ReadonlySet<unknown> = new Set(CALL_STATES);

const isAgent = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.agentId) &&
  isText(value.name) &&
  agentStates.has(value.state) &&
  isNumber(value.sinceMs) &&
  isObject(value.today);

const isCall = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.callId) &&
  isText(value.contactName) &&
  isText(value.number) &&
  callStates.has(value.state) &&
  isNumber(value.startedAtMs) &&
  isNumber(value.sinceMs);

/**
 * A picture comes several times a second: campaigns are few and checked whole, agents and calls by the fields that the
 * screens cannot do without. What does not fit is left out instead of taking the screen down.
 */
export function parsePicture(data: unknown): LivePicture | null {
  if (!isObject(data) || !isNumber(data.atMs) || !isObject(data.engine)) return null;
  const { campaigns, agents, calls } = data;
  if (!Array.isArray(campaigns) || !Array.isArray(agents) || !Array.isArray(calls)) return null;
  const picture = {
    ...data,
    campaigns: campaigns.filter((one) => zCampaignPicture.safeParse(one).success),
    agents: agents.filter(isAgent),
    calls: calls.filter(isCall),
  };
  return picture as unknown as LivePicture;
}

export function parseAudit(data: unknown): AuditEntry | null {
  const parsed = zAuditEntry.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function parseEngine(data: unknown): EngineEvent | null {
  const parsed = zEngineEvent.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function parseCallback(data: unknown): CallbackEvent | null {
  const parsed = zCallbackEvent.safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** Why the server ended a stream, in words. */
export function parseEnd(data: unknown): string | null {
  const parsed = zStreamEnd.safeParse(data);
  return parsed.success ? parsed.data.detail : null;
}

export function parseTick(data: unknown): MonitorTick | null {
  if (!isObject(data) || !isText(data.callId) || !isNumber(data.atMs) || !callStates.has(data.state)) return null;
  const level = (value: unknown): number => (isNumber(value) ? value : -90);
  return {
    ...(data as unknown as MonitorTick),
    contactDbfs: level(data.contactDbfs),
    agentDbfs: level(data.agentDbfs),
    mode: modes.has(data.mode) ? (data.mode as MonitorTick['mode']) : 'listen',
    phone: phones.has(data.phone) ? (data.phone as MonitorTick['phone']) : 'none',
    notice: isText(data.notice) ? data.notice : null,
    detector: isObject(data.detector) ? (data.detector as MonitorTick['detector']) : null,
  };
}
