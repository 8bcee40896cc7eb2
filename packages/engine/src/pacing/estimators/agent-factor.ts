/** Agents are unequal: how fast each ends their talks against the floor's hazard, a gamma frailty for each agent by name. */

export interface AgentFactorState {
  /** Ends seen and ends expected under the floor's hazard, by agent. */
  [agentId: string]: [ended: number, expected: number];
}

/** Talks that an agent must have had before they weigh as much as "like the others". */
const PRIOR_TALKS = 8;
const MEMORY_TALKS = 150;

export function learnAgentFactor(state: AgentFactorState, agentId: string, expectedEnds: number): void {
  const [ended, expected] = state[agentId] ?? [0, 0];
  const keep = 1 - 1 / MEMORY_TALKS;
  state[agentId] = [ended * keep + 1, expected * keep + expectedEnds];
}

/** Multiplies the hazard: above 1 for those who are quick. */
export function agentFactor(state: AgentFactorState, agentId: string): number {
  const [ended, expected] = state[agentId] ?? [0, 0];
  return (ended + PRIOR_TALKS) / (expected + PRIOR_TALKS);
}
