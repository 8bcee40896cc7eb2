/**
 * Agents who work for a campaign that pushes records and for one that the engine dials: one of each in turn, so that
 * neither starves the other. Pushed at once, a record would take every free agent before anybody was dialed for them.
 */
import type { Agent } from '../agents/agent.ts';

/** After a record an agent is left to the dialed campaigns for as long as a call takes to be answered, or until they talk. */
const TURN_MS = 30_000;

/** When a record may next be pushed to the agent, as far as turns go; 0: at any time. */
export function recordTurnAtMs({ recordOverAtMs, campaigns }: Agent): number {
  if (recordOverAtMs === null) return 0;
  for (const campaign of campaigns) if (campaign.canDial) return recordOverAtMs + TURN_MS;
  return 0;
}

/** Whether the next that comes to this busy agent is a record: asked for, or pushed after a call that was dialed for them. */
export function readsNext(agent: Agent, nowMs: number): boolean {
  if (agent.pulls !== null) return true;
  if (agent.interaction?.campaign?.dialsItself !== true) return false;
  for (const campaign of agent.campaigns) if (campaign.pushes(nowMs)) return true;
  return false;
}
