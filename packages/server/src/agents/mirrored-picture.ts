/** An agent of whom there is no live picture, as the mirror knows them. */
import type { AgentId, AgentMirror, Presence, RouteResponse } from '@outdial/shared';
import type { EngineStatus } from '../bus/port.ts';

export interface Mirrored {
  agentId: AgentId;
  name: string;
  /** Undefined before the engine ever heard of them: logged out. */
  mirror: AgentMirror | undefined;
  engine: EngineStatus;
}

/** Without an engine nobody is at work, whatever it last said of them. */
function presenceNow({ mirror, engine }: Mirrored): Presence {
  const presence = mirror?.presence ?? { kind: 'logged-out', sinceMs: 0 };
  if (engine.state === 'connected' || presence.kind === 'logged-out') return presence;
  return { kind: 'not-ready', reason: 'engine lost', sinceMs: engine.sinceMs };
}

export function mirroredPicture(mirrored: Mirrored): RouteResponse<'agents'>[number] {
  const presence = presenceNow(mirrored);
  return {
    agentId: mirrored.agentId,
    name: mirrored.name,
    state: presence.kind,
    sinceMs: presence.sinceMs,
    reason: presence.kind === 'not-ready' ? presence.reason : null,
    campaignId: 'campaignId' in presence ? presence.campaignId : null,
    callId: 'callId' in presence ? presence.callId : null,
    joined: [...(mirrored.mirror?.joined ?? [])],
    ...(mirrored.mirror?.phone === undefined ? {} : { phone: mirrored.mirror.phone }),
    today: { calls: 0, talkMs: 0, wrapUpMs: 0, readyMs: 0 },
  };
}
